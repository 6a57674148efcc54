package org.healthsphere.consent.transparency;

import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Remembers the newest checkpoint of one log and takes a newer one only with the proof that it goes on from there. Whoever shows
 * two members different logs, or takes something back, can not satisfy both.
 */
public final class LogWitness {
    private Optional<Checkpoint> newest = Optional.empty();

    /** The newest one that was taken. */
    public synchronized Optional<Checkpoint> newest() {
        return newest;
    }

    /**
     * Takes a checkpoint whose signatures were verified. {@link org.healthsphere.specs.Fault.Conflict} when it is a rollback or a
     * split view; then the one before stays.
     */
    public synchronized Outcome<Checkpoint> take(Checkpoint next, ConsistencyProof proof) {
        if (newest.isEmpty()) {
            newest = Optional.of(next);
            return Outcome.of(next);
        }
        var known = newest.get();
        if (!known.origin().equals(next.origin())) {
            return Outcome.failed(new Fault.Invalid("the checkpoint of another log"));
        }
        if (next.size() < known.size() || next.height() < known.height()) {
            return Outcome.failed(new Fault.Conflict("rollback: the log was longer before"));
        }
        if (proof.from() != known.size()
                || proof.to() != next.size()
                || !proof.holds(known.root(), next.root())
                || (next.height() == known.height() && !next.head().equals(known.head()))) {
            return Outcome.failed(new Fault.Conflict("split view: the log does not go on from what was shown before"));
        }
        newest = Optional.of(next);
        return Outcome.of(next);
    }
}
