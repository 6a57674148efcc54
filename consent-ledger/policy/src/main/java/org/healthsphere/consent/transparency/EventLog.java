package org.healthsphere.consent.transparency;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * The log of all that was committed to the ledger, as every member comes to it from the events by itself. A leaf says of one
 * event {@code {block, index, tx, kind, id, version, digest}}: the digest of a consent's terms, where it has any.
 *
 * <p>Of the events of others it holds hashes; it proves those about the consents of its own patients.
 */
public final class EventLog {
    private final String network;
    private final NodeId self;
    private final MerkleLog log = new MerkleLog();
    /** The block of each leaf. */
    private long[] blocks = new long[1024];

    private final Map<String, List<Kept>> kept = new HashMap<>();
    private long height = -1;
    private int index = -1;

    /** A leaf that can be proved. */
    private record Kept(Class<? extends Directive> kind, long place, Bytes leaf) {}

    /** What somebody else's checkpoint is to this log. */
    public enum Verdict {
        AGREES,
        /** It is of another log, goes further than this member has come, or rests on a block whose hash is not known here any more. */
        UNKNOWN,
        CONTRADICTS
    }

    public EventLog(String network, NodeId self) {
        this.network = network;
        this.self = self;
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
        if (place == blocks.length) {
            blocks = Arrays.copyOf(blocks, blocks.length * 2);
        }
        blocks[Math.toIntExact(place)] = height;
        subject(event.directive())
                .ifPresent(id -> kept.computeIfAbsent(id, _ -> new ArrayList<>(2))
                        .add(new Kept(event.directive().getClass(), place, leaf)));
    }

    /** The consent of one of this member's patients that an event is about. */
    private Optional<String> subject(Directive directive) {
        return switch (directive) {
            case Grant grant when grant.custodian().equals(self) -> Optional.of(grant.id());
            case OptOut out when out.custodian().equals(self) -> Optional.of(out.id());
            case Amend amend -> Optional.of(amend.id()).filter(kept::containsKey);
            case Revoke revoke -> Optional.of(revoke.id()).filter(kept::containsKey);
            case Erase erase -> Optional.of(erase.id()).filter(kept::containsKey);
            default -> Optional.empty();
        };
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
            case Revoke revoke -> json.put("id", revoke.id());
            case OptOut out -> json.put("id", out.id());
            case Erase erase -> json.put("id", erase.id());
            default -> {
                // Its transaction says which one it is.
            }
        }
        return Bytes.of(CanonicalJson.of(json));
    }

    /** How many events there are. */
    public long size() {
        return log.size();
    }

    /** The log up to this head, to which it has been brought. */
    public synchronized Checkpoint checkpoint(LedgerHead head, Instant time) {
        var size = sizeAt(head.height());
        return new Checkpoint(network, size, log.root(size), head.height(), head.hash(), time);
    }

    /**
     * What this checkpoint is to a log that has been brought to this height.
     *
     * @param hashes of the ledger's blocks, as this member read them
     */
    public synchronized Verdict judge(Checkpoint shown, long reached, LongFunction<Optional<Sha256>> hashes) {
        if (!shown.origin().equals(network)
                || shown.height() > reached
                || shown.size() > log.size()
                || shown.size() < 0
                || shown.height() < 0) {
            return Verdict.UNKNOWN;
        }
        if (shown.size() != sizeAt(shown.height()) || !shown.root().equals(log.root(shown.size()))) {
            return Verdict.CONTRADICTS;
        }
        return hashes.apply(shown.height())
                .map(hash -> hash.equals(shown.head()) ? Verdict.AGREES : Verdict.CONTRADICTS)
                .orElse(Verdict.UNKNOWN);
    }

    /** How many events there are up to this block. */
    private long sizeAt(long block) {
        var low = 0;
        var high = Math.toIntExact(log.size());
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (blocks[middle] <= block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The root when the log had this size: what an older checkpoint must say. */
    public synchronized Optional<Sha256> root(long size) {
        return size >= 0 && size <= log.size() ? Optional.of(log.root(size)) : Optional.empty();
    }

    public ConsistencyProof consistency(long from, long to) {
        return log.consistency(from, to);
    }

    /** Whether there is an event of this kind about a consent of one of this member's patients, signed for or not. */
    public synchronized boolean has(String id, Class<? extends Directive> kind) {
        return kept.getOrDefault(id, List.of()).stream()
                .anyMatch(event -> event.kind().equals(kind));
    }

    /**
     * The proof that the newest event of this kind about a consent is in the log of this checkpoint; nothing when it is not, or not
     * yet, or when the consent is not one of this member's patients.
     */
    public synchronized Optional<LogProof> proof(
            String id, Class<? extends Directive> kind, SignedCheckpoint checkpoint) {
        var size = checkpoint.checkpoint().size();
        return kept.getOrDefault(id, List.of()).reversed().stream()
                .filter(event -> event.kind().equals(kind) && event.place() < size && size <= log.size())
                .findFirst()
                .map(event -> new LogProof(event.leaf(), log.inclusion(event.place(), size), checkpoint));
    }
}
