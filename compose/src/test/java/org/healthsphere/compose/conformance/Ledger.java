package org.healthsphere.compose.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The ledger of conformance: {@code specs/conformance}, see the README there. */
final class Ledger {
    private static final Path FOLDER = Path.of("..", "specs", "conformance");

    private static final String BASELINE = "baseline.csv";
    private static final List<Row> ROWS = all();

    private Ledger() {}

    /**
     * A requirement of a published specification.
     *
     * @param id in the list of requirements of that specification
     * @param test the simple name of a class and its method; empty when none shows it
     */
    record Row(String set, String id, String state, String test, String note) {
        static Row of(String line) {
            var fields = line.split(",", 5);
            if (fields.length != 5) {
                throw new IllegalArgumentException("no row of the ledger: " + line);
            }
            return new Row(fields[0], fields[1], fields[2], fields[3], fields[4]);
        }

        String key() {
            return set + " " + id;
        }
    }

    /**
     * What a set comes to.
     *
     * @param rows how many requirements it has
     * @param open how many of them may be open, at most
     */
    record Baseline(String set, int rows, int open) {}

    static List<Baseline> baselines() {
        return lines(FOLDER.resolve(BASELINE)).stream()
                .map(line -> line.split(",", -1))
                .map(f -> new Baseline(f[0], Integer.parseInt(f[1]), Integer.parseInt(f[2])))
                .toList();
    }

    /** Those of one set. */
    static List<Row> rows(String set) {
        return ROWS.stream().filter(row -> row.set().equals(set)).toList();
    }

    /** The sets of which there are rows. */
    static List<String> sets() {
        return ROWS.stream().map(Row::set).distinct().sorted().toList();
    }

    private static List<Row> all() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".csv")
                            && !file.getFileName().toString().equals(BASELINE))
                    .flatMap(file -> lines(file).stream())
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
