package org.healthsphere.terminology.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Reads a table of a release row by row, never as a whole. Columns are found by their names, so their order may change.
 *
 * <p>What is wrong with a row is said with file, row and column; rows that can be read go on being read, so that one run finds
 * all there is to mend.
 */
final class Table {
    private final Release release;
    private final String file;
    private final List<String> required;
    private Map<String, Integer> columns = Map.of();
    private long number;

    private Table(Release release, String file, List<String> required) {
        this.release = release;
        this.file = file;
        this.required = required;
    }

    /** A table whose first line names its columns, with tabs between cells and no quotes, as of SNOMED CT. */
    static void tabs(Release release, String file, List<String> required, Consumer<Row> action) {
        new Table(release, file, required).lines("\t", List.of(), action);
    }

    /** A table without a head, with bars between and after cells, as of RxNorm; the columns are those of its specification. */
    static void bars(Release release, String file, List<String> columns, Consumer<Row> action) {
        new Table(release, file, columns).lines("|", columns, action);
    }

    /** A table by RFC 4180 with a head, as of LOINC. */
    static void commas(Release release, String file, List<String> required, Consumer<Row> action) {
        new Table(release, file, required).csv(action);
    }

    private void lines(String separator, List<String> head, Consumer<Row> action) {
        try (var lines = new Lines(release.archive().open(file))) {
            if (head.isEmpty()) {
                head(split(lines.next().orElse(""), separator));
                number = 1;
            } else {
                head(head);
            }
            if (columns.isEmpty()) {
                return;
            }
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                row(split(line.orElseThrow(), separator), action);
            }
        } catch (Lines.TooLong _) {
            release.findings().add(file + " row " + (number + 1), "does not end");
        } catch (CharacterCodingException _) {
            release.findings().add(file + " row " + (number + 1), "is not in UTF-8");
        } catch (ZipException _) {
            release.findings().add(file, "is damaged");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        release.progress().at(file, number);
    }

    private static List<String> split(String line, String separator) {
        List<String> cells = new ArrayList<>();
        var from = 0;
        for (var at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, from)) {
            cells.add(line.substring(from, at));
            from = at + 1;
        }
        cells.add(line.substring(from));
        return cells;
    }

    private void csv(Consumer<Row> action) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
                .setIgnoreEmptyLines(true)
                .get();
        try (var in = new Marked(release.archive().open(file));
                var parser = CSVParser.parse(in.reader(), format)) {
            head(parser.getHeaderNames());
            number = 1;
            if (columns.isEmpty()) {
                return;
            }
            for (var record : parser) {
                row(record.toList(), action);
            }
        } catch (IOException | UncheckedIOException | IllegalStateException _) {
            release.findings().add(file + " row " + (number + 1), "is not CSV by RFC 4180 in UTF-8");
        }
        release.progress().at(file, number);
    }

    private void head(List<String> names) {
        Map<String, Integer> found = new HashMap<>();
        for (var i = 0; i < names.size(); i++) {
            if (found.putIfAbsent(names.get(i).strip(), i) != null) {
                release.findings().add(file + " column " + names.get(i), "is there twice");
            }
        }
        var missing = required.stream().filter(name -> !found.containsKey(name)).toList();
        missing.forEach(name -> release.findings().add(file, "lacks the column " + name));
        columns = missing.isEmpty() ? found : Map.of();
    }

    private void row(List<String> cells, Consumer<Row> action) {
        number++;
        if (cells.size() == 1 && cells.getFirst().isBlank()) {
            return;
        }
        var row = new Row(this, cells, number);
        var last = required.stream().mapToInt(columns::get).max().orElse(0);
        if (cells.size() <= last) {
            row.problem(required.getLast(), "has " + cells.size() + " cells where " + (last + 1) + " are needed");
        } else {
            action.accept(row);
        }
        if (number % Progress.EVERY == 0) {
            release.progress().at(file, number);
        }
    }

    /** One row. */
    record Row(Table table, List<String> cells, long number) {
        /** The cell of a column that was asked for; empty when the table has no such column. */
        String cell(String column) {
            var at = table.columns.get(column);
            return at == null || at >= cells.size() ? "" : cells.get(at);
        }

        /** The cell, which is to hold something. */
        Optional<String> required(String column) {
            var cell = cell(column);
            if (cell.isBlank()) {
                problem(column, "is empty");
                return Optional.empty();
            }
            return Optional.of(cell);
        }

        boolean isActive() {
            return switch (cell("active")) {
                case "1" -> true;
                case "0" -> false;
                default -> {
                    problem("active", "is neither 0 nor 1");
                    yield false;
                }
            };
        }

        void problem(String column, String what) {
            table.release.findings().add(table.file + " row " + number + " column " + column, what);
        }
    }
}
