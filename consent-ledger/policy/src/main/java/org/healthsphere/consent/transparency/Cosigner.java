package org.healthsphere.consent.transparency;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.transparency.EventLog.Verdict;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * One member's part in signing checkpoints of the log of events together: it shows the others its own, signs what they show if it
 * came to the same log by itself, and says so loudly if it did not.
 */
public final class Cosigner {
    private static final Comparator<Checkpoint> LATER = Comparator.comparingLong(Checkpoint::height)
            .thenComparingLong(Checkpoint::size)
            .thenComparing(Checkpoint::time);

    private final NodeId self;
    private final Signer signer;
    private final EventLog log;
    private final LongFunction<Optional<Sha256>> hashes;
    private Optional<SignedCheckpoint> best = Optional.empty();

    /** @param hashes of the ledger's blocks, as this member read them */
    public Cosigner(NodeId self, Signer signer, EventLog log, LongFunction<Optional<Sha256>> hashes) {
        this.self = self;
        this.signer = signer;
        this.log = log;
        this.hashes = hashes;
    }

    /** The newest checkpoint that this member and at least one other signed. */
    public synchronized Optional<SignedCheckpoint> cosigned() {
        return best;
    }

    /** The newest one as it was when this member stopped. */
    public synchronized void resume(SignedCheckpoint kept) {
        best = Optional.of(kept);
    }

    /**
     * Whether the ledger still has what was signed together: {@link Fault.Conflict} when it lost some of it, or has another.
     *
     * @param reached what the ledger vouches for now
     */
    public synchronized Outcome<Long> stillHolds(LedgerHead reached) {
        if (best.isEmpty()) {
            return Outcome.of(reached.height());
        }
        var known = best.get().checkpoint();
        if (known.height() > reached.height() || known.size() > log.size()) {
            return Outcome.failed(new Fault.Conflict("rollback: the ledger was longer when members signed it"));
        }
        return log.judge(known, reached.height(), hashes) == Verdict.CONTRADICTS
                ? Outcome.failed(new Fault.Conflict("rollback: the ledger has another past than members signed"))
                : Outcome.of(reached.height());
    }

    /** This member's own checkpoint, for the others to sign. */
    public SignedCheckpoint own(LedgerHead reached, Instant now) {
        return SignedCheckpoint.by(self, log.checkpoint(reached, now), signer);
    }

    /**
     * What this member says to a checkpoint that others show: the same with its signature, or its own, when it has not come so far
     * or can not know. {@link Fault.Forbidden} when not all of its signatures are members', {@link Fault.Conflict} when a member
     * signed another log.
     */
    public synchronized Outcome<SignedCheckpoint> answer(
            SignedCheckpoint shown, LedgerHead reached, Map<NodeId, VerificationKey> keys, Instant now) {
        return judged(shown, reached, keys).map(verdict -> {
            if (verdict == Verdict.UNKNOWN) {
                return own(reached, now);
            }
            var signed = shown.with(SignedCheckpoint.by(self, shown.checkpoint(), signer))
                    .orElseThrow();
            remember(signed);
            return signed;
        });
    }

    /**
     * Takes what another member answered. {@link Fault.Forbidden} and {@link Fault.Conflict} as {@link #answer}.
     *
     * @param sent what it was shown
     * @return what is now signed of what was sent
     */
    public synchronized Outcome<SignedCheckpoint> take(
            SignedCheckpoint answered, SignedCheckpoint sent, LedgerHead reached, Map<NodeId, VerificationKey> keys) {
        return judged(answered, reached, keys).map(_ -> {
            if (!answered.checkpoint().equals(sent.checkpoint())) {
                return sent;
            }
            var together = sent.with(answered).orElseThrow();
            remember(together);
            return together;
        });
    }

    private Outcome<Verdict> judged(SignedCheckpoint shown, LedgerHead reached, Map<NodeId, VerificationKey> keys) {
        if (shown.signatures().isEmpty()) {
            return Outcome.failed(new Fault.Forbidden("a checkpoint that nobody signed"));
        }
        return shown.verified(keys, shown.signatures().size()).then(checkpoint -> switch (log.judge(
                checkpoint, reached.height(), hashes)) {
            case CONTRADICTS -> Outcome.<Verdict>failed(new Fault.Conflict("split view: a member signed another log"));
            case AGREES -> Outcome.of(Verdict.AGREES);
            case UNKNOWN -> Outcome.of(Verdict.UNKNOWN);
        });
    }

    private void remember(SignedCheckpoint shown) {
        if (shown.signatures().size() > 1
                && shown.signatures().containsKey(self)
                && best.filter(known -> LATER.compare(known.checkpoint(), shown.checkpoint()) > 0)
                        .isEmpty()) {
            best = Optional.of(shown);
        }
    }
}
