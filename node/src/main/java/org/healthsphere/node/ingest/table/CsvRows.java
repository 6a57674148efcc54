package org.healthsphere.node.ingest.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * The rows of a CSV text (RFC 4180), columns by the names in its first line.
 *
 * <p>Memory is bounded: a row has at most a million characters, and few rows are read ahead.
 */
public final class CsvRows implements RowSource, AutoCloseable {
    static final int LONGEST_ROW = 1 << 20;
    private static final int ROWS = 500;
    private static final int CHARACTERS = 1 << 20;

    private final CsvForm form;
    private final String table;
    private final String origin;
    private final BoundedText text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private List<String> columns = List.of();
    private long number;

    private CsvRows(CsvForm form, String table, String origin, BoundedText text) throws IOException {
        this.form = form;
        this.table = table;
        this.origin = origin;
        this.text = text;
        this.parser = CSVParser.builder()
                .setReader(text)
                .setFormat(CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(form.delimiter())
                        .setQuote(form.quote())
                        .setIgnoreEmptyLines(true)
                        .get())
                .get();
        this.records = parser.iterator();
    }

    /**
     * Reads the header; closes what it was given when that fails.
     *
     * @param origin as provenance names it, for instance the file
     */
    public static Outcome<CsvRows> open(InputStream in, CsvForm form, String table, String origin) {
        try {
            var rows = new CsvRows(form, table, origin, BoundedText.of(in, form.charset(), LONGEST_ROW));
            var opened = rows.header().map(_ -> rows);
            if (opened instanceof Outcome.Failure<CsvRows>) {
                rows.close();
            }
            return opened;
        } catch (IOException e) {
            return Outcome.failed(unread(0, e, form));
        }
    }

    public List<String> columns() {
        return columns.stream().filter(c -> !c.isEmpty()).toList();
    }

    private Outcome<Boolean> header() {
        return record().then(first -> {
            if (first.isEmpty()) {
                return Outcome.failed(
                        new Fault.Invalid("is empty: a first line with the names of the columns is expected"));
            }
            columns = first.get().stream().map(Rows::column).toList();
            var seen = new HashSet<String>();
            var twice =
                    columns.stream().filter(c -> !c.isEmpty() && !seen.add(c)).findFirst();
            return twice.<Outcome<Boolean>>map(c -> Outcome.failed(new Fault.Invalid(
                            List.of(new Problem("column " + c, "stands in the header more than once")))))
                    .orElseGet(() -> Outcome.of(true));
        });
    }

    @Override
    public Outcome<Optional<Rows>> next() {
        var rows = new ArrayList<Rows.Row>();
        var characters = 0L;
        while (rows.size() < ROWS && characters < CHARACTERS) {
            switch (record()) {
                case Outcome.Failure<Optional<CSVRecord>>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Optional<CSVRecord>>(var fields) -> {
                    if (fields.isEmpty()) {
                        return Outcome.of(rows.isEmpty() ? Optional.empty() : Optional.of(piece(rows)));
                    }
                    var row = row(fields.get());
                    rows.add(row);
                    characters += length(row);
                }
            }
        }
        return Outcome.of(Optional.of(piece(rows)));
    }

    private Rows piece(List<Rows.Row> rows) {
        return new Rows(table, origin, columns(), rows);
    }

    private static long length(Rows.Row row) {
        return row.values().values().stream().mapToLong(String::length).sum();
    }

    private Outcome<Optional<CSVRecord>> record() {
        try {
            text.next();
            return Outcome.of(records.hasNext() ? Optional.of(records.next()) : Optional.empty());
        } catch (UncheckedIOException e) {
            return Outcome.failed(
                    unread(number + 1, Optional.ofNullable(e.getCause()).orElseGet(IOException::new), form));
        } catch (NoSuchElementException | IllegalStateException e) {
            return Outcome.failed(refused(number + 1, "a quote is not where RFC 4180 has it"));
        }
    }

    private Rows.Row row(CSVRecord fields) {
        number++;
        var values = HashMap.<String, String>newHashMap(columns.size());
        for (var i = 0; i < Math.min(columns.size(), fields.size()); i++) {
            var value = fields.get(i);
            if (!columns.get(i).isEmpty() && !value.equals(form.nothing())) {
                values.put(columns.get(i), value);
            }
        }
        var flaw = "has %d columns where the header has %d".formatted(fields.size(), columns.size());
        return new Rows.Row(number, values, fields.size() == columns.size() ? Optional.empty() : Optional.of(flaw));
    }

    private static Fault unread(long row, IOException cause, CsvForm form) {
        return switch (cause) {
            case BoundedText.TooLong _ ->
                refused(row, "is longer than %d characters, or a quote is never closed".formatted(LONGEST_ROW));
            case CharacterCodingException _ ->
                refused(
                        row,
                        "or one soon after it has bytes that are no text in " + form.charset()
                                + "; tell the character set of the source");
            case CSVException _ -> refused(row, "a quote is not where RFC 4180 has it");
            // The parser knows no other name for it.
            default -> refused(row, "cannot be read: a quote that is never closed, or a failing disk");
        };
    }

    private static Fault refused(long row, String what) {
        return new Fault.Invalid(List.of(new Problem(row == 0 ? "header" : "row " + row, what)));
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
