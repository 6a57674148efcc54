package org.healthsphere.consent.transparency;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * The log of one member's decision receipts. The member anchors its root on the ledger; from then on it can not take a receipt
 * back without showing it.
 */
public final class ReceiptLog {
    private final String origin;
    private final NodeId member;
    private final MerkleLog log = new MerkleLog();
    private final Map<Sha256, Long> places = new HashMap<>();

    public ReceiptLog(String network, NodeId member) {
        this.origin = network + "/" + member.value() + "/" + AnchorLog.RECEIPTS;
        this.member = member;
    }

    /** Takes a signed receipt; one that is there already changes nothing. */
    public synchronized void add(Bytes receipt) {
        var name = Sha256.of(receipt.array());
        if (!places.containsKey(name)) {
            places.put(name, log.append(receipt));
        }
    }

    /** What the member puts on the ledger about it. */
    public synchronized AnchorLog anchor() {
        return new AnchorLog(member, AnchorLog.RECEIPTS, log.size(), log.root());
    }

    public synchronized Checkpoint checkpoint(LedgerHead head, Instant time) {
        return new Checkpoint(origin, log.size(), log.root(), head.height(), head.hash(), time);
    }

    public ConsistencyProof consistency(long from, long to) {
        return log.consistency(from, to);
    }

    /** The proof that a receipt is in the log of this checkpoint; nothing when it is not, or not yet. */
    public synchronized Optional<LogProof> proof(Bytes receipt, SignedCheckpoint checkpoint) {
        var size = checkpoint.checkpoint().size();
        return Optional.ofNullable(places.get(Sha256.of(receipt.array())))
                .filter(place -> place < size && size <= log.size())
                .map(place -> new LogProof(receipt, log.inclusion(place, size), checkpoint));
    }
}
