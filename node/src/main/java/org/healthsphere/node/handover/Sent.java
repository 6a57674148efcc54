package org.healthsphere.node.handover;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was to be handed over, and how far it has come.
 *
 * @param id under which both hospitals know it
 * @param by who sent it, as this hospital calls him
 * @param until when it is tried
 * @param attempts that came to nothing yet
 * @param next when it is tried again
 */
public record Sent(
        String id, HandoverOrder order, String by, Instant at, Instant until, int attempts, Instant next, State state) {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int LONGEST_DOUBLING = 7;

    /** How far it is. */
    public enum State {
        /** The other hospital was not reached, or could not take it yet: it is tried again. */
        WAITING,
        /** The other hospital has it in its record. */
        DELIVERED,
        /** The other hospital has it, and somebody there must look before it is in the record. */
        SET_ASIDE,
        /** The other hospital will not take it. */
        REFUSED,
        /** Nothing of this record may be given to that hospital, or there is nothing. */
        NOTHING_TO_GIVE,
        /** It was not taken in time. */
        EXPIRED
    }

    /** Whether nothing happens to it any more. */
    public boolean isOver() {
        return state != State.WAITING;
    }

    /** The same, tried in vain: each pause is twice as long as the one before, up to some minutes. */
    Sent later(Instant now) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, LONGEST_DOUBLING));
        return new Sent(id, order, by, at, until, attempts + 1, now.plus(pause), state);
    }

    Sent in(State other) {
        return new Sent(id, order, by, at, until, attempts, next, other);
    }

    /** After what the other hospital said, or did not say. */
    Sent after(Optional<HandoverReply> reply, Instant now) {
        return reply.map(said -> switch (said) {
                    case FILED -> in(State.DELIVERED);
                    case ASIDE -> in(State.SET_ASIDE);
                    case REFUSED -> in(State.REFUSED);
                    case READY, LATER -> later(now);
                })
                .orElseGet(() -> later(now));
    }

    @Override
    public String toString() {
        return "Sent[" + id + ", " + state + "]";
    }
}
