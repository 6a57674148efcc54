package org.healthsphere.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.healthsphere.node.release.House;
import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void a_node_that_lets_no_member_in_is_up_for_its_own_hospital_and_says_what_is_wrong() {
        assertThat(Health.state(true, Optional.empty())).hasToString("{\"status\":\"up\"}");
        assertThat(Health.state(true, Optional.of("the list ran out")))
                .hasToString("{\"status\":\"degraded\",\"problem\":\"the list ran out\"}");
        assertThat(Health.state(false, Optional.empty())).hasToString("{\"status\":\"starting\"}");
        assertThat(Health.state(false, Optional.of("the list ran out")))
                .hasToString("{\"status\":\"starting\",\"problem\":\"the list ran out\"}");
    }

    @Test
    void a_node_that_hears_nothing_of_the_ledger_does_not_say_that_all_is_well() {
        try (var house = new House()) {
            house.follow();
            assertThat(Health.unheard(house.view)).isEmpty();
            house.clock.advance(House.BOUND.plusSeconds(1));
            assertThat(Health.unheard(house.view).orElseThrow()).contains("records are kept back");
        }
    }
}
