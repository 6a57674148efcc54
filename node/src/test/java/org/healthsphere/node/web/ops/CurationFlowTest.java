package org.healthsphere.node.web.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A steward gives codes a meaning, without any script. */
class CurationFlowTest {
    private static final String PAGE = "/ops/terminology";
    private static final String CODE = "/ops/terminology/code-1";

    private final TestNode node;

    CurationFlowTest() throws Exception {
        node = new TestNode();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void codes_without_a_meaning_are_listed_and_each_has_a_page_with_suggestions() throws Exception {
        var steward = node.reader(Role.STEWARD);
        assertThat(steward.get(PAGE).body())
                .contains("8812")
                .contains("Potassium, serum")
                .contains("1,204")
                .contains("Sodium &lt;serum&gt;")
                .contains("http://loinc.org|2.79 → 2.80")
                .contains("href=\"/ops/terminology/code-1\"");
        assertThat(steward.get(CODE).body())
                .contains("95 % alike")
                .contains("value=\"potassium\"")
                .contains("How the two relate");
        assertThat(steward.get("/ops/terminology/code-9").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_decided_is_published_with_name_and_reason_after_the_difference_was_shown() throws Exception {
        var steward = node.reader(Role.STEWARD);
        var decided = steward.submit(
                CODE,
                CODE,
                Map.of(
                        "target", "potassium",
                        "equivalence", "equivalent",
                        "justification", "The laboratory says so.",
                        "decision", "accept"));
        assertThat(steward.follow(decided).body())
                .contains("Decided. It is not published yet.")
                .contains("New: 8812 → potassium")
                .contains("Gone: 8000 → glucose")
                .contains("The laboratory says so.")
                .contains("steward");
        assertThat(steward.submit(PAGE, "/ops/terminology/maps/map-1", Map.of("version", "1"))
                        .body())
                .contains("That version is published already.");
        var published = steward.submit(PAGE, "/ops/terminology/maps/map-1", Map.of("version", "2"));
        assertThat(steward.follow(published).body())
                .contains("Published. The node translates by it now.")
                .doesNotContain("New: 8812");
    }

    @Test
    void without_a_reason_nothing_is_decided_and_what_was_filled_in_stays() throws Exception {
        var steward = node.reader(Role.STEWARD);
        var refused = steward.submit(
                CODE,
                CODE,
                Map.of("target", "sodium", "equivalence", "wider", "justification", " ", "decision", "accept"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Say why: it goes with every translation.")
                .contains("value=\"sodium\" checked")
                .contains("value=\"wider\" selected");
        assertThat(steward.get(PAGE).body()).contains("href=\"/ops/terminology/code-1\"");
    }

    @Test
    void that_a_code_means_nothing_is_a_decision_too_and_can_be_taken_back() throws Exception {
        var steward = node.reader(Role.STEWARD);
        var none = steward.submit(CODE, CODE, Map.of("justification", "A test of the machine.", "decision", "none"));
        assertThat(steward.follow(none).body()).contains("no counterpart");
        assertThat(steward.get(CODE).body()).contains("Take back");
        var back = steward.submit(CODE, CODE, Map.of("decision", "reopen"));
        assertThat(steward.follow(back).body()).doesNotContain("no counterpart");
    }

    @Test
    void it_is_for_stewards_only() throws Exception {
        assertThat(node.reader(Role.OPERATOR).get(PAGE).statusCode()).isEqualTo(403);
    }
}
