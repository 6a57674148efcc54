package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.healthsphere.federation.exchange.PieceWire.PieceAnswer;
import org.healthsphere.federation.exchange.PieceWire.PieceQuery;
import org.healthsphere.federation.exchange.Spool.Asker;
import org.healthsphere.federation.exchange.Spool.Bounds;
import org.healthsphere.federation.exchange.Spool.Kept;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final Asker NORTH = new Asker(Samples.NORTH, "query-0001", PurposeOfUse.TREAT);
    private static final Bounds BOUNDS = new Bounds(1_000, 10_000, 2, Duration.ofMinutes(5));

    @TempDir
    private Path folder;

    private Instant now = Samples.NOW;
    private boolean stands = true;

    private Spool spool() {
        return new Spool(folder, BOUNDS, () -> now, new SecureRandom());
    }

    private static byte[] content(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private Outcome<Kept> kept(Spool spool, int length) {
        return spool.keep(NORTH, () -> stands, file -> file.write(content(length)));
    }

    private static PieceAnswer piece(Spool spool, String ticket, int number) {
        return spool.piece(NORTH, new PieceQuery("query-0001", ticket, number));
    }

    private static PieceAnswer given(int length, int from, int to) {
        return new PieceAnswer.Given(Bytes.of(java.util.Arrays.copyOfRange(content(length), from, to)));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void pieces_come_in_whichever_order_and_as_often_as_they_are_asked_for() {
        try (var spool = spool()) {
            var kept = kept(spool, 2_500).orElseThrow();
            assertThat(kept).isEqualTo(new Kept(kept.ticket(), 3, 2_500));
            assertThat(piece(spool, kept.ticket(), 2)).isEqualTo(given(2_500, 2_000, 2_500));
            assertThat(piece(spool, kept.ticket(), 0)).isEqualTo(given(2_500, 0, 1_000));
            assertThat(piece(spool, kept.ticket(), 0)).isEqualTo(given(2_500, 0, 1_000));
            assertThat(piece(spool, kept.ticket(), 1)).isEqualTo(given(2_500, 1_000, 2_000));
        }
    }

    @Test
    void nobody_else_gets_a_piece_nor_does_the_asker_for_another_query_or_purpose() {
        try (var spool = spool()) {
            var asked = new PieceQuery(
                    "query-0001", kept(spool, 2_500).orElseThrow().ticket(), 0);
            for (var other : List.of(
                    new Asker(new NodeId("west"), "query-0001", PurposeOfUse.TREAT),
                    new Asker(Samples.NORTH, "query-0002", PurposeOfUse.TREAT),
                    new Asker(Samples.NORTH, "query-0001", PurposeOfUse.PATRQT))) {
                assertThat(spool.piece(other, asked)).isEqualTo(new PieceAnswer.Unknown());
            }
            assertThat(piece(spool, asked.ticket(), 0)).isEqualTo(given(2_500, 0, 1_000));
        }
    }

    @Test
    void who_has_everything_says_so_and_nothing_is_left() throws IOException {
        try (var spool = spool()) {
            var kept = kept(spool, 2_500).orElseThrow();
            assertThat(files()).hasSize(1);
            assertThat(piece(spool, kept.ticket(), 3)).isEqualTo(new PieceAnswer.Unknown());
            assertThat(piece(spool, kept.ticket(), 0)).isEqualTo(new PieceAnswer.Unknown());
            assertThat(files()).isEmpty();
            assertThat(spool.used()).isZero();
        }
    }

    @Test
    void a_ticket_that_nobody_uses_ends_and_one_that_is_used_lasts() throws IOException {
        try (var spool = spool()) {
            var kept = kept(spool, 2_500).orElseThrow();
            now = now.plus(Duration.ofMinutes(4));
            assertThat(piece(spool, kept.ticket(), 0)).isEqualTo(given(2_500, 0, 1_000));
            now = now.plus(Duration.ofMinutes(4));
            assertThat(piece(spool, kept.ticket(), 1)).isEqualTo(given(2_500, 1_000, 2_000));
            now = now.plus(Duration.ofMinutes(5));
            spool.tidy();
            assertThat(files()).isEmpty();
            assertThat(piece(spool, kept.ticket(), 2)).isEqualTo(new PieceAnswer.Unknown());
        }
    }

    @Test
    void what_may_no_longer_leave_is_withdrawn_at_once() throws IOException {
        try (var spool = spool()) {
            var kept = kept(spool, 2_500).orElseThrow();
            assertThat(piece(spool, kept.ticket(), 0)).isEqualTo(given(2_500, 0, 1_000));
            stands = false;
            assertThat(piece(spool, kept.ticket(), 1)).isEqualTo(new PieceAnswer.Withdrawn());
            assertThat(files()).isEmpty();
            stands = true;
            assertThat(piece(spool, kept.ticket(), 1)).isEqualTo(new PieceAnswer.Unknown());
        }
    }

    @Test
    void there_is_room_for_so_much_and_so_many_and_no_more() throws IOException {
        try (var spool = spool()) {
            assertThat(kept(spool, 20_000)).isEqualTo(Outcome.failed(new Fault.TooMany("bytes of long answers")));
            assertThat(files()).isEmpty();
            assertThat(spool.used()).isZero();
            var first = kept(spool, 2_000).orElseThrow();
            var _ = kept(spool, 2_000).orElseThrow();
            assertThat(kept(spool, 10)).isEqualTo(Outcome.failed(new Fault.TooMany("long answers at once")));
            assertThat(piece(spool, first.ticket(), 2)).isEqualTo(new PieceAnswer.Unknown());
            assertThat(kept(spool, 10)).isInstanceOf(Outcome.Success.class);
        }
    }

    @Test
    void what_cannot_be_written_whole_leaves_nothing() throws IOException {
        try (var spool = spool()) {
            assertThat(spool.keep(NORTH, () -> true, file -> {
                        file.write(content(3_000));
                        throw new IOException("the disk");
                    }))
                    .isEqualTo(Outcome.failed(new Fault.Unavailable("room for a long answer")));
            assertThatThrownBy(() -> spool.keep(NORTH, () -> true, file -> {
                        file.write(content(3_000));
                        throw new IllegalStateException("a record is gone");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(files()).isEmpty();
            assertThat(spool.used()).isZero();
        }
    }

    @Test
    void the_file_tells_nothing_and_nothing_of_it_is_given_once_it_was_altered() throws IOException {
        try (var spool = spool()) {
            var plain =
                    "a record that nobody else may read".repeat(60).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            var kept = spool.keep(NORTH, () -> true, file -> file.write(plain)).orElseThrow();
            var file = files().getFirst();
            var sealed = Files.readAllBytes(file);
            assertThat(Bytes.of(sealed).utf8()).doesNotContain("record");
            var first = java.util.Arrays.copyOf(sealed, 1_028);
            System.arraycopy(first, 0, sealed, 1_028, 1_028);
            Files.write(file, sealed);
            assertThat(piece(spool, kept.ticket(), 0)).isInstanceOf(PieceAnswer.Given.class);
            assertThat(piece(spool, kept.ticket(), 1)).as("another's place").isEqualTo(new PieceAnswer.Unknown());
        }
    }

    @Test
    void what_an_earlier_process_has_left_is_removed() throws IOException {
        var earlier = spool();
        var ticket = kept(earlier, 2_500).orElseThrow().ticket();
        assertThat(files()).hasSize(1);
        try (var spool = spool()) {
            assertThat(files()).isEmpty();
            assertThat(piece(spool, ticket, 0)).isEqualTo(new PieceAnswer.Unknown());
        }
    }
}
