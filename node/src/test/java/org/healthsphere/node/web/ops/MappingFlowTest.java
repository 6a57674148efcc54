package org.healthsphere.node.web.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a steward does with mappings and kept messages, without any script. */
class MappingFlowTest {
    private static final String PART = "0123456789abcdef0123456789abcdef";

    private final TestNode node;

    MappingFlowTest() throws Exception {
        node = new TestNode();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void the_bench_shows_codes_without_a_map_and_what_they_may_mean_places_days_and_findings() throws Exception {
        assertThat(node.reader(Role.STEWARD).get("/ops/mappings").body())
                .contains("Of the newest 240 kept messages:")
                .contains("8812")
                .contains("1558-6 Fasting glucose")
                .contains("ZLR-3")
                .contains("not looked at")
                .contains("84 % mapped")
                .contains("OBX-14: not a time");
    }

    @Test
    void a_pasted_message_is_shown_beside_what_it_becomes() throws Exception {
        var steward = node.reader(Role.STEWARD);
        var shown = steward.submit(
                "/ops/mappings",
                "/ops/mappings",
                Map.of("source", "laboratory", "kind", "v2", "message", "MSH|^~\\&|", "what", "preview"));

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body())
                .contains("8812^Glucose^LAB")
                .contains("<span class=\"unread\">")
                .contains("<summary>Observation</summary>")
                .contains("MSH|^~\\&amp;|");
    }

    @Test
    void what_is_wrong_is_told_beside_the_form_and_what_was_typed_stays() throws Exception {
        var refused = node.reader(Role.STEWARD)
                .submit(
                        "/ops/mappings",
                        "/ops/mappings",
                        Map.of("source", "laboratory", "kind", "v2", "message", "nonsense", "what", "preview"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("does not begin with a message header (MSH)")
                .contains(">nonsense</textarea>");
    }

    @Test
    void a_file_is_compared_on_kept_messages() throws Exception {
        var compared = node.reader(Role.STEWARD)
                .submit(
                        "/ops/mappings",
                        "/ops/mappings",
                        Map.of("source", "laboratory", "kind", "v2", "file", "{}", "what", "compare"));

        assertThat(compared.body())
                .contains("<dd>130</dd>", "Shown are the first 1 of them.")
                .contains("<ins>+ Observation.status: amended</ins>")
                .contains("<del>- Observation.status: final</del>");
    }

    @Test
    void a_kept_message_is_found_by_its_number_withdrawn_and_restored() throws Exception {
        var steward = node.reader(Role.STEWARD);
        assertThat(steward.submit("/ops/kept", "/ops/kept", Map.of("id", "m17")).body())
                .contains(PART)
                .contains("Observation/o1");
        assertThat(steward.submit("/ops/kept", "/ops/kept", Map.of("id", "m18")).body())
                .contains("None is kept.");

        var withdrawn = steward.submit("/ops/kept", "/ops/kept/" + PART, Map.of("how", "withdraw"));
        assertThat(steward.follow(withdrawn).body())
                .contains("Done. The records are as the mappings make them now.")
                .contains("Let it count again");
        var restored = steward.submit("/ops/kept", "/ops/kept/" + PART, Map.of("how", "restore"));
        assertThat(steward.follow(restored).body()).contains("Map again");
        assertThat(steward.submit("/ops/kept", "/ops/kept/" + "f".repeat(32), Map.of("how", "replay"))
                        .statusCode())
                .isEqualTo(404);
    }
}
