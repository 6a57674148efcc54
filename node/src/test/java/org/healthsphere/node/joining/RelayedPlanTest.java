package org.healthsphere.node.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayedPlanTest {
    private static Plan plan(Optional<String> relay) {
        return new Plan(
                new NodeId("south"),
                "South Hospital",
                "localhost",
                new Plan.Ports(8443, 8444),
                relay,
                Optional.empty(),
                Sha256.of("network"));
    }

    @Test
    void who_is_reached_by_way_of_a_relay_says_so_in_its_endpoint() {
        assertThat(plan(Optional.of("relay.example:8444")).endpoint())
                .hasToString("https://relay.example:8444/relay/v1/south");
        assertThat(plan(Optional.empty()).endpoint()).hasToString("https://localhost:8444");
    }

    @Test
    void a_plan_that_was_begun_is_read_as_it_was_written(@TempDir Path folder) throws IOException {
        for (var relay : List.of(Optional.of("relay.example:8444"), Optional.<String>empty())) {
            plan(relay).write(folder.resolve("plan.json"));
            assertThat(Plan.read(folder.resolve("plan.json"))).contains(plan(relay));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay.example", "https://relay.example:8444", "relay.example:0", "a b:1", ""})
    void what_is_no_relay_is_refused(String relay) {
        assertThatIllegalArgumentException().isThrownBy(() -> plan(Optional.of(relay)));
    }
}
