package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final MovableClock clock = new MovableClock();
    private final Breaker breaker = new Breaker(new PeerLimits(1, 1, 3, Duration.ofSeconds(10)), clock);

    @Test
    void it_opens_after_so_many_failures_in_a_row() {
        fail(2);
        assertThat(breaker.allows()).isTrue();
        fail(1);
        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void a_success_in_between_starts_the_count_again() {
        fail(2);
        breaker.connected();
        fail(2);
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void after_the_pause_one_is_let_through_and_the_others_wait_for_its_fate() {
        fail(3);
        clock.advance(Duration.ofSeconds(10));
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();
        breaker.connected();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void a_failed_trial_begins_another_pause() {
        fail(3);
        clock.advance(Duration.ofSeconds(10));
        assertThat(breaker.allows()).isTrue();
        fail(1);
        clock.advance(Duration.ofSeconds(9));
        assertThat(breaker.allows()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(breaker.allows()).isTrue();
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            breaker.unreachable();
        }
    }
}
