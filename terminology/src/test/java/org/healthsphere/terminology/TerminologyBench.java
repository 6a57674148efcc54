package org.healthsphere.terminology;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Txi;
import org.healthsphere.terminology.library.TerminologyLibrary;

/**
 * Reports what an answer costs in CPU time; asserts nothing.
 *
 * <p>The first argument names a table of ICD-10-CM (gzip, tab-separated: code, parent, billable, display, inclusion terms); what
 * needs it is left out without it.
 */
public final class TerminologyBench {
    private static final int ROUNDS = 7;
    private static final int CALLS = 200_000;
    private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";

    private final PrintStream out;
    private Object last = "";

    private TerminologyBench(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        var bench = new TerminologyBench(System.out);
        bench.start();
        var conditions = "https://healthsphere.org/fhir/CodeSystem/conditions";
        var codes = Samples.bundled().descendantsAndSelf(new Coding(conditions, "metabolic-disorder"));
        bench.out.println(
                "bundled content, codes below one group: " + codes.orElseThrow().size());
        var valueSet = "https://healthsphere.org/fhir/ValueSet/sensitive";
        bench.answers(Samples.bundled(), conditions, codesOf(Samples.bundled(), valueSet), valueSet);
        if (arguments.length > 0 && Files.exists(Path.of(arguments[0]))) {
            bench.icd(Path.of(arguments[0]));
        }
        bench.out.println("(" + bench.last.getClass().getSimpleName() + ")");
    }

    private static List<String> codesOf(CompiledTerminology terminology, String valueSet) {
        return terminology.expand(valueSet).orElseThrow().concepts().stream()
                .filter(concept -> concept.coding().system().endsWith("conditions"))
                .map(concept -> concept.coding().code())
                .toList();
    }

    private void start() throws IOException {
        var folder = Files.createTempDirectory("terminology");
        var first = cpu(() -> TerminologyLibrary.open(folder, BundledContent.sources()));
        var again = cpu(() -> TerminologyLibrary.open(folder, BundledContent.sources()));
        out.printf("first start (compile and record) %.0f ms CPU, next start %.1f ms CPU%n", first / 1e6, again / 1e6);
    }

    private void icd(Path file) throws IOException {
        var system = read(file);
        List<byte[]> compiled = new ArrayList<>();
        var cost = cpu(() -> compiled.add(Compiler.compile(system).orElseThrow()));
        var valueSet = Samples.content(Samples.file("vs.json", """
                {"resourceType":"ValueSet","url":"https://example.org/vs/icd","version":"1","copyright":"CC0",
                 "compose":{"include":[{"system":"%s","filter":[{"property":"concept","op":"is-a","value":"CH19"}]}],
                   "exclude":[{"system":"%s","filter":[{"property":"concept","op":"is-a","value":"S50-S59_B"}]}]}}
                """.formatted(ICD, ICD)));
        var files =
                List.of(txi(compiled.getFirst()), txi(Compiler.compile(valueSet).orElseThrow()));
        out.printf(
                "ICD-10-CM: %,d concepts, compiled in %.0f ms CPU, %,d bytes%n",
                system.rows().size(), cost / 1e6, compiled.getFirst().length);
        out.printf("open %.1f ms CPU%n", cpu(() -> CompiledTerminology.of(List.of(txi(compiled.getFirst())))) / 1e6);
        var codes = system.rows().stream().map(Row::code).toList();
        answers(CompiledTerminology.of(files).orElseThrow(), ICD, codes, "https://example.org/vs/icd");
    }

    private static Txi txi(byte[] bytes) {
        return Txi.of(ByteBuffer.wrap(bytes));
    }

    private static CodeSystem read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (var line : in.lines().skip(1).toList()) {
                var cells = line.split("\t", -1);
                var parents = cells[1].isEmpty() ? List.<String>of() : List.of(cells[1]);
                rows.add(new Row(cells[0], new Words(cells[3], "", List.of()), false, false, parents, List.of()));
            }
        }
        return Samples.codeSystem(new Canonical(ICD, "2021"), rows);
    }

    private void answers(CompiledTerminology terminology, String system, List<String> codes, String valueSet) {
        var random = new Random(1);
        var codings = random.ints(4096, 0, codes.size())
                .mapToObj(i -> new Coding(system, codes.get(i)))
                .toArray(Coding[]::new);
        IntFunction<Coding> any = i -> codings[i & 4095];
        report("lookup", i -> terminology.lookup(any.apply(i)));
        report("subsumes", i -> terminology.subsumes(any.apply(i), any.apply(i * 31 + 7)));
        report("validateCode", i -> terminology.validateCode(valueSet, any.apply(i)));
        var members = terminology.members(valueSet).orElseThrow();
        report("contains", i -> members.contains(any.apply(i)));
        report("page of 10 at half", i -> members.page(members.size() / 2, 10));
        out.printf("expand %,d codes %.2f ms CPU%n", members.size(), cpu(() -> terminology.expand(valueSet)) / 1e6);
    }

    private void report(String what, IntFunction<Object> call) {
        var best = Long.MAX_VALUE;
        for (var round = 0; round < ROUNDS; round++) {
            best = Math.min(best, cpu(() -> {
                for (var i = 0; i < CALLS; i++) {
                    last = call.apply(i);
                }
                return last;
            }));
        }
        out.printf("  %-20s %6.0f ns CPU%n", what, (double) best / CALLS);
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
