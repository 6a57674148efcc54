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
 * The log of one member's decision receipts. The member shows it to others, who sign that it goes on from what they saw before, and
 * anchors its root on the ledger; from then on it can not take a receipt back without showing it.
 */
public final class ReceiptLog {
    private final String origin;
    private final NodeId member;
    private final MerkleLog log = new MerkleLog();
    private final Map<Sha256, Long> places = new HashMap<>();

    public ReceiptLog(String network, NodeId member) {
        this.origin = origin(network, member);
        this.member = member;
    }

    /** What a member's log is called. */
    public static String origin(String network, NodeId member) {
        return network + "/" + member.value() + "/" + AnchorLog.RECEIPTS;
    }

    /** The hash that stands in the log for a receipt. */
    public static Sha256 hash(Bytes receipt) {
        return MerkleHash.leaf(receipt);
    }

    /** Takes a signed receipt by its {@link #hash}; one that is there already changes nothing. */
    public synchronized void add(Sha256 hash) {
        if (!places.containsKey(hash)) {
            places.put(hash, log.append(hash));
        }
    }

    public synchronized boolean contains(Sha256 hash) {
        return places.containsKey(hash);
    }

    public synchronized long size() {
        return log.size();
    }

    /** What the member puts on the ledger about it. */
    public synchronized AnchorLog anchor() {
        return new AnchorLog(member, AnchorLog.RECEIPTS, log.size(), log.root());
    }

    public synchronized Checkpoint checkpoint(LedgerHead head, Instant time) {
        return new Checkpoint(origin, log.size(), log.root(), head.height(), head.hash(), time);
    }

    /** Whether the log began with this: what the member said of it before. */
    public synchronized boolean goesOnFrom(long size, Sha256 root) {
        return size >= 0 && size <= log.size() && log.root(size).equals(root);
    }

    public ConsistencyProof consistency(long from, long to) {
        return log.consistency(from, to);
    }

    /** The proof that a receipt is in the log of this checkpoint; nothing when it is not, or not yet. */
    public synchronized Optional<LogProof> proof(Bytes receipt, SignedCheckpoint checkpoint) {
        var size = checkpoint.checkpoint().size();
        return Optional.ofNullable(places.get(hash(receipt)))
                .filter(place -> place < size && size <= log.size())
                .map(place -> new LogProof(receipt, log.inclusion(place, size), checkpoint));
    }
}
