package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts transactions in order, judges them, and keeps them.
 *
 * <p>It has no thread of its own: whoever submits while nobody commits, commits everything that waits as one block, with one
 * write to disk; those who come meanwhile are the next block. When {@link #submit} returns, the block is on disk. A disk that is
 * full refuses what it has no room for; one that fails ends the ledger: nothing is acknowledged after that.
 */
final class Chain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);
    private static final String BLOCKS = "blocks";
    private static final String PRIVATE = "private";
    private static final int LARGEST_BLOCK = 500;

    private final LedgerConfig config;
    private final Validator validator;
    private final WorldState state;
    private final Records records;
    private final PrivateStore privates;
    private final Snapshots snapshots;
    private final ReentrantLock committing = new ReentrantLock();
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final Map<String, Committed> committed = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Blocks.Tip tip = Blocks.Tip.START;
    /** Transactions that the disk had no room for, and whose submitters have not been told yet. */
    private final Set<String> refused = new HashSet<>();

    private volatile boolean failed;

    /** Where a transaction ended up. */
    record Committed(long block, int index, TxValidationCode code) {}

    private record Waiting(Checked transaction, Map<Simulation.Private, Bytes> privateWrites) {}

    /** What it keeps on disk. */
    private record Kept(Records records, PrivateStore privates, Snapshots snapshots) {}

    private Chain(LedgerConfig config, Validator validator, WorldState state, Kept kept) {
        this.config = config;
        this.validator = validator;
        this.state = state;
        this.records = kept.records();
        this.privates = kept.privates();
        this.snapshots = kept.snapshots();
    }

    /** Opens the ledger in its folder, or founds it there. */
    static Chain open(LedgerConfig config, Storage storage, Validator validator, WorldState state) throws IOException {
        var disk = storage.disk();
        Files.createDirectories(config.folder());
        var chain = new Chain(
                config,
                validator,
                state,
                new Kept(
                        Records.open(disk, config.folder().resolve(BLOCKS)),
                        PrivateStore.open(disk, config.folder().resolve(PRIVATE)),
                        new Snapshots(disk, config.folder(), storage.snapshotEvery())));
        try {
            chain.recover();
            return chain;
        } catch (IOException e) {
            chain.close();
            throw e;
        }
    }

    /**
     * Where it is kept.
     *
     * @param snapshotEvery how many blocks make a snapshot worth its while
     */
    record Storage(Disk disk, int snapshotEvery) {
        static final Storage USUAL = new Storage(Disk.REAL, Snapshots.USUAL);
    }

    private void recover() throws IOException {
        if (records.count() == 0) {
            var founding = Blocks.founding(
                    config.network(), config.providers(), config.clock().instant());
            var block = Blocks.seal(
                    tip,
                    List.of(founding),
                    ByteString.copyFrom(new byte[] {0}),
                    config.providers().orderer());
            records.append(List.of(block.toByteArray()));
            tip = Blocks.Tip.after(block);
            return;
        }
        var first = Blocks.parse(records.get(0));
        if (!Founding.of(first).isOf(config)) {
            throw new IOException("the folder holds the ledger of another network or of other providers");
        }
        snapshots.read().ifPresent(this::resume);
        for (var i = Math.toIntExact(tip.next()); i < records.count(); i++) {
            replay(Blocks.parse(records.get(i)));
        }
        privates.keepOnly(held ->
                state.privateValue(held.key()).filter(held.value()::equals).isPresent());
        keepSnapshot(false);
    }

    /** Goes on from a snapshot if the block that it rests on is the one that is here. */
    private void resume(Snapshots.Contents snapshot) {
        try {
            var last = Math.toIntExact(snapshot.tip().next()) - 1;
            if (last < 0 || last >= records.count()) {
                var _ = snapshots.ignored("it goes further than the blocks");
                return;
            }
            if (!Blocks.Tip.after(Blocks.parse(records.get(last))).equals(snapshot.tip())) {
                var _ = snapshots.ignored("it rests on another block");
                return;
            }
        } catch (IOException e) {
            var _ = snapshots.ignored("the block that it rests on cannot be read");
            return;
        }
        state.load(snapshot.state());
        snapshot.state()
                .privates()
                .forEach((key, hash) -> privates.claim(key, hash).ifPresent(value -> state.keep(key, value)));
        committed.putAll(snapshot.committed());
        tip = snapshot.tip();
        LOG.info("the ledger goes on from its snapshot of block {}", tip.next() - 1);
    }

    private void keepSnapshot(boolean running) {
        if (snapshots.isDue(tip, running, committed.size())) {
            snapshots.write(new Snapshots.Contents(tip, state.image(), Map.copyOf(committed)));
        }
    }

    /** Believes the verdicts of its own blocks once the hashes hold; the verifier believes nothing. */
    private void replay(Block block) throws IOException {
        var header = block.getHeader();
        var verdicts = block.getMetadata().getMetadata(Blocks.VERDICTS);
        var data = block.getData().getDataList();
        if (header.getNumber() != tip.next()
                || !header.getPreviousHash().equals(tip.hash())
                || !header.getDataHash().equals(Simulation.hash(ByteString.copyFrom(data)))
                || !block.getMetadata()
                        .getMetadata(Blocks.COMMIT_HASH)
                        .equals(Blocks.commitHash(tip, header, verdicts))) {
            throw new IOException("block " + tip.next() + " has been altered");
        }
        var batch = state.batch();
        for (var i = 0; i < data.size() && header.getNumber() > 0; i++) {
            var code = TxValidationCode.forNumber(verdicts.byteAt(i));
            var transaction = validator.read(data.get(i));
            if (code == TxValidationCode.VALID) {
                batch.apply(transaction, version(header.getNumber(), i));
                claimPrivate(transaction);
            }
            committed.putIfAbsent(transaction.id(), new Committed(header.getNumber(), i, code));
        }
        batch.commit();
        tip = Blocks.Tip.after(block);
    }

    private void claimPrivate(Checked transaction) {
        for (var hashed : transaction.hashed()) {
            for (var write : hashed.set().getHashedWritesList()) {
                var key = new WorldState.PrivateKey(hashed.collection(), write.getKeyHash());
                if (write.getIsPurge()) {
                    state.forget(key);
                } else {
                    privates.claim(key, write.getValueHash()).ifPresent(value -> state.keep(key, value));
                }
            }
        }
    }

    /** Values that a transaction takes away leave memory at once, and the file in the same step. */
    private void purge(List<Waiting> valid) throws IOException {
        var purged = valid.stream()
                .flatMap(waiting -> waiting.transaction().purged())
                .collect(Collectors.toUnmodifiableSet());
        if (!purged.isEmpty()) {
            purged.forEach(state::forget);
            privates.keepOnly(held -> !purged.contains(held.key()));
        }
    }

    private static Version version(long block, int index) {
        return Version.newBuilder().setBlockNum(block).setTxNum(index).build();
    }

    /** Commits a transaction whose signatures hold; one that is there already stays as it is. */
    Committed submit(Checked transaction, Map<Simulation.Private, Bytes> privateWrites) {
        queue.add(new Waiting(transaction, privateWrites));
        committing.lock();
        try {
            while (!committed.containsKey(transaction.id())) {
                if (failed) {
                    throw new IllegalStateException("the ledger's disk has failed");
                }
                if (refused.remove(transaction.id())) {
                    throw Refused.of(Status.UNAVAILABLE, "the ledger's disk is full");
                }
                commit(next());
            }
        } catch (IOException e) {
            failed = true;
            throw new UncheckedIOException("the ledger's disk has failed", e);
        } finally {
            committing.unlock();
        }
        listeners.forEach(Runnable::run);
        return committed.getOrDefault(transaction.id(), new Committed(0, 0, TxValidationCode.NOT_VALIDATED));
    }

    private List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        var ids = new HashSet<String>();
        for (var waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            if (!committed.containsKey(waiting.transaction().id())
                    && ids.add(waiting.transaction().id())) {
                batch.add(waiting);
            }
            if (batch.size() == LARGEST_BLOCK) {
                break;
            }
        }
        return batch;
    }

    private void commit(List<Waiting> waiting) throws IOException {
        var number = tip.next();
        var batch = state.batch();
        var verdicts = new byte[waiting.size()];
        Map<String, Committed> outcomes = new HashMap<>();
        List<Waiting> valid = new ArrayList<>();
        for (var i = 0; i < verdicts.length; i++) {
            var transaction = waiting.get(i).transaction();
            var code = validator.judge(transaction, batch);
            verdicts[i] = (byte) code.getNumber();
            outcomes.put(transaction.id(), new Committed(number, i, code));
            if (code == TxValidationCode.VALID) {
                batch.apply(transaction, version(number, i));
                valid.add(waiting.get(i));
            }
        }
        var envelopes = waiting.stream().map(w -> w.transaction().envelope()).toList();
        var block = Blocks.seal(
                tip,
                envelopes,
                ByteString.copyFrom(verdicts),
                config.providers().orderer());
        if (!isWritten(valid, block)) {
            waiting.forEach(w -> refused.add(w.transaction().id()));
            return;
        }
        valid.forEach(w -> w.privateWrites().forEach((key, value) -> state.keep(key.hashed(), value)));
        batch.commit();
        tip = Blocks.Tip.after(block);
        committed.putAll(outcomes);
        purge(valid);
        keepSnapshot(true);
    }

    /** A disk that is full refuses these, and them only: when there is room again, the ledger goes on. */
    private boolean isWritten(List<Waiting> valid, Block block) throws IOException {
        try {
            privates.append(valid.stream().map(Waiting::privateWrites).toList());
            records.append(List.of(block.toByteArray()));
            return true;
        } catch (DiskFull e) {
            LOG.error("the ledger's disk is full", e);
            return false;
        }
    }

    Optional<Committed> outcome(String transaction) {
        return Optional.ofNullable(committed.get(transaction));
    }

    /** Called after every block that was added. */
    void onGrowth(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    Blocks.Tip tip() {
        return tip;
    }

    /** A committed block. */
    Block block(long number) {
        committing.lock();
        try {
            return Blocks.parse(records.get(Math.toIntExact(number)));
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException("block " + number + " has been altered", e);
        } catch (IOException e) {
            throw new UncheckedIOException("block " + number + " cannot be read", e);
        } finally {
            committing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        committing.lock();
        try {
            if (!failed && records.count() == tip.next()) {
                keepSnapshot(false);
            }
            failed = true;
            records.close();
            privates.close();
        } finally {
            committing.unlock();
        }
    }
}
