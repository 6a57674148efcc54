package org.healthsphere.federation.linkage;

import com.google.errorprone.annotations.FormatMethod;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.SplittableRandom;
import org.healthsphere.specs.Bytes;

/**
 * What the index of linkage tokens costs for each patient, with the tokens that members have in common beside its own: {@code TokenCost 100000}.
 * Not part of any build; the figures are in {@code docs/scale.md}.
 */
final class TokenCost {
    private static final int SEARCHES = 5_000;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private TokenCost() {}

    public static void main(String[] arguments) {
        var patients = Integer.parseInt(arguments[0]);
        var febrl = new Febrl(new SplittableRandom(1), 4, 2);
        var own = new Tokenizer(new LinkageSecret(Bytes.utf8("a secret of one member that is not real")));
        var common = new Tokenizer(new LinkageSecret(Bytes.utf8("what members make together, in their place")));
        var index = new LinkageIndex(own);
        var people = new Demographics[SEARCHES];
        var before = heap();
        var began = CPU.getCurrentThreadCpuTime();
        for (var i = 0; i < patients; i++) {
            var person = febrl.original().person();
            var inputs = TokenInputs.of(person);
            index.put("p" + i, person);
            index.name("p" + i, inputs, common.tokens(inputs));
            people[i % SEARCHES] = person;
        }
        var taken = CPU.getCurrentThreadCpuTime() - began;
        print("taken in: %.0f µs CPU each", taken / 1e3 / patients);
        print("heap: %d bytes each", (heap() - before) / patients);
        var found = 0;
        began = CPU.getCurrentThreadCpuTime();
        for (var person : people) {
            found += index.locate(common.tokens(person)) instanceof Location.Found ? 1 : 0;
        }
        var looked = CPU.getCurrentThreadCpuTime() - began;
        print("tokens and search: %.0f µs CPU each; found %d of %d", looked / 1e3 / SEARCHES, found, SEARCHES);
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @FormatMethod
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
