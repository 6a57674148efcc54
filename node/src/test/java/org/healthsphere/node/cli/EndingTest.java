package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Test
    void work_is_done_again_and_again_until_the_signal() throws InterruptedException {
        var ending = Ending.onSignal();
        var times = new AtomicInteger();
        ending.await(MOMENT, () -> {
            if (times.incrementAndGet() == 3) {
                assertThat(ending.end(Duration.ZERO)).as("not closed yet").isFalse();
            }
        });
        assertThat(times).hasValue(3);
        ending.close();
    }

    @Test
    void the_process_waits_for_what_is_being_closed_and_not_for_what_never_will_be() {
        var never = Ending.onSignal();
        assertThat(never.end(MOMENT)).isFalse();
        var ending = Ending.onSignal();
        ending.close();
        assertThat(ending.end(Duration.ofMinutes(1))).isTrue();
        never.close();
    }
}
