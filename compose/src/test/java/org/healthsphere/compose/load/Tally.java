package org.healthsphere.compose.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often what was asked, how long it took, and what was wrong. */
final class Tally {
    private static final int MOST_TOLD = 20;
    private static final double MICROS_IN_A_MILLI = 1_000.0;

    private final Map<String, Times> byKind = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long wrongs;

    /** Microseconds of one kind of request. */
    private static final class Times {
        private int[] micros = new int[1 << 10];
        private int count;

        void add(long nanos) {
            if (count == micros.length) {
                micros = Arrays.copyOf(micros, 2 * count);
            }
            micros[count++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
        }

        Row row(String kind) {
            var sorted = Arrays.copyOf(micros, count);
            Arrays.sort(sorted);
            return new Row(kind, count, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }

        private static double at(int[] sorted, double part) {
            return sorted[(int) Math.round(part * (sorted.length - 1))] / MICROS_IN_A_MILLI;
        }
    }

    /** One kind of request, its times in milliseconds. */
    record Row(String kind, int count, double p50, double p99, double most) {}

    synchronized void took(String kind, long nanos) {
        byKind.computeIfAbsent(kind, _ -> new Times()).add(nanos);
    }

    synchronized void wrong(String what) {
        wrongs++;
        if (wrong.size() < MOST_TOLD) {
            wrong.add(what);
        }
    }

    synchronized List<Row> rows() {
        return byKind.entrySet().stream()
                .map(kind -> kind.getValue().row(kind.getKey()))
                .toList();
    }

    /** The first of what was wrong, and how much there was. */
    synchronized List<String> wrong() {
        var all = new ArrayList<>(wrong);
        if (wrongs > wrong.size()) {
            all.add("and " + (wrongs - wrong.size()) + " more");
        }
        return all;
    }

    /** As a table for people. */
    synchronized String table(Duration time) {
        var table = new StringBuilder("kind             count   per s    p50 ms    p99 ms    max ms\n");
        rows().forEach(row -> table.append("%-14s %7d %7.1f %9.2f %9.1f %9.1f%n"
                .formatted(
                        row.kind(),
                        row.count(),
                        row.count() / (double) time.toSeconds(),
                        row.p50(),
                        row.p99(),
                        row.most())));
        return table.toString();
    }
}
