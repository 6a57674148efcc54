package org.healthsphere.node.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.table.Rows.Row;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    @Test
    void a_row_is_read_by_the_names_of_the_header() {
        var rows = rows(
                "id,Birth Date,  Name \r\n1,1945-01-02,\"Muster, Anna\"\r\n2,,\"two\r\nlines and \"\"quotes\"\"\"\r\n");

        assertThat(rows)
                .containsExactly(
                        new Row(1, Map.of("id", "1", "birth_date", "1945-01-02", "name", "Muster, Anna")),
                        new Row(2, Map.of("id", "2", "name", "two\r\nlines and \"quotes\"")));
    }

    @Test
    void a_new_order_of_columns_changes_nothing() {
        assertThat(rows("b,a\n2,1\n")).isEqualTo(rows("a,b\n1,2\n"));
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_name() {
        assertThat(rows("\uFEFF\"a\",b\n1,2\n")).containsExactly(new Row(1, Map.of("a", "1", "b", "2")));
    }

    @Test
    void delimiter_quote_character_set_and_the_word_for_nothing_are_the_sources_own() {
        var form = new CsvForm(Charset.forName("windows-1252"), ';', '\'', "NULL");
        var text = "id;name;sex\n1;'Jörg; der \u00c4ltere';NULL\n";

        assertThat(all(new ByteArrayInputStream(text.getBytes(form.charset())), form))
                .isEqualTo(Outcome.of(List.of(new Row(1, Map.of("id", "1", "name", "Jörg; der Ältere")))));
    }

    @Test
    void a_tab_is_a_delimiter_too() {
        var form = new CsvForm(StandardCharsets.UTF_8, '\t', '"', "");

        assertThat(all(bytes("a\tb\n1\t2\n"), form))
                .isEqualTo(Outcome.of(List.of(new Row(1, Map.of("a", "1", "b", "2")))));
    }

    @Test
    void a_row_of_another_width_is_kept_with_what_is_wrong_with_it() {
        assertThat(rows("a,b\n1\n1,2,3\n4,5\n"))
                .containsExactly(
                        new Row(1, Map.of("a", "1"), Optional.of("has 1 columns where the header has 2")),
                        new Row(2, Map.of("a", "1", "b", "2"), Optional.of("has 3 columns where the header has 2")),
                        new Row(3, Map.of("a", "4", "b", "5")));
    }

    @Test
    void a_column_without_a_name_is_skipped_and_one_that_is_there_twice_refused() {
        assertThat(rows("a,,b\n1,x,2\n")).containsExactly(new Row(1, Map.of("a", "1", "b", "2")));
        assertThat(refusal("Patient-ID,b,patient id\n1,2,3\n"))
                .isEqualTo("column patient_id: stands in the header more than once");
    }

    @Test
    void what_cannot_be_read_is_refused_by_its_row_and_without_its_text() {
        assertThat(refusal("")).isEqualTo("is empty: a first line with the names of the columns is expected");
        assertThat(refusal("a,b\n1,2\n3,\"secret\" x\n")).isEqualTo("row 2: a quote is not where RFC 4180 has it");
        assertThat(refusal("a,b\n1,\"secret\n")).isEqualTo("row 1: a quote is not where RFC 4180 has it");
        var latin = new ByteArrayInputStream("a\nM\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(text(all(latin, CsvForm.USUAL)))
                .startsWith("header: or one soon after it has bytes that are no text in UTF-8");
    }

    @Test
    void a_line_of_a_gigabyte_is_refused_before_it_is_read() {
        var endless = new Endless("a,b\n1,".getBytes(StandardCharsets.UTF_8));

        assertThat(text(all(endless, CsvForm.USUAL)))
                .isEqualTo("row 1: is longer than 1048576 characters, or a quote is never closed");
        assertThat(endless.read).isLessThan(CsvRows.LONGEST_ROW + 100_000L);
    }

    @Test
    void a_quote_that_is_never_closed_is_refused_before_all_is_read() {
        var endless = new Endless("a,b\n1,\"".getBytes(StandardCharsets.UTF_8));

        assertThat(text(all(endless, CsvForm.USUAL))).startsWith("row 1: is longer than");
        assertThat(endless.read).isLessThan(CsvRows.LONGEST_ROW + 100_000L);
    }

    @Test
    void the_same_text_comes_in_the_same_pieces_of_bounded_size() {
        var text =
                "a\n" + IntStream.range(0, 1201).mapToObj(i -> "v" + i + "\n").collect(Collectors.joining());

        var first = pieces(text);
        assertThat(first.stream().map(p -> p.rows().size())).containsExactly(500, 500, 201);
        assertThat(first.get(1).rows().getFirst()).isEqualTo(new Row(501, Map.of("a", "v500")));
        assertThat(pieces(text).stream().map(Rows::json))
                .isEqualTo(first.stream().map(Rows::json).toList());
        assertThat(Rows.parse(first.get(2).json())).contains(first.get(2));

        var wide = "a\n" + ("x".repeat(400_000) + "\n").repeat(4);
        assertThat(pieces(wide).stream().map(p -> p.rows().size())).containsExactly(3, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_is_written_as_rfc_4180_has_it_is_read_as_it_was(long seed) {
        var random = new SplittableRandom(seed);
        var expected = new ArrayList<Row>();
        var text = new StringBuilder("a,b,c\r\n");
        for (var i = 1; i <= 200; i++) {
            var cells = List.of("k" + i, cell(random), cell(random));
            text.append(cells.stream().map(c -> quoted(c, random)).collect(Collectors.joining(",")))
                    .append(random.nextBoolean() ? "\r\n" : "\n");
            expected.add(row(i, cells));
        }

        assertThat(rows(text.toString())).isEqualTo(expected);
    }

    private static Row row(int number, List<String> cells) {
        var values = new HashMap<String, String>();
        for (var i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                values.put(List.of("a", "b", "c").get(i), cells.get(i));
            }
        }
        return new Row(number, values);
    }

    private static String cell(SplittableRandom random) {
        var alphabet = "ab \",;\n\r\t\u00e9\u4e16'";
        return random.ints(random.nextInt(9), 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static String quoted(String cell, SplittableRandom random) {
        return cell.matches("(?s).*[\",\r\n].*") || random.nextInt(4) == 0
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }

    private static List<Row> rows(String text) {
        return all(bytes(text), CsvForm.USUAL).orElseThrow();
    }

    private static List<Rows> pieces(String text) {
        try (var rows = CsvRows.open(bytes(text), CsvForm.USUAL, "t", "t.csv").orElseThrow()) {
            var pieces = new ArrayList<Rows>();
            for (var next = rows.next().orElseThrow();
                    next.isPresent();
                    next = rows.next().orElseThrow()) {
                pieces.add(next.get());
            }
            return pieces;
        }
    }

    private static String refusal(String text) {
        return text(all(bytes(text), CsvForm.USUAL));
    }

    private static String text(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failure<?>(var fault) ? Faults.text(fault) : "not refused";
    }

    private static Outcome<List<Row>> all(InputStream in, CsvForm form) {
        return CsvRows.open(in, form, "t", "t.csv").then(rows -> {
            try (rows) {
                var all = new ArrayList<Row>();
                while (true) {
                    switch (rows.next()) {
                        case Outcome.Failure<Optional<Rows>>(var fault) -> {
                            return Outcome.failed(fault);
                        }
                        case Outcome.Success<Optional<Rows>>(var piece) -> {
                            if (piece.isEmpty()) {
                                return Outcome.of(List.copyOf(all));
                            }
                            all.addAll(piece.get().rows());
                        }
                    }
                }
            }
        });
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A beginning, and then the letter x for ever. */
    private static final class Endless extends InputStream {
        private final byte[] beginning;
        private long read;

        Endless(byte[] beginning) {
            this.beginning = beginning;
        }

        @Override
        public int read() {
            return read < beginning.length ? beginning[(int) read++] : more();
        }

        private int more() {
            read++;
            return 'x';
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            for (var i = 0; i < length; i++) {
                buffer[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
