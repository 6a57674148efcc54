package org.healthsphere.node.release;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * When an answer is given that has nothing in it. Who is unknown, who has nothing and who said no are looked up in ways that take
 * microseconds more or less; each is told at the next beat after the question came, and the time says no more than the words.
 */
@FunctionalInterface
public interface Pace {
    /** At once. */
    Pace NONE = () -> () -> {};

    /** Of a node: long beside what a search takes, short beside a way over a network. */
    Duration USUAL = Duration.ofMillis(1);

    /** A question has come. */
    Beat begin();

    /** When it is answered, if with nothing. */
    @FunctionalInterface
    interface Beat {
        /** Waits; who is interrupted goes on at once, and is still interrupted. */
        void await();
    }

    /**
     * At the next whole number of steps.
     *
     * @param nanos a clock that only goes on
     */
    static Pace every(Duration step, LongSupplier nanos) {
        var length = step.toNanos();
        return () -> {
            var began = nanos.getAsLong();
            return () -> {
                var steps = (nanos.getAsLong() - began) / length + 1;
                var end = began + steps * length;
                for (var left = end - nanos.getAsLong();
                        left > 0 && !Thread.currentThread().isInterrupted();
                        left = end - nanos.getAsLong()) {
                    LockSupport.parkNanos(left);
                }
            };
        };
    }
}
