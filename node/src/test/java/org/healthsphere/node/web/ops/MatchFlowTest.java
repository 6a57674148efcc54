package org.healthsphere.node.web.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.node.web.fixture.InMemoryMatchPages;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a steward does about records that may be of one person, without any script. */
class MatchFlowTest {
    private static final String ONE = "/ops/matches/" + InMemoryMatchPages.ID;

    private final TestNode node;

    MatchFlowTest() throws Exception {
        node = new TestNode();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void both_records_are_shown_with_what_can_be_said_of_them() throws Exception {
        assertThat(node.reader(Role.STEWARD).get("/ops/matches").body())
                .contains("Ada Example", "Ada Exampel", "NF-1", "NF-2", "9 July 1961", "Proposed")
                .contains("One person: link", "One person: merge into the first", "Two people")
                .doesNotContain(">Undo<");
    }

    @Test
    void what_is_decided_is_in_the_history_and_can_be_undone() throws Exception {
        var steward = node.reader(Role.STEWARD);
        var linked = steward.submit("/ops/matches", ONE, Map.of("decision", "linked"));
        assertThat(steward.follow(linked).body()).contains("Linked", ">Undo<").doesNotContain("One person: link<");
        var undone = steward.submit("/ops/matches", ONE, Map.of("decision", "undone"));
        assertThat(steward.follow(undone).body()).contains("Proposed", "Linked", "Undone", "One person: link<");
    }

    @Test
    void what_was_not_compared_yet_and_what_is_not_shown_is_said() throws Exception {
        assertThat(node.reader(Role.STEWARD).get("/ops/matches").body())
                .doesNotContain("Not all records have been compared", "More wait");
        node.matches.fallBehind();
        assertThat(node.reader(Role.STEWARD).get("/ops/matches").body())
                .contains("Not all records have been compared yet.", "More wait, or were decided,")
                .doesNotContain("Nothing is waiting");
    }

    @Test
    void what_the_page_does_not_offer_is_refused() throws Exception {
        var steward = node.reader(Role.STEWARD);
        assertThat(steward.submit("/ops/matches", ONE, Map.of("decision", "whatever"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(steward.submit("/ops/matches", "/ops/matches/none", Map.of("decision", "linked"))
                        .statusCode())
                .isEqualTo(404);
    }
}
