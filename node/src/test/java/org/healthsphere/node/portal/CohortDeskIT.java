package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A researcher builds a cohort at a running node and asks two hospitals at which criterion how many leave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CohortDeskIT {
    private static final String PAGE = "/desk/research/cohort";
    private static final String ASTHMA = "https://healthsphere.org/fhir/CodeSystem/conditions|asthma";

    private final TwoHospitals network;
    private final Reader researcher;

    CohortDeskIT(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        network.north.account("researcher", Role.RESEARCHER, Optional.empty());
        researcher = network.north.reader("researcher");
    }

    @AfterAll
    void close() {
        network.close();
    }

    private String build(String before, String action, Map<String, String> fields) throws Exception {
        var all = new HashMap<>(fields);
        all.put("cohort", before);
        all.put("action", action);
        var answer = researcher.submit(PAGE, PAGE, all);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String document(String page) {
        return Reader.hidden(page, "cohort").replace("&#34;", "\"").replace("&quot;", "\"");
    }

    /** What is said of those who stay. */
    private static String told(String page) {
        var from = page.indexOf("<p role=\"status\">");
        return page.substring(from, page.indexOf("</p>", from));
    }

    @Test
    void a_cohort_is_built_counted_in_a_flow_and_put_into_a_study() throws Exception {
        assertThat(build("", "find", Map.of("words", "asth"))).contains("value=\"" + ASTHMA + "\"");
        assertThat(build("", "find", Map.of("words", ASTHMA)))
                .as("a code of a system that is known here")
                .contains("Asthma");
        assertThat(build("", "find", Map.of("words", "retired")))
                .as("by its name, in whatever code system this node holds")
                .contains("value=\"http://hl7.org/fhir/publication-status|retired\"");
        var one = document(build("", "add", Map.of("kind", "Condition", "concept", ASTHMA)));
        assertThat(one)
                .isEqualTo("{\"has\":{\"atLeast\":1,\"code\":{\"is-a\":\"" + ASTHMA + "\"},\"type\":\"Condition\"}}");
        var two = document(build(one, "add", Map.of("kind", "age", "max", "17", "at", "2026-01-01", "not", "yes")));
        assertThat(two).contains("\"and\"").contains("\"not\"");
        var followed = document(build(
                one,
                "add",
                Map.of("kind", "MedicationRequest", "concept", ASTHMA, "after", "0", "gapMin", "1", "gapMax", "365")));
        assertThat(followed).contains("\"seq\"").contains("\"gap\":{\"max\":365,\"min\":1}");
        assertThat(document(build(one, "add", Map.of("kind", "age", "max", "17", "after", "0"))))
                .contains("\"ageAt\"")
                .contains("\"which\":\"first\"");
        assertThat(build(two, "find", Map.of("words", ""))).contains("After the first record of");
        var counted = build(two, "count", Map.of());
        assertThat(counted).containsAnyOf("people leave here (±", "Too few people leave here to tell.");
        assertThat(build(two, "count", Map.of()))
                .as("asked again it is the same answer")
                .contains(told(counted));
        assertThat(build(two, "study", Map.of())).contains("Propose a study").contains("asthma");
        assertThat(document(build(two, "without-1", Map.of()))).isNotEqualTo(two);
        var wrong = researcher.submit(PAGE, PAGE, Map.of("cohort", two, "action", "add", "kind", "age", "min", "old"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("demo.age.min");
    }
}
