package org.healthsphere.node.peers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

/** A clock that stands, and moves when it is told to. */
final class MovableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private volatile OptionalLong going = OptionalLong.empty();

    void advance(Duration by) {
        now = now.plus(by);
    }

    /** From now on it goes like any other: what is tried again until some time has passed comes to an end. */
    void go() {
        going = OptionalLong.of(System.nanoTime());
    }

    @Override
    public Instant instant() {
        var since = going;
        return since.isPresent() ? now.plusNanos(System.nanoTime() - since.getAsLong()) : now;
    }
}
