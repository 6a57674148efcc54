package org.healthsphere.node.links;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/**
 * A link that a patient gave away.
 *
 * @param id names it on pages and in the audit; it opens nothing
 * @param patient whose summary lies behind it
 * @param label what the patient calls it
 * @param until when it ends by itself
 * @param key what the summary is encrypted with
 * @param lock the passcode that must be said, if one is
 * @param ended when the patient ended it
 * @param uses by whom it was opened, the newest last; the last ones of many
 */
public record SharedLink(
        String id,
        String patient,
        String label,
        Instant made,
        Instant until,
        Bytes key,
        Optional<Lock> lock,
        Optional<Instant> ended,
        List<Use> uses) {
    /** Wrong passcodes that a link bears before it is of no use any more (SMART Health Links: a limit for its life). */
    public static final int MOST_WRONG = 5;

    static final int MOST_USES = 200;

    public SharedLink {
        uses = List.copyOf(uses);
    }

    /** Whether it may have been opened more often than is kept. */
    public boolean mayHaveMore() {
        return uses.size() >= MOST_USES;
    }

    /**
     * A passcode that is asked for.
     *
     * @param code HMAC-SHA-256 of the passcode under the link's key
     * @param wrong how often something else was said
     */
    public record Lock(Bytes code, int wrong) {
        public int left() {
            return Math.max(0, MOST_WRONG - wrong);
        }

        @Override
        public String toString() {
            return "Lock[" + left() + " left]";
        }
    }

    /**
     * It was opened.
     *
     * @param recipient how whoever opened it calls himself; nobody has checked it
     */
    public record Use(Instant at, String recipient) {
        @Override
        public String toString() {
            return "Use[" + at + "]";
        }
    }

    /** Where it stands. */
    public enum State {
        OPEN,
        /** Its day has come. */
        OVER,
        /** The patient ended it. */
        STOPPED,
        /** Too many wrong passcodes. */
        LOCKED
    }

    public State state(Instant now) {
        if (ended.isPresent()) {
            return State.STOPPED;
        }
        if (!now.isBefore(until)) {
            return State.OVER;
        }
        return lock.filter(l -> l.left() == 0).isPresent() ? State.LOCKED : State.OPEN;
    }

    SharedLink endedAt(Instant at) {
        return new SharedLink(id, patient, label, made, until, key, lock, ended.or(() -> Optional.of(at)), uses);
    }

    SharedLink usedBy(List<Use> all) {
        return new SharedLink(id, patient, label, made, until, key, lock, ended, all);
    }

    SharedLink lockedBy(Lock other) {
        return new SharedLink(id, patient, label, made, until, key, Optional.of(other), ended, uses);
    }

    @Override
    public String toString() {
        return "SharedLink[" + id + "]";
    }
}
