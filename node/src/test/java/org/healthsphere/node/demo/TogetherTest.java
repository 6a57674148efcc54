package org.healthsphere.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TogetherTest {
    @Test
    void all_of_it_happens_at_the_same_time_and_has_ended_afterwards() {
        var meeting = new CyclicBarrier(3);
        var ended = new AtomicInteger();
        Together.run(Collections.nCopies(3, () -> {
            meet(meeting);
            ended.incrementAndGet();
        }));
        assertThat(ended).hasValue(3);
    }

    @Test
    void what_failed_is_told_once_the_others_have_ended() {
        var meeting = new CyclicBarrier(2);
        var ended = new AtomicInteger();
        assertThatIllegalStateException()
                .isThrownBy(() -> Together.run(List.of(
                        () -> {
                            meet(meeting);
                            throw new IllegalArgumentException("a hospital without power");
                        },
                        () -> {
                            meet(meeting);
                            ended.incrementAndGet();
                        })))
                .withMessage("a hospital without power");
        assertThat(ended).hasValue(1);
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            var _ = meeting.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the others did not come", e);
        }
    }
}
