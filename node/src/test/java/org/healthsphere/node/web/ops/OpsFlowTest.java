package org.healthsphere.node.web.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators and stewards do, without any script. */
class OpsFlowTest {
    private final TestNode node;

    OpsFlowTest() throws Exception {
        node = new TestNode();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void health_says_how_it_is_what_the_ledger_guarantees_and_what_to_do() throws Exception {
        assertThat(node.reader(Role.OPERATOR).get("/ops").body())
                .contains("All works. Something needs you soon.")
                .contains("Tampering is evident. One operator orders; trust is not distributed.")
                .contains("312")
                .contains("800 ms, at most 30 seconds")
                .contains("Everything stored can be searched.")
                .contains("148 GB of 512 GB used")
                .contains("Valid until 15 March 2026.")
                .contains("Ask the network’s authority for a new one.");
    }

    @Test
    void a_page_that_stays_current_by_itself_keeps_nobody_signed_in() throws Exception {
        var operator = node.reader(Role.OPERATOR).withHeader("HX-Request", "true");
        node.clock.advance(Sessions.IDLE.minusSeconds(5));
        assertThat(operator.get("/ops").statusCode()).isEqualTo(200);
        node.clock.advance(Sessions.IDLE.minusSeconds(5));
        assertThat(operator.get("/ops").statusCode()).isEqualTo(303);
    }

    @Test
    void a_steward_replays_what_can_be_mapped_by_now() throws Exception {
        var steward = node.reader(Role.STEWARD);
        assertThat(steward.get("/ops/messages").body())
                .contains("1,204")
                .contains("OBX-3: no mapping for local code 8812")
                .contains("98 % mapped");
        var stored = steward.submit("/ops/messages", "/ops/messages/msg-7f3a/replay", Map.of());
        assertThat(steward.follow(stored).body())
                .contains("The message was mapped and is stored.")
                .doesNotContain("local code 8812")
                .contains("PID-7: not a date");
        var still = steward.submit("/ops/messages", "/ops/messages/msg-21c0/replay", Map.of());
        assertThat(steward.follow(still).body()).contains("It still cannot be mapped.");
        assertThat(steward.submit("/ops/messages", "/ops/messages/msg-0/replay", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void members_are_listed_with_how_they_stand() throws Exception {
        assertThat(node.reader(Role.AUDITOR).get("/ops/members").body())
                .contains("Northfield Hospital")
                .contains("this hospital")
                .contains("connected")
                .contains("cannot be reached")
                .contains("not yet");
    }
}
