package org.healthsphere.consent.transparency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * One member's part in signing checkpoints together: it signs what others show if it came to the same log by itself, and says so
 * loudly if it did not. Its caller repeats {@link #round}; two rounds of each member make a checkpoint with both signatures.
 */
public final class Cosigner {
    private static final Comparator<SignedCheckpoint> LATER = Comparator.<SignedCheckpoint>comparingLong(
                    signed -> signed.checkpoint().height())
            .thenComparingLong(signed -> signed.checkpoint().size());

    private final NodeId self;
    private final Signer signer;
    private final EventLog log;
    private final CheckpointBoard board;
    private Optional<SignedCheckpoint> best = Optional.empty();

    public Cosigner(NodeId self, Signer signer, EventLog log, CheckpointBoard board) {
        this.self = self;
        this.signer = signer;
        this.log = log;
        this.board = board;
    }

    /** The newest checkpoint that this member and at least one other signed. */
    public synchronized Optional<SignedCheckpoint> cosigned() {
        return best;
    }

    /**
     * Looks at what the others show, signs what agrees, and shows its own.
     *
     * @param head that the log has been brought to
     * @param keys of the members that take part
     * @return what it shows now; {@link org.healthsphere.specs.Fault.Conflict} when somebody signed another log
     */
    public synchronized Outcome<SignedCheckpoint> round(
            LedgerHead head, Map<NodeId, VerificationKey> keys, Instant now) {
        var own = log.checkpoint(head, now);
        return board.published().then(all -> {
            List<SignedCheckpoint> genuine = new ArrayList<>();
            for (var shown : all) {
                if (shown.verified(keys, shown.signatures().size()) instanceof Outcome.Success<Checkpoint>) {
                    if (contradicts(shown.checkpoint(), own)) {
                        return Outcome.failed(new Fault.Conflict("split view: a member signed another log"));
                    }
                    genuine.add(shown);
                }
            }
            genuine.forEach(this::remember);
            return board.publish(next(genuine, own)).map(this::remembered);
        });
    }

    private boolean contradicts(Checkpoint shown, Checkpoint own) {
        var ours = log.root(shown.size());
        return shown.origin().equals(own.origin())
                && ((ours.isPresent() && !ours.get().equals(shown.root()))
                        || (shown.height() == own.height() && !shown.head().equals(own.head())));
    }

    /** What somebody else shows of the same log, with this member's signature; or its own, where nobody does. */
    private SignedCheckpoint next(List<SignedCheckpoint> genuine, Checkpoint own) {
        return genuine.stream()
                .filter(shown -> own.agreesWith(shown.checkpoint()))
                .max(Comparator.comparingInt(
                                (SignedCheckpoint shown) -> shown.signatures().size())
                        .thenComparing(shown -> shown.checkpoint().time()))
                .map(shown -> shown.signatures().containsKey(self)
                        ? shown
                        : shown.signedBy(self, own, signer).orElseThrow())
                .orElseGet(() -> SignedCheckpoint.by(self, own, signer));
    }

    private SignedCheckpoint remembered(SignedCheckpoint shown) {
        remember(shown);
        return shown;
    }

    private void remember(SignedCheckpoint shown) {
        if (shown.signatures().size() > 1
                && shown.signatures().containsKey(self)
                && best.filter(known -> LATER.compare(known, shown) > 0).isEmpty()) {
            best = Optional.of(shown);
        }
    }
}
