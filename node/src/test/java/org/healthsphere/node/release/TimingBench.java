package org.healthsphere.node.release;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * Whether the time of an answer tells who is unknown, who has nothing and who said no: each is asked for in random order, and the times of
 * every two are compared by the statistics of Mann and Whitney and of Kolmogorov and Smirnov. The argument is how often each is asked for.
 * The second argument, {@code at-once}, leaves out the pace of a node. It asserts nothing: run its main, on a quiet machine.
 */
final class TimingBench {
    private static final List<String> CLASSES = List.of("unknown", "empty", "denied");
    private static final int WARM = 5_000;

    private TimingBench() {}

    public static void main(String[] args) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var count = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        var file = Files.createTempDirectory("timing-bench").resolve("audit.log");
        try (var house = new House();
                var log = FileAuditLog.open(file, House.NORTH, house.clock).orElseThrow()) {
            fill(house);
            var gate = new ConsentGate(house.view, house.store, house.index, new AuditedReleases(log), house.clock)
                    .paced(
                            args.length > 1 && args[1].equals("at-once")
                                    ? Pace.NONE
                                    : Pace.every(Pace.USUAL, System::nanoTime));
            var access = house.access(House.SOUTH, "clinician-7", Role.CLINICIAN, PurposeOfUse.TREAT);
            Map<String, Function<String, Object>> ways = new LinkedHashMap<>();
            ways.put("read", name -> gate.read(access, new ResourceId("Observation", "of-" + name)));
            ways.put("search", name -> gate.search(access, query(name)));
            ways.put("record", name -> gate.release(access, known(name), Compartment.WHOLE));
            out.printf("%-8s %-18s %9s %9s %9s %8s %8s%n", "way", "pair", "median", "median", "P(X<Y)", "z", "KS D");
            ways.forEach((way, asked) -> compare(out, way, times(asked, count)));
        }
    }

    /** Of who is empty there is a record which is deleted, under a yes; of who is denied one under a no. */
    private static void fill(House house) {
        for (var name : List.of("empty", "denied")) {
            house.put("Patient", name, name, "{'active':true}");
            house.says(
                    name,
                    House.consent("{'type':'%s'}".formatted(name.equals("denied") ? "deny" : "permit")),
                    PurposeOfUse.TREAT);
        }
        house.put("Observation", "of-denied", "denied", "{'subject':{'reference':'Patient/denied'}}");
    }

    private static Optional<String> known(String name) {
        return Optional.of(name).filter(one -> !one.equals("unknown"));
    }

    private static Query query(String patient) {
        return new Query(
                "Observation", List.of(Criterion.of("patient", List.of(patient))), List.of(), 50, Optional.empty());
    }

    private static Map<String, double[]> times(Function<String, Object> asked, int count) {
        var random = new SplittableRandom(7);
        var seen = 0;
        for (var i = 0; i < WARM; i++) {
            seen += asked.apply(CLASSES.get(random.nextInt(CLASSES.size()))).hashCode();
        }
        Map<String, double[]> times = new LinkedHashMap<>();
        CLASSES.forEach(name -> times.put(name, new double[count]));
        var left = new int[] {count, count, count};
        for (var n = 0; n < count * CLASSES.size(); ) {
            var which = random.nextInt(CLASSES.size());
            if (left[which] > 0) {
                var name = CLASSES.get(which);
                var start = System.nanoTime();
                seen += asked.apply(name).hashCode();
                times.getOrDefault(name, new double[0])[--left[which]] = (System.nanoTime() - start) / 1_000.0;
                n++;
            }
        }
        return seen == 0 ? Map.of() : times;
    }

    private static void compare(PrintStream out, String way, Map<String, double[]> times) {
        times.values().forEach(Arrays::sort);
        for (var i = 0; i < CLASSES.size(); i++) {
            for (var j = i + 1; j < CLASSES.size(); j++) {
                var x = times.getOrDefault(CLASSES.get(i), new double[0]);
                var y = times.getOrDefault(CLASSES.get(j), new double[0]);
                var below = below(x, y);
                var deviation = Math.sqrt((x.length + y.length + 1) / (12.0 * x.length * y.length));
                out.printf(
                        "%-8s %-18s %6.2f us %6.2f us %9.4f %8.2f %8.4f%n",
                        way,
                        CLASSES.get(i) + "/" + CLASSES.get(j),
                        x[x.length / 2],
                        y[y.length / 2],
                        below,
                        (below - 0.5) / deviation,
                        distance(x, y));
            }
        }
    }

    /** How often one of the first is below one of the second: U over the count of pairs; both in order. */
    static double below(double[] x, double[] y) {
        var pairs = 0.0;
        var lower = 0;
        var upTo = 0;
        for (var one : y) {
            while (lower < x.length && x[lower] < one) {
                lower++;
            }
            while (upTo < x.length && x[upTo] <= one) {
                upTo++;
            }
            pairs += lower + (upTo - lower) / 2.0;
        }
        return pairs / x.length / y.length;
    }

    /** The greatest distance of the two distributions; both in order. */
    static double distance(double[] x, double[] y) {
        var i = 0;
        var j = 0;
        var greatest = 0.0;
        while (i < x.length && j < y.length) {
            var at = Math.min(x[i], y[j]);
            while (i < x.length && x[i] <= at) {
                i++;
            }
            while (j < y.length && y[j] <= at) {
                j++;
            }
            greatest = Math.max(greatest, Math.abs(i / (double) x.length - j / (double) y.length));
        }
        return greatest;
    }
}
