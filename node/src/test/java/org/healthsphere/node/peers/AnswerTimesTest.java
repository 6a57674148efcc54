package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.healthsphere.node.peers.PeerLimits.Hedge;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {
    private static final Hedge HEDGE = new Hedge(millis(250), millis(1_000), millis(3_000));

    private final AnswerTimes times = new AnswerTimes(HEDGE);

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    private void took(int times, long millis) {
        IntStream.range(0, times).forEach(_ -> this.times.took(millis(millis)));
    }

    @Test
    void of_a_member_of_which_little_is_known_nothing_is_concluded() {
        assertThat(times.patience()).isEqualTo(HEDGE.unknown());
        took(7, 20);
        assertThat(times.patience()).isEqualTo(HEDGE.unknown());
        took(1, 20);
        assertThat(times.patience()).isEqualTo(HEDGE.least());
    }

    @Test
    void who_is_slow_and_well_is_given_the_time_that_he_takes() {
        took(60, 1_400);
        assertThat(times.patience()).isEqualTo(millis(1_400));
    }

    @Test
    void of_twenty_answers_one_may_have_taken_longer() {
        took(61, 400);
        took(3, 2_000);
        assertThat(times.patience()).isEqualTo(millis(400));
        took(1, 2_000);
        assertThat(times.patience()).isEqualTo(millis(2_000));
    }

    @Test
    void neither_haste_nor_delay_is_followed_beyond_the_bounds() {
        took(64, 1);
        assertThat(times.patience()).isEqualTo(HEDGE.least());
        took(64, 60_000);
        assertThat(times.patience()).isEqualTo(HEDGE.most());
    }

    @Test
    void what_was_long_ago_is_forgotten() {
        took(64, 2_500);
        took(64, 600);
        assertThat(times.patience()).isEqualTo(millis(600));
    }

    @Test
    void bounds_that_are_none_are_refused() {
        assertThatThrownBy(() -> new Hedge(Duration.ZERO, millis(1), millis(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hedge(millis(2), millis(1), millis(3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hedge(millis(1), millis(3), millis(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
