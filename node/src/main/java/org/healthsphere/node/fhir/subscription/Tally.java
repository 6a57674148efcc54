package org.healthsphere.node.fhir.subscription;

import java.util.concurrent.atomic.LongAdder;

/** What came of notifications since the start, for the node's metrics. */
public final class Tally {
    private final LongAdder taken = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder events = new LongAdder();

    void took(int told) {
        taken.increment();
        events.add(told);
    }

    void failed() {
        failed.increment();
    }

    /** Notifications that were taken, handshakes and heartbeats included. */
    public long taken() {
        return taken.sum();
    }

    /** Attempts that failed. */
    public long failures() {
        return failed.sum();
    }

    /** Events that were in notifications that were taken. */
    public long events() {
        return events.sum();
    }
}
