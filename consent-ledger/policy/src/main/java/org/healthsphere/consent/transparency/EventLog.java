package org.healthsphere.consent.transparency;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Sha256;

/**
 * The log of all that was committed to the ledger, as every member comes to it from the events by itself. A leaf says of one
 * event {@code {block, index, tx, kind, id, version, digest}}: the digest of a consent's terms, where it has any.
 */
public final class EventLog {
    private final String network;
    private final MerkleLog log = new MerkleLog();
    private final Map<String, Long> places = new HashMap<>();
    private final Map<Long, Bytes> leaves = new HashMap<>();
    private long height = -1;
    private int index = -1;

    public EventLog(String network) {
        this.network = network;
    }

    /** Takes the next event of the ledger; one that came before changes nothing. */
    public synchronized void apply(LedgerEvent event) {
        if (event.height() < height || (event.height() == height && event.index() <= index)) {
            return;
        }
        height = event.height();
        index = event.index();
        var leaf = leaf(event);
        var place = log.append(leaf);
        places.put(event.transaction(), place);
        leaves.put(place, leaf);
    }

    /** What the log says of an event. */
    public static Bytes leaf(LedgerEvent event) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("block", event.height())
                .put("index", event.index())
                .put("tx", event.transaction())
                .put("kind", event.directive().getClass().getSimpleName());
        switch (event.directive()) {
            case Grant grant ->
                json.put("id", grant.id())
                        .put("version", 1)
                        .put("digest", grant.digest().hex());
            case Amend amend ->
                json.put("id", amend.id())
                        .put("version", amend.version())
                        .put("digest", amend.digest().hex());
            case Directive.Revoke(var id, var _, var _, var _) -> json.put("id", id);
            case Directive.OptOut out -> json.put("id", out.id());
            case Directive.Erase(var id, var _) -> json.put("id", id);
            default -> {
                // Its transaction says which one it is.
            }
        }
        return Bytes.of(CanonicalJson.of(json));
    }

    /** The log as it is, when the ledger's head is this. */
    public synchronized Checkpoint checkpoint(LedgerHead head, Instant time) {
        return new Checkpoint(network, log.size(), log.root(), head.height(), head.hash(), time);
    }

    /** The root when the log had this size: what an older checkpoint must say. */
    public synchronized Optional<Sha256> root(long size) {
        return size >= 0 && size <= log.size() ? Optional.of(log.root(size)) : Optional.empty();
    }

    public ConsistencyProof consistency(long from, long to) {
        return log.consistency(from, to);
    }

    /** The proof that a transaction's event is in the log of this checkpoint; nothing when it is not, or not yet. */
    public synchronized Optional<LogProof> proof(String transaction, SignedCheckpoint checkpoint) {
        var size = checkpoint.checkpoint().size();
        return Optional.ofNullable(places.get(transaction))
                .filter(place -> place < size && size <= log.size())
                .flatMap(place -> Optional.ofNullable(leaves.get(place))
                        .map(leaf -> new LogProof(leaf, log.inclusion(place, size), checkpoint)));
    }
}
