package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start from a snapshot and the blocks after it, and from the blocks alone where the snapshot is no good. */
class SnapshotTest {
    private static final int LEAST = 4;

    @TempDir
    Path folder;

    private final FaultyDisk faulty = new FaultyDisk();
    /** Bytes read of each file since the count was taken last. */
    private final Map<String, AtomicLong> read = new HashMap<>();

    private TestNetwork network;
    private PatientApp patient;
    private final List<LedgerEvent> written = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        Disk counted = (path, options) -> new Counted(faulty.open(path, options), counter(path));
        network = new TestNetwork(folder, new Chain.Storage(counted, LEAST), "operator");
        patient = new PatientApp(NORTH);
        write(ConsentLedgerContract.admission(NORTH));
        write(ConsentLedgerContract.admission(SOUTH));
        write(patient.registration());
        for (var i = 0; i < 6; i++) {
            write(patient.grant());
        }
        write(patient.revoke(grant(8).id()));
        write(new Erase(grant(7).id(), NORTH));
        write(new Debit("debit-1", "study", NORTH, 70, 100));
    }

    private Grant grant(int at) {
        return (Grant) written.get(at).directive();
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private AtomicLong counter(Path path) {
        return read.computeIfAbsent(path.getFileName().toString(), _ -> new AtomicLong());
    }

    /** A file that counts what is read of it. */
    private record Counted(Disk.File file, AtomicLong bytes) implements Disk.File {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(java.nio.ByteBuffer into, long at) throws IOException {
            var got = file.read(into, at);
            bytes.addAndGet(Math.max(0, got));
            return got;
        }

        @Override
        public int write(java.nio.ByteBuffer from, long at) throws IOException {
            return file.write(from, at);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private void write(Directive directive) {
        written.add(north().submit(directive).orElseThrow());
    }

    private ConsentLedger north() {
        return network.client(NORTH);
    }

    private Path snapshot() {
        return folder.resolve("snapshot");
    }

    private long blocksReadAtStart() throws IOException {
        counter(Path.of("blocks")).set(0);
        network.start();
        return counter(Path.of("blocks")).get();
    }

    /** What anybody can ask of the ledger. */
    private List<Object> everything() {
        List<Object> all = new ArrayList<>();
        for (var event : written) {
            all.add(north().submit(event.directive()));
            if (event.directive() instanceof Grant grant) {
                all.add(north().check(grant.id()));
                all.add(north().history(grant.id()));
            }
        }
        all.add(north().submit(new Debit("debit-2", "study", NORTH, 31, 100)));
        all.add(network.ledger().headHash());
        return all;
    }

    @Test
    void a_start_from_a_snapshot_reads_the_blocks_after_it_only_and_comes_to_the_same() throws IOException {
        var before = everything();
        network.stop();
        assertThat(snapshot()).exists();
        var resumed = blocksReadAtStart();
        assertThat(everything()).isEqualTo(before);
        write(patient.grant());
        write(patient.revoke(((Grant) written.getLast().directive()).id()));
        var grown = everything();
        network.stop();
        assertThat(blocksReadAtStart()).isLessThan(Files.size(folder.resolve("blocks")) / 2);
        assertThat(everything()).isEqualTo(grown);
        network.stop();
        Files.delete(snapshot());
        assertThat(blocksReadAtStart()).as("all of them").isGreaterThan(4 * resumed);
        assertThat(everything()).isEqualTo(grown);
        assertThat(LedgerVerifier.verify(folder, List.of(network.authority.certificate())))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_snapshot_in_which_a_bit_has_changed_is_ignored_wherever_it_is() throws IOException {
        var before = everything();
        network.stop();
        var whole = Files.readAllBytes(snapshot());
        for (var at = 0; at < whole.length; at += Math.max(1, whole.length / 12)) {
            var altered = whole.clone();
            altered[at] ^= 4;
            Files.write(snapshot(), altered);
            network.start();
            assertThat(everything()).as("byte %d", at).isEqualTo(before);
            network.stop();
        }
    }

    @Test
    void a_snapshot_that_a_crash_cut_resumedis_ignored_and_one_that_was_being_written_never_counts()
            throws IOException {
        var before = everything();
        network.stop();
        var whole = Files.readAllBytes(snapshot());
        for (var length : new int[] {0, 1, 31, 32, 33, whole.length / 2, whole.length - 1}) {
            Files.write(snapshot(), java.util.Arrays.copyOf(whole, length));
            Files.write(folder.resolve("snapshot.new"), java.util.Arrays.copyOf(whole, length));
            network.start();
            assertThat(everything()).as("%d bytes", length).isEqualTo(before);
            network.stop();
        }
    }

    @Test
    void a_snapshot_of_other_blocks_is_ignored() throws IOException {
        network.stop();
        var ahead = Files.readAllBytes(snapshot());
        var blocks = Files.readAllBytes(folder.resolve("blocks"));
        var shorter = java.util.Arrays.copyOf(blocks, blocks.length / 2);
        Files.write(folder.resolve("blocks"), shorter);
        network.start();
        assertThat(network.ledger().height())
                .as("as far as the blocks go")
                .isLessThan(written.getLast().height());
        try (var fresh = network.connect(network.speaker(NORTH, network.authority), network.authority)) {
            while (network.ledger().height() <= written.getLast().height()) {
                var _ = fresh.submit(new PatientApp(NORTH).registration()).orElseThrow();
            }
        }
        var other = network.ledger().headHash();
        network.stop();
        Files.write(snapshot(), ahead);
        network.start();
        assertThat(network.ledger().headHash())
                .as("its height is there, its block is another")
                .isEqualTo(other);
    }

    @Test
    void a_disk_without_room_for_a_snapshot_does_no_harm() throws IOException {
        var before = everything();
        faulty.leave(100);
        network.stop();
        assertThat(snapshot()).doesNotExist();
        faulty.repair();
        network.start();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void no_snapshot_holds_terms_erased_or_not() throws IOException {
        network.stop();
        var bytes = Files.readAllBytes(snapshot());
        var terms = Stream.of(3, 4, 7).map(this::grant).map(Grant::terms).toList();
        assertThat(terms).noneMatch(kept -> isIn(bytes, kept));
        network.start();
        assertThat(north().eventsFrom(0).orElseThrow()).contains(written.get(4));
    }

    private static boolean isIn(byte[] bytes, Bytes part) {
        var wanted = part.array();
        for (var at = 0; at + wanted.length <= bytes.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
