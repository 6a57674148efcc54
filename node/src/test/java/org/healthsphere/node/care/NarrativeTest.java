package org.healthsphere.node.care;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrativeTest {
    @Test
    void a_record_that_is_complete_says_so() {
        var record = Records.merged(Map.of(Records.WEST, new MemberAnswer.NothingToRelease(Bytes.utf8("{}"))));
        assertThat(Narrative.completeness(record).path("div").asText())
                .contains("All members asked have answered.", "<td>west</td><td>nothing to release</td>");
    }

    @Test
    void whatever_a_member_came_to_is_in_words() {
        for (var answer : List.of(
                new MemberAnswer.Late(),
                new MemberAnswer.Unreachable(),
                new MemberAnswer.Stale(),
                new MemberAnswer.VersionMismatch(Set.of(2)),
                new MemberAnswer.Refused(403),
                new MemberAnswer.TooLong(),
                new MemberAnswer.Invalid("its answer is malformed"))) {
            assertThat(Narrative.completeness(Records.merged(Map.of(Records.WEST, answer)))
                            .path("div")
                            .asText())
                    .contains("This summary is not complete.")
                    .containsPattern("<td>west</td><td>[a-z ]{10,}</td>");
        }
    }

    /** A row for one item: what, when, details, by whom. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Observation | \"code\":{\"text\":\"Weight\"},\"effectiveDateTime\":\"2024-05-01T08:00:00Z\",\"valueQuantity\":{\"value\":70.50,\"comparator\":\"<\",\"unit\":\"kg\"} | Weight/2024-05-01/&lt;70.50 kg",
                "Observation | \"code\":{\"coding\":[{\"code\":\"x\",\"display\":\"Smoker\"}]},\"effectivePeriod\":{\"start\":\"2024\"},\"valueCodeableConcept\":{\"text\":\"no\"} | Smoker/2024/no",
                "Observation | \"code\":{\"text\":\"Pressure\"},\"component\":[{\"code\":{\"text\":\"upper\"},\"valueQuantity\":{\"value\":120}},{\"code\":{\"text\":\"lower\"},\"valueString\":\"80\"}] | Pressure//upper 120; lower 80",
                "Condition | \"code\":{\"coding\":[{\"code\":\"E11\"}]},\"clinicalStatus\":{\"coding\":[{\"code\":\"active\"}]} | E11//active",
                "MedicationRequest | \"medicationReference\":{\"display\":\"Testformin\"},\"authoredOn\":\"2024-02-03\" | Testformin/2024-02-03/",
                "Procedure | \"status\":\"completed\" | not named//",
                "Observation | \"code\":{\"text\":\"Trace\"},\"valueSampledData\":{\"data\":\"1 2\"} | Trace//see entry",
            })
    void an_item_is_a_row(String type, String rest, String expected) {
        var json = "{\"resourceType\":\"" + type + "\",\"id\":\"a\"," + rest + "}";
        var record = Records.merged(Map.of(Records.NORTH, Records.released(List.of(json))));
        var cells = String.join("</td><td>", expected.split("/", -1));
        assertThat(Narrative.table(record.items()).path("div").asText())
                .contains("<tr><td>" + cells + "</td><td>north</td></tr>");
    }
}
