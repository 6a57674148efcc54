package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something is so, and no longer than its time. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    interface Condition {
        boolean holds() throws IOException;
    }

    /** Whether it came to be so in time. */
    static boolean until(Condition condition, Duration patience) throws IOException {
        var end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }
}
