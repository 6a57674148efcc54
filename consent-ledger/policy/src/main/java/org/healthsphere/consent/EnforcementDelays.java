package org.healthsphere.consent;

import java.time.Duration;
import java.util.Arrays;

/** The newest delays between a revocation and its enforcement. */
final class EnforcementDelays {
    private static final int KEPT = 1_024;

    private final long[] nanos = new long[KEPT];
    private long count;

    /** A clock that is ahead of the maker's is no delay. */
    synchronized void add(Duration delay) {
        nanos[(int) (count++ % KEPT)] = Math.max(0, delay.toNanos());
    }

    synchronized Enforcement summary() {
        var sorted = Arrays.copyOf(nanos, (int) Math.min(count, KEPT));
        Arrays.sort(sorted);
        return new Enforcement(count, at(sorted, 50), at(sorted, 95), at(sorted, 99), at(sorted, 100));
    }

    private static Duration at(long[] sorted, int percent) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)]);
    }
}
