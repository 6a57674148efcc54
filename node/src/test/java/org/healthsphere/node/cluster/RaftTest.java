package org.healthsphere.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RaftTest {
    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("cluster.seeds", 150));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_happens_what_was_acknowledged_is_agreed_on_by_all(long seed) {
        new Simulation(seed).trouble(1_500).calm();
    }

    @Test
    void without_trouble_one_head_goes_on_for_ever() {
        var simulation = new Simulation(1);
        simulation.calm();
        assertThat(simulation.acknowledged()).isGreaterThan(500);
    }
}
