package org.healthsphere.node.transparency;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.consent.transparency.ReceiptLog;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * This member's log of receipts, on disk: a receipt keeps its place over every restart. New ones wait until the next checkpoint is
 * made, so that no answer waits for the log; those that waited when the process died are found among the receipts themselves.
 */
final class KeptReceiptLog {
    private static final String SPACE = "receipt-log";
    private static final int HASH_BYTES = 32;
    private static final int HASHES_IN_MARK = 16;

    private final ResourceStore store;
    private final ReceiptLog log;
    private final Set<Sha256> waiting = new LinkedHashSet<>();
    private Optional<SignedCheckpoint> cosigned = Optional.empty();

    private KeptReceiptLog(String network, NodeId self, ResourceStore store) {
        this.store = store;
        this.log = new ReceiptLog(network, self);
    }

    /** The log as it was, and behind it whatever was issued and is not in it yet. */
    static KeptReceiptLog open(String network, NodeId self, ResourceStore store, Stream<Bytes> issued) {
        var kept = new KeptReceiptLog(network, self, store);
        try (var marks = store.marks(SPACE);
                issued) {
            marks.forEach(mark -> hashes(mark.value()).forEach(kept.log::add));
            issued.forEach(kept::issued);
        }
        return kept;
    }

    ReceiptLog log() {
        return log;
    }

    synchronized Optional<SignedCheckpoint> cosigned() {
        return cosigned;
    }

    synchronized void cosigned(SignedCheckpoint checkpoint) {
        cosigned = Optional.of(checkpoint);
    }

    /** A receipt was given out. */
    synchronized void issued(Bytes receipt) {
        var hash = ReceiptLog.hash(receipt);
        if (!log.contains(hash)) {
            waiting.add(hash);
        }
    }

    /** Gives those that wait their places, durable on return; where the store fails they wait on. */
    synchronized Outcome<List<StoredResource>> settle() {
        if (waiting.isEmpty()) {
            return Outcome.of(List.of());
        }
        var next = List.copyOf(waiting);
        List<Mark> marks = new ArrayList<>();
        for (var from = 0; from < next.size(); from += HASHES_IN_MARK) {
            var part = next.subList(from, Math.min(next.size(), from + HASHES_IN_MARK));
            marks.add(new Mark(SPACE, "%015d".formatted(log.size() + from), joined(part)));
        }
        return store.commit(new Commit(List.of(), marks)).map(written -> {
            next.forEach(log::add);
            waiting.clear();
            return written;
        });
    }

    private static Bytes joined(List<Sha256> hashes) {
        var out = new ByteArrayOutputStream();
        hashes.forEach(hash -> out.writeBytes(hash.bytes()));
        return Bytes.of(out.toByteArray());
    }

    private static List<Sha256> hashes(Bytes joined) {
        List<Sha256> hashes = new ArrayList<>();
        var bytes = joined.array();
        for (var at = 0; at < bytes.length; at += HASH_BYTES) {
            hashes.add(new Sha256(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, at, at + HASH_BYTES))));
        }
        return hashes;
    }
}
