package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private static final long TICK = 50_000;

    private final AtomicLong now = new AtomicLong();
    private final Pace pace = Pace.every(Duration.ofMillis(1), () -> now.getAndAdd(TICK));

    @ParameterizedTest
    @CsvSource({"0, 1000000", "10000, 1000000", "880000, 1000000", "1000000, 2000000", "4321000, 5000000"})
    void nothing_is_told_at_the_next_whole_step(long work, long told) {
        var beat = pace.begin();
        now.addAndGet(work);
        beat.await();
        assertThat(now.get() - TICK).isBetween(told, told + TICK);
    }

    @Test
    void who_is_interrupted_goes_on() {
        var beat = Pace.every(Duration.ofDays(1), now::get).begin();
        Thread.currentThread().interrupt();
        beat.await();
        assertThat(Thread.interrupted()).isTrue();
    }
}
