package org.healthsphere.federation.linkage;

import com.google.errorprone.annotations.FormatMethod;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What it costs to find somebody among many by what agrees field by field: {@code ResemblanceCost 1000000}. Not part of any build; the
 * figures are in {@code docs/performance.md}.
 */
final class ResemblanceCost {
    private static final int SEARCHES = 2_000;
    private static final double MILLION = 1e6;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private ResemblanceCost() {}

    public static void main(String[] arguments) {
        var patients = Integer.parseInt(arguments[0]);
        var febrl = new Febrl(new SplittableRandom(1), 4, 2);
        var index = new ResemblanceIndex(new SplittableRandom(7));
        var looked = new Febrl.Row[SEARCHES];
        var began = System.nanoTime();
        for (var i = 0; i < patients; i++) {
            var row = febrl.original();
            index.put("p" + i, row.person());
            if (i % (patients / SEARCHES) == 0 && i / (patients / SEARCHES) < SEARCHES) {
                looked[i / (patients / SEARCHES)] = row;
            }
        }
        print("taken in: %.1f s", (System.nanoTime() - began) / 1e9);
        began = System.nanoTime();
        index.learn();
        print("learnt: %.1f s", (System.nanoTime() - began) / 1e9);
        var runtime = Runtime.getRuntime();
        System.gc();
        print("heap: %d MB", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        for (var round = 0; round < 2; round++) {
            search(index, febrl, looked, patients);
        }
    }

    private static void search(ResemblanceIndex index, Febrl febrl, Febrl.Row[] looked, int patients) {
        var times = new long[SEARCHES];
        var found = 0;
        for (var i = 0; i < SEARCHES; i++) {
            var wanted = febrl.duplicate(looked[i]).person();
            var at = CPU.getCurrentThreadCpuTime();
            var answer = index.find(wanted, _ -> true);
            times[i] = CPU.getCurrentThreadCpuTime() - at;
            var id = "p" + i * (patients / SEARCHES);
            found += !answer.isEmpty() && answer.getFirst().patient().equals(id) ? 1 : 0;
        }
        Arrays.sort(times);
        print(
                "found first: %.4f; CPU: median %.2f ms, p95 %.2f ms, p99 %.2f ms, longest %.2f ms",
                (double) found / SEARCHES,
                times[SEARCHES / 2] / MILLION,
                times[SEARCHES * 95 / 100] / MILLION,
                times[SEARCHES * 99 / 100] / MILLION,
                times[SEARCHES - 1] / MILLION);
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
