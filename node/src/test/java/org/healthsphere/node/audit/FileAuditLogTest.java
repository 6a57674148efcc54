package org.healthsphere.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.audit.AuditSamples.CLOCK;
import static org.healthsphere.node.audit.AuditSamples.NORTH;
import static org.healthsphere.node.audit.AuditSamples.answered;
import static org.healthsphere.node.audit.AuditSamples.read;
import static org.healthsphere.node.audit.AuditSamples.signedIn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.node.audit.AuditVerifier.Verified;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditLogTest implements AuditLogContract {
    @TempDir
    Path folder;

    private Path file = Path.of("");
    private AuditLog log = new InMemoryAuditLog(CLOCK);

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("audit").resolve("audit.ndjson");
        log = reopened();
    }

    @AfterEach
    void close() throws Exception {
        if (log instanceof FileAuditLog open) {
            open.close();
        }
    }

    @Override
    public AuditLog log() {
        return log;
    }

    @Test
    void a_log_opened_again_goes_on_where_it_ended_and_finds_what_it_had() throws Exception {
        var first = log.append(read("p-1", "c-1")).orElseThrow();
        close();
        log = reopened();
        var second = log.append(read("p-1", "c-2")).orElseThrow();
        assertThat(second.previous()).isEqualTo(first.hash());
        assertThat(log.ofPatient("p-1", 10)).containsExactly(second, first);
        assertThat(AuditVerifier.verify(file)).isEqualTo(Outcome.of(new Verified(2, second.hash())));
    }

    @Test
    void wherever_a_crash_cuts_the_last_line_it_is_removed_and_that_is_said() throws Exception {
        var first = log.append(read("p-1", "c-1")).orElseThrow();
        var size = Files.size(file);
        assertThat(log.append(signedIn("c-2"))).isInstanceOf(Outcome.Success.class);
        close();
        var whole = Files.readAllBytes(file);
        for (var length = (int) size + 1; length < whole.length; length += 13) {
            Files.write(file, Arrays.copyOf(whole, length));
            log = reopened();
            var repair = log.newest(10).getFirst();
            assertThat(log.newest(10)).hasSize(2).endsWith(first);
            assertThat(repair.event().code()).isEqualTo(AuditCode.LOG_REPAIRED);
            assertThat(repair.event().what()).containsExactly("bytes:" + (length - size));
            close();
            assertThat(AuditVerifier.verify(file)).isEqualTo(Outcome.of(new Verified(2, repair.hash())));
        }
    }

    @Test
    void a_log_that_was_altered_is_not_continued() throws Exception {
        assertThat(log.append(read("p-1", "c-1"))).isInstanceOf(Outcome.Success.class);
        assertThat(log.append(read("p-2", "c-2"))).isInstanceOf(Outcome.Success.class);
        close();
        Files.writeString(file, Files.readString(file).replaceFirst("p-1", "p-9"));
        assertThat(FileAuditLog.open(file, NORTH, CLOCK))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(new Fault.Problem(
                        "entry 1", "does not follow the one before it: the log was altered here or before")))));
    }

    @Test
    void a_log_has_one_writer() throws Exception {
        assertThat(FileAuditLog.open(file, NORTH, CLOCK))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the audit log: another process writes to it")));
    }

    @Test
    void only_its_owner_reads_it() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_closed_log_takes_nothing_more() throws Exception {
        close();
        assertThat(log.append(signedIn("c-1"))).isEqualTo(unavailable());
    }

    @Test
    void an_interrupted_thread_does_not_close_the_log_for_the_others() {
        Thread.currentThread().interrupt();
        var entry = log.append(read("p-1", "c-1"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(entry).isInstanceOf(Outcome.Success.class);
        assertThat(log.append(read("p-1", "c-2"))).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_leaves_is_durable_before_and_what_does_not_waits_for_the_next_flush() throws Exception {
        var journal =
                new ObservedJournal(JournalFile.open(folder.resolve("other")).orElseThrow());
        try (var observed = new FileAuditLog(journal, new Places(), AuditHead.START, CLOCK)) {
            assertThat(observed.append(signedIn("c-1"))).isInstanceOf(Outcome.Success.class);
            assertThat(journal.flushes()).isZero();
            assertThat(observed.append(answered("p-1", "c-2"))).isInstanceOf(Outcome.Success.class);
            assertThat(journal.flushes()).isEqualTo(1);
            assertThat(journal.durable()).isEqualTo(journal.size());
        }
    }

    @Test
    void what_was_read_is_in_the_file_before_it_is_shown_and_on_the_disk_a_moment_later() throws Exception {
        var journal =
                new ObservedJournal(JournalFile.open(folder.resolve("other")).orElseThrow());
        try (var observed = new FileAuditLog(journal, new Places(), AuditHead.START, CLOCK)) {
            assertThat(observed.isBehind()).isFalse();
            assertThat(observed.append(read("p-1", "c-1"))).isInstanceOf(Outcome.Success.class);
            assertThat(journal.size()).isPositive();
            assertThat(observed.isBehind()).isTrue();
            observed.catchUp();
            assertThat(observed.isBehind()).isFalse();
            assertThat(journal.durable()).isEqualTo(journal.size());
        }
    }

    @Test
    void what_cannot_be_made_durable_later_ends_all_releases() throws Exception {
        var journal =
                new ObservedJournal(JournalFile.open(folder.resolve("other")).orElseThrow());
        try (var observed = new FileAuditLog(journal, new Places(), AuditHead.START, CLOCK)) {
            assertThat(observed.append(read("p-1", "c-1"))).isInstanceOf(Outcome.Success.class);
            journal.failFlushes(true);
            observed.catchUp();
            journal.failFlushes(false);
            assertThat(observed.append(read("p-1", "c-2"))).isEqualTo(unavailable());
            assertThat(observed.isBehind()).isFalse();
        }
    }

    @Test
    void several_at_once_are_durable_by_one_flush() throws Exception {
        var journal =
                new ObservedJournal(JournalFile.open(folder.resolve("other")).orElseThrow());
        try (var observed = new FileAuditLog(journal, new Places(), AuditHead.START, CLOCK)) {
            var patients = IntStream.range(0, 200)
                    .mapToObj(i -> answered("p-" + i, "c-1"))
                    .toList();
            assertThat(observed.append(patients).orElseThrow()).hasSize(200);
            assertThat(journal.flushes()).isEqualTo(1);
            assertThat(journal.durable()).isEqualTo(journal.size());
        }
    }

    @Test
    void those_who_come_during_a_flush_share_the_next_one() throws Exception {
        var journal =
                new ObservedJournal(JournalFile.open(folder.resolve("other")).orElseThrow());
        try (var observed = new FileAuditLog(journal, new Places(), AuditHead.START, CLOCK)) {
            journal.hold();
            var threads = IntStream.range(0, 50)
                    .mapToObj(i -> Thread.startVirtualThread(() ->
                            assertThat(observed.append(answered("p", "c-" + i))).isInstanceOf(Outcome.Success.class)))
                    .toList();
            while (observed.head().sequence() < 50) {
                Thread.onSpinWait();
            }
            journal.letGo();
            for (var thread : threads) {
                thread.join();
            }
            assertThat(journal.flushes()).isLessThanOrEqualTo(2);
            assertThat(journal.durable()).isEqualTo(journal.size());
        }
    }

    @Test
    void a_log_that_cannot_be_flushed_lets_nothing_leave_and_stays_that_way() throws Exception {
        var journal =
                new ObservedJournal(JournalFile.open(folder.resolve("other")).orElseThrow());
        try (var observed = new FileAuditLog(journal, new Places(), AuditHead.START, CLOCK)) {
            journal.failFlushes(true);
            assertThat(observed.append(answered("p-1", "c-1"))).isEqualTo(unavailable());
            journal.failFlushes(false);
            assertThat(observed.append(answered("p-1", "c-2"))).isEqualTo(unavailable());
        }
    }

    @Test
    void a_log_that_cannot_be_written_lets_nothing_leave() throws Exception {
        var journal =
                new ObservedJournal(JournalFile.open(folder.resolve("other")).orElseThrow());
        try (var observed = new FileAuditLog(journal, new Places(), AuditHead.START, CLOCK)) {
            journal.failWrites();
            assertThat(observed.append(signedIn("c-1"))).isEqualTo(unavailable());
            assertThat(observed.head()).isEqualTo(AuditHead.START);
        }
    }

    private FileAuditLog reopened() throws IOException {
        return FileAuditLog.open(file, NORTH, CLOCK).orElseThrow();
    }

    private static Outcome<AuditEntry> unavailable() {
        return Outcome.failed(new Fault.Unavailable("the audit log"));
    }
}
