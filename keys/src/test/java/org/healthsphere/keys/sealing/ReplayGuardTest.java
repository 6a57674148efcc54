package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;

class ReplayGuardTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration KEPT = Duration.ofMinutes(2);

    private final ReplayGuard guard = new ReplayGuard(3, START);

    @Test
    void each_message_of_each_member_is_admitted_once() {
        assertThat(admit("north", 1, START)).isInstanceOf(Outcome.Success.class);
        assertThat(admit("south", 1, START)).isInstanceOf(Outcome.Success.class);
        assertThat(admit("north", 1, START))
                .isEqualTo(Outcome.failed(new Fault.Conflict("the envelope was received before")));
    }

    @Test
    void when_it_is_full_it_lets_nobody_in_until_something_may_be_forgotten() {
        for (var i = 0; i < 3; i++) {
            assertThat(admit("north", i, START)).isInstanceOf(Outcome.Success.class);
        }
        assertThat(admit("north", 3, START)).isInstanceOf(Outcome.Failure.class);
        assertThat(admit("north", 3, START.plus(KEPT).plusMillis(1))).isInstanceOf(Outcome.Success.class);
        assertThat(guard.size()).isEqualTo(1);
    }

    @Test
    void what_is_from_before_it_began_to_remember_is_refused() {
        var header = header("north", 1, START.minusMillis(1));
        assertThat(guard.admit(header, START.plus(KEPT), START))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the envelope is from before this node started")));
    }

    @Test
    void of_many_at_the_same_moment_one_is_admitted() {
        var wide = new ReplayGuard(10_000, START);
        var admitted = new AtomicInteger();
        IntStream.range(0, 2000).parallel().forEach(i -> {
            var header = header("north", i % 100, START);
            if (wide.admit(header, START.plus(KEPT), START) instanceof Outcome.Success) {
                admitted.incrementAndGet();
            }
        });
        assertThat(admitted).hasValue(100);
    }

    private Outcome<EnvelopeHeader> admit(String from, int number, Instant at) {
        return guard.admit(header(from, number, at), at.plus(KEPT), at);
    }

    private static EnvelopeHeader header(String from, int number, Instant at) {
        return new EnvelopeHeader(
                new NodeId(from),
                new NodeId("east"),
                "%022d".formatted(number),
                Optional.empty(),
                "record.query",
                PurposeOfUse.TREAT,
                1,
                at);
    }
}
