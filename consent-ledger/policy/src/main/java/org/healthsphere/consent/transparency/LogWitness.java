package org.healthsphere.consent.transparency;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Remembers what a log was and takes a newer checkpoint only with the proof that it goes on from there: from the newest checkpoint
 * that was taken, and from what its member has anchored on the ledger. Whoever shows two members different logs, or takes something
 * back, can not satisfy both.
 */
public final class LogWitness {
    private Optional<Checkpoint> newest = Optional.empty();
    private Optional<Anchor> anchored = Optional.empty();

    private record Anchor(long size, Sha256 root) {}

    /** The newest one that was taken. */
    public synchronized Optional<Checkpoint> newest() {
        return newest;
    }

    /** The newest one as it was when this witness stopped. */
    public synchronized void resume(Checkpoint kept) {
        newest = Optional.of(kept);
    }

    /** The log's member has put this on the ledger about it. */
    public synchronized void anchored(long size, Sha256 root) {
        if (anchored.filter(known -> known.size() > size).isEmpty()) {
            anchored = Optional.of(new Anchor(size, root));
        }
    }

    /** The sizes from which it must be shown that the next checkpoint goes on. */
    public synchronized List<Long> wanted() {
        return List.copyOf(known().keySet());
    }

    private Map<Long, Sha256> known() {
        var known = new TreeMap<Long, Sha256>();
        anchored.filter(anchor -> anchor.size() > 0).ifPresent(anchor -> known.put(anchor.size(), anchor.root()));
        newest.filter(taken -> taken.size() > 0).ifPresent(taken -> known.put(taken.size(), taken.root()));
        return known;
    }

    /**
     * Takes a checkpoint whose signatures were verified. {@link Fault.Conflict} when it is a rollback or a split view,
     * {@link Fault.Invalid} when a proof from one of {@link #wanted} is not there; then the one before stays.
     */
    public synchronized Outcome<Checkpoint> take(Checkpoint next, List<ConsistencyProof> proofs) {
        return refusal(next, proofs).<Outcome<Checkpoint>>map(Outcome::failed).orElseGet(() -> {
            newest = Optional.of(next);
            return Outcome.of(next);
        });
    }

    private Optional<Fault> refusal(Checkpoint next, List<ConsistencyProof> proofs) {
        var known = known();
        if (newest.filter(taken -> !taken.origin().equals(next.origin())).isPresent()) {
            return Optional.of(new Fault.Invalid("the checkpoint of another log"));
        }
        if (newest.filter(taken -> next.height() < taken.height()).isPresent()
                || known.keySet().stream().anyMatch(size -> next.size() < size)) {
            return Optional.of(new Fault.Conflict("rollback: the log was longer before"));
        }
        if (newest.filter(taken ->
                                taken.height() == next.height() && !taken.head().equals(next.head()))
                        .isPresent()
                || differsFromAnchor()) {
            return Optional.of(split());
        }
        return known.entrySet().stream()
                .flatMap(before -> refusal(before.getKey(), before.getValue(), next, proofs).stream())
                .findFirst();
    }

    private static Optional<Fault> refusal(long size, Sha256 root, Checkpoint next, List<ConsistencyProof> proofs) {
        var proof = proofs.stream()
                .filter(p -> p.from() == size && p.to() == next.size())
                .findFirst();
        if (proof.isEmpty()) {
            return Optional.of(new Fault.Invalid("no proof that the log goes on from size " + size));
        }
        return proof.get().holds(root, next.root()) ? Optional.empty() : Optional.of(split());
    }

    private boolean differsFromAnchor() {
        return anchored.filter(anchor -> newest.filter(known ->
                                known.size() == anchor.size() && !known.root().equals(anchor.root()))
                        .isPresent())
                .isPresent();
    }

    private static Fault split() {
        return new Fault.Conflict("split view: the log does not go on from what was shown before");
    }
}
