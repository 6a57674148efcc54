package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.plan.Computation.Step;
import org.healthsphere.federation.research.plan.Computation.Sums;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** Analyses of columns that were made elsewhere, without masks and wires: what is summed, and what follows. */
final class Courses {
    private Courses() {}

    static String has(String code) {
        return "{\"type\":\"Observation\",\"code\":{\"codes\":[{\"system\":\"https://example.org/columns\",\"code\":\"%s\"}]}}"
                .formatted(code);
    }

    static String value(String name, String range) {
        return "{\"name\":\"%s\",\"value\":{\"of\":%s,\"ucum\":\"1\",%s}}".formatted(name, has(name), range);
    }

    static String flag(String name) {
        return "{\"name\":\"%s\",\"has\":%s}".formatted(name, has(name));
    }

    static String survival(String name) {
        return "{\"name\":\"%s\",\"survival\":{\"start\":%s,\"event\":%s,\"until\":\"2026-01-01\"}}"
                .formatted(name, has("start"), has("end"));
    }

    static StudyPlan plan(String protection, String variables, String analysis) {
        return StudyPlan.parse(Bytes.utf8("""
                {"type":"study","v":1,"id":"a-study","duo":["DUO:0000006"],
                 "asker":{"member":"alder","researcher":"%s","title":"A study","purpose":"HRESCH"},
                 "safety":{"protection":%s,"terms":{"threshold":5,"quorum":3,"colluders":1},"notAfter":"2027-01-01T00:00:00Z"},
                 "cohort":{"demo":{"sex":"male"}},
                 "variables":[%s],"analyses":[%s]}""".formatted(Sha256.of("somebody"), protection, variables, analysis)))
                .orElseThrow();
    }

    static Computation computation(StudyPlan plan) {
        return Computation.of(plan, plan.analyses().getFirst());
    }

    /** Something that happens to a sum before it is opened. */
    interface Noise {
        Noise NONE = (_, sum) -> sum;

        long[] onto(int number, long[] sum);
    }

    /** The end of the course. */
    static Step end(StudyPlan plan, List<StudyColumns> sites, Noise noise) {
        var computation = computation(plan);
        List<long[]> opened = new ArrayList<>();
        var step = computation.after(new Sums(opened, sites.size(), sites.size()));
        while (step instanceof Step.Ask(var words)) {
            var sums = new Sums(opened, sites.size(), sites.size());
            var sum = new long[words];
            for (var site : sites) {
                var answer = computation.answer(sums, site).orElseThrow();
                for (var i = 0; i < words; i++) {
                    sum[i] += answer[i];
                }
            }
            opened.add(noise.onto(opened.size(), sum));
            step = computation.after(new Sums(opened, sites.size(), sites.size()));
        }
        return step;
    }

    static ObjectNode result(StudyPlan plan, List<StudyColumns> sites) {
        return result(plan, sites, Noise.NONE);
    }

    static ObjectNode result(StudyPlan plan, List<StudyColumns> sites, Noise noise) {
        return switch (end(plan, sites, noise)) {
            case Step.Done(var result) -> result;
            case Step.Refused(var reason) -> throw new AssertionError(reason);
            case Step.Ask _ -> throw new AssertionError("a course ends");
        };
    }

    /** Rows by name of the column; {@code event-} columns are the ends of times. */
    static StudyColumns columns(List<Map<String, Double>> rows) {
        Map<String, double[]> numbers = new HashMap<>();
        Map<String, double[]> events = new HashMap<>();
        for (var name :
                rows.isEmpty() ? List.<String>of() : List.copyOf(rows.getFirst().keySet())) {
            var column = rows.stream()
                    .mapToDouble(row -> row.getOrDefault(name, Double.NaN))
                    .toArray();
            if (name.startsWith("event-")) {
                events.put(name.substring("event-".length()), column);
            } else {
                numbers.put(name, column);
            }
        }
        return StudyColumns.of(rows.size(), numbers, events);
    }

    /** The rows at so many sites, each at one of them by chance. */
    static List<List<Map<String, Double>>> split(List<Map<String, Double>> rows, int sites, RandomGenerator random) {
        List<List<Map<String, Double>>> parts = new ArrayList<>();
        IntStream.range(0, sites).forEach(_ -> parts.add(new ArrayList<>()));
        rows.forEach(row -> parts.get(random.nextInt(sites)).add(row));
        return parts;
    }
}
