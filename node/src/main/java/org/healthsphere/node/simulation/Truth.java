package org.healthsphere.node.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Random;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.specs.Bytes;

/** Who is known where, and what may be told of them: what a perfect network would answer. */
final class Truth {
    private static final double PERMITTED = 0.8;
    private static final int USUAL_PLACES = 3;
    private static final int LETTERS = 26;
    private static final int NAME_LENGTH = 6;

    private final boolean[][] known;
    private final boolean[][] permitted;

    private Truth(boolean[][] known, boolean[][] permitted) {
        this.known = known;
        this.permitted = permitted;
    }

    static Truth drawn(Scenario scenario, Random random) {
        var known = new boolean[scenario.patients()][scenario.members()];
        var permitted = new boolean[scenario.patients()][scenario.members()];
        for (var patient = 0; patient < scenario.patients(); patient++) {
            var places = 1 + random.nextInt(2 * USUAL_PLACES - 1);
            for (var i = 0; i < places; i++) {
                var member = random.nextInt(scenario.members());
                known[patient][member] = true;
                permitted[patient][member] = random.nextDouble() < PERMITTED;
            }
        }
        return new Truth(known, permitted);
    }

    boolean isKnown(int patient, int member) {
        return known[patient][member];
    }

    /** What this member may release of this patient. */
    List<ReleasedRecord> released(int patient, int member) {
        return known[patient][member] && permitted[patient][member] ? records(patient, member) : List.of();
    }

    static List<ReleasedRecord> records(int patient, int member) {
        var id = "c-%d-%d".formatted(patient, member);
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Condition")
                .put("id", id);
        json.putObject("subject").put("reference", "Patient/" + localId(patient));
        return List.of(new ReleasedRecord("Condition", id, 1, Bytes.utf8(json.toString())));
    }

    static String localId(int patient) {
        return "p" + patient;
    }

    /** The person, as every member that knows him has written him down. */
    static JsonNode person(int patient) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Patient")
                .put("id", localId(patient))
                .put("gender", patient % 2 == 0 ? "female" : "male")
                .put("birthDate", "%d-%02d-%02d".formatted(1930 + patient % 80, 1 + patient % 12, 1 + patient % 28));
        var name = json.putArray("name").addObject().put("family", word(patient, 7));
        name.putArray("given").add(word(patient, 3));
        json.putArray("identifier")
                .addObject()
                .put("system", "http://hl7.org/fhir/sid/us-ssn")
                .put(
                        "value",
                        "%03d-%02d-%04d"
                                .formatted(100 + patient / 10_000 % 800, 10 + patient % 89, 1 + patient % 9_999));
        return json;
    }

    /** A name that no two patients share. */
    private static String word(int patient, int turn) {
        var rest = (long) patient * turn + turn;
        var word = new StringBuilder();
        for (var i = 0; i < NAME_LENGTH; i++) {
            word.append((char) ((i == 0 ? 'A' : 'a') + rest % LETTERS));
            rest = rest / LETTERS + (i % 2 == 0 ? turn : 0);
        }
        return word.toString();
    }
}
