package org.healthsphere.node.delegates;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody may act for a patient: see the record and who looked, and question it. Whom the patient named signs nothing for him: he can
 * do that himself. A guardian does, since the patient cannot.
 *
 * @param patient whose record it is
 * @param delegate whom this hospital knows him as: the id of his own record; nobody before he accepts
 * @param names by which the two know each other
 * @param accepted when he took it on
 * @param ended when somebody ended it
 */
public record Delegation(
        String id,
        Kind kind,
        String patient,
        Optional<String> delegate,
        Names names,
        Instant made,
        Instant until,
        Optional<Instant> accepted,
        Optional<Instant> ended) {

    /** By whom it was made. */
    public enum Kind {
        /** The patient named him. */
        NAMED,
        /** He speaks for a patient who cannot, as a steward of the hospital has seen from papers. */
        GUARDIAN
    }

    /** What pages call the two. */
    public record Names(String patient, String delegate) {
        @Override
        public String toString() {
            return "Names[REDACTED]";
        }
    }

    public boolean isInForce(Instant now) {
        return delegate.isPresent() && ended.isEmpty() && now.isBefore(until);
    }

    /** Whether he decides about sharing in the patient's place. */
    public boolean decides() {
        return kind == Kind.GUARDIAN;
    }

    /** Whether it waits for somebody to accept it. */
    public boolean isOpen(Instant now) {
        return delegate.isEmpty() && ended.isEmpty() && now.isBefore(made.plus(Delegates.TO_ACCEPT));
    }

    Delegation acceptedBy(String whom, Instant at) {
        return new Delegation(id, kind, patient, Optional.of(whom), names, made, until, Optional.of(at), ended);
    }

    Delegation endedAt(Instant at) {
        return new Delegation(
                id, kind, patient, delegate, names, made, until, accepted, ended.or(() -> Optional.of(at)));
    }

    @Override
    public String toString() {
        return "Delegation[" + id + "]";
    }
}
