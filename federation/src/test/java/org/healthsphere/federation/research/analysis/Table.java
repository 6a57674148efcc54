package org.healthsphere.federation.research.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Rows with named columns, as they stand in a file of comma-separated values. */
public record Table(List<Map<String, String>> rows) {
    static final Path FOLDER =
            Path.of("src", "test", "resources", "org", "healthsphere", "federation", "research", "analysis");

    public static Table read(Path file) {
        try {
            var lines = Files.readAllLines(file);
            var names = lines.getFirst().split(",", -1);
            return new Table(lines.stream()
                    .skip(1)
                    .map(line -> row(names, line.split(",", -1)))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Table of(String file) {
        return read(FOLDER.resolve(file));
    }

    private static Map<String, String> row(String[] names, String[] values) {
        var row = new LinkedHashMap<String, String>();
        for (var i = 0; i < names.length; i++) {
            row.put(names[i], values[i]);
        }
        return row;
    }

    public List<String> texts(String column) {
        return rows.stream().map(row -> row.getOrDefault(column, "")).toList();
    }

    Vector column(String name) {
        return name.equals(Design.INTERCEPT)
                ? Vector.constant(rows.size(), 1)
                : Vector.of(
                        texts(name).stream().mapToDouble(Double::parseDouble).toArray());
    }

    public Table where(Predicate<Map<String, String>> chosen) {
        return new Table(rows.stream().filter(chosen).toList());
    }

    /** The rows at so many sites, each row at one of them by chance. */
    public List<Table> split(int sites, long seed) {
        var random = new Random(seed);
        var parts = IntStream.range(0, sites)
                .mapToObj(_ -> new ArrayList<Map<String, String>>())
                .toList();
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        shuffled.forEach(row -> parts.get(random.nextInt(sites)).add(row));
        return parts.stream().map(Table::new).toList();
    }

    /** The rows at so many sites, those alike in a column at the same one. */
    public List<Table> split(int sites, long seed, String column) {
        var values = new ArrayList<>(new TreeSet<>(texts(column)));
        Collections.shuffle(values, new Random(seed));
        return IntStream.range(0, sites)
                .mapToObj(site -> where(row -> values.indexOf(row.getOrDefault(column, "")) % sites == site))
                .toList();
    }
}
