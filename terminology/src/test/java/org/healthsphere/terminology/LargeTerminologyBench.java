package org.healthsphere.terminology;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.fhir.Call;
import org.healthsphere.terminology.fhir.Operation;
import org.healthsphere.terminology.fhir.Parameters;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Texts;
import org.healthsphere.terminology.index.Txi;

/**
 * Reports what a code system of the size of SNOMED CT costs, in CPU time of the calling thread: an invented polyhierarchy, three names
 * and two properties for each concept; asserts nothing. The argument is the number of concepts; 350,000 without one.
 */
public final class LargeTerminologyBench {
    private static final String URL = LargeSystem.URL;
    private static final int ROUNDS = 5;
    private static final PrintStream OUT = System.out;

    private final LargeSystem large;
    private final int concepts;
    private Object last = "";

    private LargeTerminologyBench(int concepts) {
        this.concepts = concepts;
        this.large = new LargeSystem(concepts);
    }

    public static void main(String[] arguments) throws IOException {
        var bench = new LargeTerminologyBench(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 350_000);
        bench.run();
        OUT.println("(" + bench.last.getClass().getSimpleName() + ")");
    }

    private void run() throws IOException {
        var folder = Files.createTempDirectory("large");
        var file = folder.resolve("large.txi");
        compile(file);
        var texts = Texts.in(folder);
        OUT.printf("text index %.1f s CPU%n", cpu(() -> prepared(file, texts)) / 1e9);
        System.gc();
        var used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        var opened = cpu(() -> open(file, texts));
        var terminology = open(file, texts);
        last = terminology;
        System.gc();
        var more = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - used;
        OUT.printf("open %.0f ms CPU, %,d kB of heap%n", opened / 1e6, more / 1024);
        answers(terminology);
        var operations = new TerminologyOperations(terminology, InstantSource.fixed(Instant.EPOCH), "1");
        whole(terminology, operations);
        operations(operations);
    }

    /** All codes of a part of about 5,237, at once: the first time, and again. */
    private void whole(CompiledTerminology terminology, TerminologyOperations operations) {
        var code = IntStream.range(1, 2_000)
                .mapToObj(i -> "c" + i)
                .min(Comparator.comparingInt(one -> Math.abs(size(terminology, one) - 5_237)))
                .orElseThrow();
        var in = Parameters.of(Map.of("url", List.of(URL + "?fhir_vs=isa/" + code)));
        Supplier<Object> expand = () -> operations.answer(Operation.EXPAND, in, Call.PLAIN);
        var size = size(terminology, code);
        OUT.printf("  $expand whole, %,d codes, first %.1f ms, then %.1f ms CPU%n", size, cpu(expand) / 1e6, cpu(expand) / 1e6);
        report("$expand whole again", 200, _ -> expand.get());
    }

    private static int size(CompiledTerminology terminology, String code) {
        return terminology.descendantsAndSelf(new Coding(URL, code)).orElseThrow().size();
    }

    private void compile(Path file) throws IOException {
        var system = large.system();
        List<byte[]> compiled = new ArrayList<>();
        var cost = cpu(() -> compiled.add(Compiler.compile(system).orElseThrow()));
        Files.write(file, compiled.getFirst());
        OUT.printf(
                "%,d concepts: compiled in %.1f s CPU, %,d bytes%n", concepts, cost / 1e9, compiled.getFirst().length);
    }

    private static Txi map(Path file) {
        try (var channel = FileChannel.open(file)) {
            return Txi.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object prepared(Path file, Texts texts) {
        texts.prepare(map(file));
        return texts;
    }

    private static CompiledTerminology open(Path file, Texts texts) {
        return CompiledTerminology.of(List.of(map(file)), texts).orElseThrow();
    }

    private void answers(CompiledTerminology terminology) {
        var codings = new Random(1)
                .ints(4096, 0, concepts)
                .mapToObj(i -> new Coding(URL, "c" + i))
                .toArray(Coding[]::new);
        IntFunction<Coding> any = i -> codings[i & 4095];
        report("subsumes", 200_000, i -> terminology.subsumes(any.apply(i), any.apply(i * 31 + 7)));
        report("lookup", 200_000, i -> terminology.lookup(any.apply(i)));
        var below = terminology.descendantsAndSelf(new Coding(URL, "c3")).orElseThrow();
        report("is one of " + below.size(), 200_000, i -> below.contains(any.apply(i)));
        report("is-a as a set", 2_000, i -> terminology.descendantsAndSelf(new Coding(URL, "c" + (1 + i % 9))));
    }

    private void operations(TerminologyOperations operations) {
        var isA = "?fhir_vs=isa/c3";
        report("$expand is-a, 10 from the start", 2_000, _ -> expand(operations, isA, "", 0, 10));
        report("$expand is-a, 10 from 20,000", 2_000, _ -> expand(operations, isA, "", 20_000, 10));
        report("$expand text in is-a, 20", 1_000, i -> expand(operations, isA, large.beginning(i), 0, 20));
        report(
                "$expand two words in all, 20",
                1_000,
                i -> expand(operations, "?fhir_vs", large.beginning(i) + " " + large.beginning(i + 1), 0, 20));
        report(
                "$lookup",
                20_000,
                i -> operations.answer(
                        Operation.LOOKUP,
                        Parameters.of(Map.of("system", List.of(URL), "code", List.of("c" + i))),
                        Call.PLAIN));
    }

    private static Object expand(
            TerminologyOperations operations, String valueSet, String text, int offset, int count) {
        var parameters = text.isEmpty()
                ? Map.of("url", List.of(URL + valueSet), "offset", List.of("" + offset), "count", List.of("" + count))
                : Map.of(
                        "url",
                        List.of(URL + valueSet),
                        "filter",
                        List.of(text),
                        "offset",
                        List.of("" + offset),
                        "count",
                        List.of("" + count));
        var reply = operations.answer(Operation.EXPAND, Parameters.of(parameters), Call.PLAIN);
        if (!reply.isSuccess()) {
            throw new IllegalStateException(reply.resource().toString());
        }
        return reply;
    }

    private void report(String what, int calls, IntFunction<Object> call) {
        var best = Long.MAX_VALUE;
        for (var round = 0; round < ROUNDS; round++) {
            best = Math.min(best, cpu(() -> {
                for (var i = 0; i < calls; i++) {
                    last = call.apply(i);
                }
                return last;
            }));
        }
        OUT.printf("  %-34s %8.2f µs CPU%n", what, best / 1e3 / calls);
    }

    private static long cpu(Supplier<?> work) {
        var threads = ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadCpuTime();
        var result = work.get();
        var cost = threads.getCurrentThreadCpuTime() - before;
        if (result == null) {
            throw new IllegalStateException("nothing was done");
        }
        return cost;
    }
}
