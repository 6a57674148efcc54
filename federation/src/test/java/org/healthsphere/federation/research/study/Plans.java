package org.healthsphere.federation.research.study;

import java.time.LocalDate;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** Studies of the tables' columns. */
final class Plans {
    private Plans() {}

    static String value(String name, String low, String high) {
        return """
                {"name":"%s","value":{"of":{"type":"Observation","code":{"codes":[{"system":"https://example.org/columns","code":"%s"}]}},
                 "ucum":"1","which":"last","low":%s,"high":%s}}""".formatted(name, name, low, high);
    }

    static String has(String type, String code) {
        return """
                {"type":"%s","code":{"codes":[{"system":"https://example.org/columns","code":"%s"}]}}""".formatted(type, code);
    }

    /** Whether a measurement is above one half. */
    static String flag(String name) {
        return """
                {"name":"%s","has":{"type":"Observation","code":{"codes":[{"system":"https://example.org/columns","code":"%s"}]},
                 "value":{"op":"gt","val":0.5,"ucum":"1"}}}""".formatted(name, name);
    }

    static String group(String name, String... levels) {
        var all = new StringBuilder();
        for (var level : levels) {
            all.append(all.isEmpty() ? "" : ",")
                    .append("{\"level\":\"" + level + "\",\"has\":" + has("Condition", name + "-" + level) + "}");
        }
        return "{\"name\":\"" + name + "\",\"group\":[" + all + "]}";
    }

    /** The first day of the first week. */
    static final LocalDate MONDAY = LocalDate.of(2020, 1, 6);

    /** In which week somebody fell ill, once. */
    static String weeks(int number) {
        return "{\"name\":\"ill\",\"weeks\":{\"of\":" + has("Condition", "ill") + ",\"first\":\"" + MONDAY
                + "\",\"number\":" + number + ",\"apart\":30,\"most\":1}}";
    }

    static final String SURVIVAL = "{\"name\":\"time\",\"survival\":{\"start\":" + has("Condition", "start")
            + ",\"event\":" + has("Procedure", "end") + ",\"until\":\"2026-01-01\"}}";

    static StudyPlan exact(int quorum, int threshold, String variables, String... analyses) {
        return plan(quorum, "{\"exact\":{\"threshold\":" + threshold + "}}", variables, analyses);
    }

    static StudyPlan noised(int quorum, long rhoMicros, String variables, String... analyses) {
        return plan(quorum, "{\"noise\":{\"rhoMicros\":" + rhoMicros + "}}", variables, analyses);
    }

    /** Of public health. */
    static StudyPlan reported(int quorum, String protection, String variables, String... analyses) {
        return StudyPlan.parse(
                        Bytes.utf8(text(quorum, protection, variables, analyses).replace("HRESCH", "PUBHLTH")))
                .orElseThrow();
    }

    static StudyPlan plan(int quorum, String protection, String variables, String... analyses) {
        return StudyPlan.parse(Bytes.utf8(text(quorum, protection, variables, analyses)))
                .orElseThrow();
    }

    static String text(int quorum, String protection, String variables, String... analyses) {
        return """
                {"type":"study","v":1,"id":"a-study","duo":["DUO:0000006"],
                 "asker":{"member":"alder","researcher":"%s","title":"A study","purpose":"HRESCH"},
                 "safety":{"protection":%s,"terms":{"threshold":5,"quorum":%d,"colluders":%d},"notAfter":"2027-01-01T00:00:00Z"},
                 "cohort":{"or":[{"demo":{"sex":"male"}},{"demo":{"sex":"female"}}]},
                 "variables":[%s],"analyses":[%s]}""".formatted(
                        Sha256.of("somebody"),
                        protection,
                        quorum,
                        Math.min(1, quorum - 1),
                        variables,
                        String.join(",", analyses));
    }
}
