package org.healthsphere.tools;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.LargeSystem;
import org.healthsphere.terminology.Terminology.CodeSet;
import org.healthsphere.terminology.fhir.Call;
import org.healthsphere.terminology.fhir.Operation;
import org.healthsphere.terminology.fhir.Parameters;
import org.healthsphere.terminology.fhir.Reply;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Members;
import org.healthsphere.terminology.index.Texts;
import org.healthsphere.terminology.index.Txi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one answer costs; the native calls and the operations with their JSON, asked for the first time and again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class TerminologyJmh {
    private static final String URL = LargeSystem.URL;

    @Param("350000")
    public int concepts;

    private LargeSystem large;
    private CompiledTerminology terminology;
    private TerminologyOperations operations;
    private Coding[] codings;
    private Coding[] others;
    private CodeSet below;
    private Members members;
    private String medium = "";
    private int at;

    @Setup
    public void open() throws IOException {
        large = new LargeSystem(concepts);
        Path folder = Files.createTempDirectory("jmh");
        Path file = folder.resolve("large.txi");
        Files.write(file, Compiler.compile(large.system()).orElseThrow());
        Texts texts = Texts.in(folder);
        try (FileChannel channel = FileChannel.open(file)) {
            Txi txi = Txi.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            texts.prepare(txi);
            terminology = CompiledTerminology.of(List.of(txi), texts).orElseThrow();
        }
        operations = new TerminologyOperations(terminology, InstantSource.fixed(Instant.EPOCH), "jmh");
        codings = codings(1);
        others = codings(2);
        below = terminology.descendantsAndSelf(new Coding(URL, "c3")).orElseThrow();
        members = terminology.members(URL + "?fhir_vs=isa/c3").orElseThrow();
        medium = closestTo(5_237);
    }

    /** The code that has about so many below it; says how many it is. */
    private String closestTo(int size) {
        String closest = "c1";
        int best = Integer.MAX_VALUE;
        for (int i = 1; i < 2_000; i++) {
            int below = terminology.descendantsAndSelf(new Coding(URL, "c" + i)).orElseThrow().size();
            if (Math.abs(below - size) < Math.abs(best - size)) {
                best = below;
                closest = "c" + i;
            }
        }
        System.out.println("# whole expansion: " + best + " codes");
        return closest;
    }

    private Coding[] codings(int seed) {
        return new Random(seed).ints(4096, 0, concepts).mapToObj(i -> new Coding(URL, "c" + i)).toArray(Coding[]::new);
    }

    private int next() {
        at++;
        return at & 4095;
    }

    @Benchmark
    public Object lookup() {
        return terminology.lookup(codings[next()]);
    }

    @Benchmark
    public Object subsumes() {
        int i = next();
        return terminology.subsumes(codings[i], others[i]);
    }

    @Benchmark
    public boolean membership() {
        return below.contains(codings[next()]);
    }

    @Benchmark
    public Object pageOfTenNative() {
        return members.page(next() * 10, 10);
    }

    /** With its JSON, of one of 4,096 codes: after the first round it is at hand. */
    @Benchmark
    public Reply lookupJsonAgain() {
        return lookup(codings[next()].code());
    }

    /** With its JSON, made anew: the codes are more than are kept at hand. */
    @Benchmark
    public Reply lookupJsonFirst() {
        at++;
        return lookup("c" + (int) (at * 7919L % concepts));
    }

    private Reply lookup(String code) {
        return operations.answer(
                Operation.LOOKUP, Parameters.of(Map.of("system", List.of(URL), "code", List.of(code))), Call.PLAIN);
    }

    @Benchmark
    public Reply pageOfTenJson() {
        return expand("?fhir_vs=isa/c3", "", next() * 10, 10);
    }

    /** All codes with their JSON, asked for again. */
    @Benchmark
    public Reply wholeJsonAgain() {
        Reply reply = operations.answer(
                Operation.EXPAND, Parameters.of(Map.of("url", List.of(URL + "?fhir_vs=isa/" + medium))), Call.PLAIN);
        if (!reply.isSuccess()) {
            throw new IllegalStateException(reply.json().utf8());
        }
        return reply;
    }

    @Benchmark
    public Reply textInHierarchyJson() {
        return expand("?fhir_vs=isa/c3", large.beginning(next()), 0, 20);
    }

    @Benchmark
    public Reply twoWordsInAllJson() {
        int i = next();
        return expand("?fhir_vs", large.beginning(i) + " " + large.beginning(i + 1), 0, 20);
    }

    private Reply expand(String valueSet, String text, int offset, int count) {
        Map<String, List<String>> in = text.isEmpty()
                ? Map.of("url", List.of(URL + valueSet), "offset", List.of("" + offset), "count", List.of("" + count))
                : Map.of("url", List.of(URL + valueSet), "filter", List.of(text), "count", List.of("" + count));
        Reply reply = operations.answer(Operation.EXPAND, Parameters.of(in), Call.PLAIN);
        if (!reply.isSuccess()) {
            throw new IllegalStateException(reply.json().utf8());
        }
        return reply;
    }
}
