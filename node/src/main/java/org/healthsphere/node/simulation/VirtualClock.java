package org.healthsphere.node.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The simulation's own time: it goes on when a query is over, and nobody waits for it. */
final class VirtualClock implements InstantSource {
    private Instant now;

    VirtualClock(Instant begin) {
        this.now = begin;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** The same clock, read by somebody whose own is ahead. */
    InstantSource ahead(Duration by) {
        return () -> now.plus(by);
    }
}
