package org.healthsphere.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.audit.AuditSamples.NORTH;
import static org.healthsphere.node.audit.AuditSamples.answered;
import static org.healthsphere.node.audit.AuditSamples.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.audit.AuditVerifier.Verified;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries whose time is over go, and what stays is as well proved as before. */
class ShortenedLogTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Requester NODE = new Requester(NORTH, "node", Role.SYSTEM);

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(NOON);

    private Path file() {
        return folder.resolve("audit.log");
    }

    private FileAuditLog open() throws IOException {
        return FileAuditLog.open(file(), NORTH, clock).orElseThrow();
    }

    /** One entry a day of one of three patients, each by a request of its own. */
    private List<AuditEntry> days(FileAuditLog log, int first, int last) {
        List<AuditEntry> entries = new ArrayList<>();
        for (var day = first; day <= last; day++) {
            entries.add(log.append(read("patient-" + day % 3, "request-" + day)).orElseThrow());
            clock.advance(Duration.ofDays(1));
        }
        return entries;
    }

    private static Instant day(int day) {
        return NOON.plus(Duration.ofDays(day));
    }

    @Test
    void what_is_older_goes_and_the_rest_is_found_and_verified_as_before_also_after_a_restart() throws Exception {
        List<AuditEntry> rest;
        try (var log = open()) {
            var all = days(log, 0, 99);
            var before = Files.size(file());
            assertThat(log.shorten(day(60), NODE)).isEqualTo(Outcome.of(60L));
            assertThat(Files.size(file())).isLessThan(before / 2);
            rest = new ArrayList<>(all.subList(60, 100));
            rest.add(log.newest(1).getFirst());
            assertThat(rest.getLast().event())
                    .isEqualTo(AuditEvent.of(AuditCode.LOG_SHORTENED, NODE, PurposeOfUse.HOPERAT, "upkeep")
                            .naming(List.of("entries:60", "until:" + day(59).getEpochSecond())));
            holds(log, rest);
            rest.addAll(days(log, 100, 109));
            holds(log, rest);
        }
        try (var log = open()) {
            holds(log, rest);
            rest.addAll(days(log, 110, 119));
            assertThat(log.shorten(day(90), NODE)).isEqualTo(Outcome.of(30L));
            rest.removeIf(entry -> entry.sequence() <= 90);
            rest.add(log.newest(1).getFirst());
            holds(log, rest);
        }
        try (var log = open()) {
            holds(log, rest);
            assertThat(log.first()).isEqualTo(91);
        }
        assertThat(AuditVerifier.verify(file()))
                .isEqualTo(Outcome.of(new Verified(122, 90, rest.getLast().hash())));
    }

    /** That it has these and no others, by every way to them. */
    private static void holds(FileAuditLog log, List<AuditEntry> entries) {
        assertThat(log.newest(1_000)).containsExactlyElementsOf(entries.reversed());
        assertThat(log.before(Optional.empty())).containsExactlyElementsOf(entries.reversed());
        assertThat(log.head()).isEqualTo(entries.getLast().head());
        assertThat(log.first()).isEqualTo(entries.getFirst().sequence());
        assertThat(log.ofPatient("patient-1", 1_000))
                .containsExactlyElementsOf(entries.reversed().stream()
                        .filter(entry -> entry.event().patient().equals(Optional.of("patient-1")))
                        .toList());
        for (var entry : entries) {
            assertThat(log.numbered(entry.sequence())).containsExactly(entry);
            assertThat(log.ofCorrelation(entry.event().correlation(), 10)).contains(entry);
            assertThat(log.before(Optional.of(entry.time())))
                    .allMatch(older -> older.time().isBefore(entry.time()));
        }
        assertThat(log.numbered(entries.getFirst().sequence() - 1)).isEmpty();
        assertThat(log.ofCorrelation("request-0", 10)).isEmpty();
    }

    @Test
    void the_newest_entry_stays_and_what_is_young_enough_is_left_alone() throws Exception {
        try (var log = open()) {
            assertThat(log.shorten(NOON, NODE)).isEqualTo(Outcome.of(0L));
            var one = days(log, 0, 0);
            assertThat(log.shorten(day(500), NODE)).isEqualTo(Outcome.of(0L));
            assertThat(log.shorten(NOON, NODE)).isEqualTo(Outcome.of(0L));
            assertThat(log.newest(10)).isEqualTo(one);
        }
    }

    @Test
    void an_anchor_from_after_it_leads_through_and_one_from_before_is_told_apart() throws Exception {
        List<AuditEntry> all;
        try (var log = open()) {
            all = days(log, 0, 20);
            var _ = log.shorten(day(10), NODE).orElseThrow();
        }
        assertThat(AuditVerifier.verify(file(), all.get(15).head())).isInstanceOf(Outcome.Success.class);
        assertThat(AuditVerifier.verify(file(), all.get(9).head()))
                .as("the last that is gone")
                .isInstanceOf(Outcome.Success.class);
        assertThat(AuditVerifier.verify(file(), all.get(4).head()).toString()).contains("entry 5", "its time was over");
        var other = new AuditHead(16, all.get(3).hash());
        assertThat(AuditVerifier.verify(file(), other).toString()).contains("is not there as it was");
    }

    @Test
    void a_changed_bit_of_what_stands_for_the_rest_is_found() throws Exception {
        try (var log = open()) {
            var _ = days(log, 0, 20);
            var _ = log.shorten(day(10), NODE).orElseThrow();
        }
        var whole = Files.readAllBytes(file());
        var line = new String(whole, StandardCharsets.UTF_8).indexOf('\n');
        var hash = new String(whole, StandardCharsets.UTF_8).indexOf("\"hash\":");
        for (var at = hash + 8; at < hash + 72; at += 7) {
            var altered = whole.clone();
            altered[at] = (byte) (altered[at] == '0' ? '1' : '0');
            Files.write(file(), altered);
            assertThat(AuditVerifier.verify(file())).as("byte %d", at).isInstanceOf(Outcome.Failure.class);
        }
        Files.write(
                file(),
                Bytes.of(Arrays.copyOfRange(whole, line + 1, whole.length)).array());
        assertThat(AuditVerifier.verify(file())).as("without it").isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_line_that_stands_for_others_is_taken_nowhere_but_at_the_beginning() throws Exception {
        try (var log = open()) {
            var _ = days(log, 0, 20);
            var _ = log.shorten(day(10), NODE).orElseThrow();
        }
        var lines = Files.readAllLines(file());
        lines.add(lines.getFirst());
        Files.write(file(), lines);
        assertThat(AuditVerifier.verify(file())).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void what_a_crash_left_beside_it_is_thrown_away() throws Exception {
        try (var log = open()) {
            var _ = days(log, 0, 20);
            Files.writeString(folder.resolve("audit.log.shorter"), "half of it");
            assertThat(log.shorten(day(10), NODE)).isEqualTo(Outcome.of(10L));
        }
        assertThat(folder.resolve("audit.log.shorter")).doesNotExist();
        assertThat(AuditVerifier.verify(file())).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void who_writes_and_reads_meanwhile_notices_nothing() throws Exception {
        try (var log = open()) {
            var _ = days(log, 0, 200);
            var writers = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.startVirtualThread(() -> {
                        for (var n = 0; n < 100; n++) {
                            assertThat(log.append(answered("patient-w", "writer-" + i + "-" + n)))
                                    .isInstanceOf(Outcome.Success.class);
                            assertThat(log.ofPatient("patient-1", 300)).isNotEmpty();
                        }
                    }))
                    .toList();
            for (var day = 10; day < 190; day += 20) {
                assertThat(log.shorten(day(day), NODE)).isInstanceOf(Outcome.Success.class);
            }
            for (var writer : writers) {
                writer.join();
            }
            assertThat(log.ofPatient("patient-w", 1_000)).hasSize(400);
        }
        assertThat(AuditVerifier.verify(file())).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_copy_goes_on_whatever_is_shortened_here_or_there() throws Exception {
        try (var log = open();
                var copy = AuditCopy.open(folder.resolve("copy.log")).orElseThrow()) {
            var _ = days(log, 0, 30);
            assertThat(copy.take(log.piece(copy.size()))).isTrue();
            var _ = log.shorten(day(10), NODE).orElseThrow();
            assertThat(copy.take(log.piece(copy.size()))).isTrue();
            copy.shorten(day(20));
            var _ = days(log, 31, 40);
            assertThat(copy.take(log.piece(copy.size()))).isTrue();
            assertThat(copy.first()).isEqualTo(21);
            assertThat(copy.newest(500)).isEqualTo(log.newest(copy.newest(500).size()));
            assertThat(copy.origin()).isEqualTo(log.origin());
        }
        try (var log = open();
                var copy = AuditCopy.open(folder.resolve("copy.log")).orElseThrow();
                var late = AuditCopy.open(folder.resolve("late.log")).orElseThrow()) {
            assertThat(copy.size()).isEqualTo(log.piece(0).length() + placeOfBegin(log));
            assertThat(late.take(log.piece(late.size()))).isTrue();
            assertThat(late.newest(500)).isEqualTo(log.newest(500));
            assertThat(late.size()).isEqualTo(copy.size());
            assertThat(late.origin()).isEqualTo(log.origin());
        }
    }

    /** How many bytes are gone, but for the line that stands for them. */
    private static long placeOfBegin(FileAuditLog log) {
        var text = log.piece(0).utf8();
        var line = text.substring(0, text.indexOf('\n'));
        return AuditLines.shortened(Bytes.utf8(line).array()).orElseThrow().bytes() - line.length() - 1;
    }
}
