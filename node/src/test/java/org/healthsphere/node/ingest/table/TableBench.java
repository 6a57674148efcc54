package org.healthsphere.node.ingest.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.node.ingest.AesSeal;
import org.healthsphere.node.ingest.FolderQuarantine;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Originals;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.TestDayKeys;
import org.healthsphere.node.ingest.TestTerminology;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.ignite.Keys;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;

/**
 * Measures rows of labs, durable, mapped and indexed, per second of CPU of the whole process, and asserts nothing: run its main. The
 * arguments are a folder, the rows of a round, and the patients among whom they are.
 */
final class TableBench {
    private static final int ROUNDS = 8;

    private TableBench() {}

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var folder = Files.createDirectories(Path.of(arguments[0]));
        var rows = Integer.parseInt(arguments[1]);
        var patients = Integer.parseInt(arguments[2]);
        var terminology = new TestTerminology();
        var clock = InstantSource.system();
        try (var store = IgniteResourceStore.open(
                        IgniteSettings.of(folder.resolve("store"), "bench"), Keys.in(folder), clock);
                var index = LuceneResourceIndex.open(store, SearchParameters.r4(), folder.resolve("index"))) {
            var ingest = new Ingest(
                    new StoreSink(store),
                    new Ingest.Keeping(
                            new FolderQuarantine(
                                    folder.resolve("quarantine"),
                                    new AesSeal(new SecretKeySpec(new byte[32], "AES"), new SecureRandom())),
                            Optional.of(new Originals(store, new TestDayKeys(), 30))),
                    new Ingest.Meaning(
                            terminology, SensitivityLabels.from(terminology).orElseThrow()),
                    List.of(new TableFeed()),
                    List.of(new Source("lab", ZoneId.of("UTC"), Map.of(), Map.of(), Map.of())),
                    clock);
            for (var round = 0; round < ROUNDS; round++) {
                var csv = labs(round, rows, patients);
                var before = cpu();
                var taken = CsvRows.open(new ByteArrayInputStream(csv), CsvForm.USUAL, "labs", "labs.csv")
                        .then(new Intake(ingest, "lab")::take)
                        .orElseThrow();
                var durable = cpu();
                index.catchUp();
                var indexed = cpu();
                out.printf(
                        "round %d: %s; %.0f rows a CPU second durable, %.0f indexed too%n",
                        round, taken, rows / (durable - before), rows / (indexed - before));
            }
        }
    }

    /** Results of one patient after the other, as a laboratory exports them. */
    private static byte[] labs(int round, int rows, int patients) {
        var random = new SplittableRandom(round);
        var text = new StringBuilder("result_id,mrn,test_code,test_system,test_name,value,unit,taken_at,status\n");
        for (var i = 0; i < rows; i++) {
            text.append("r%d-%d,%d,2345-7,LOINC,Glucose,%d.%d,mmol/L,2026-01-%02dT08:30:00,final\n"
                    .formatted(
                            round,
                            i,
                            (long) i * patients / rows,
                            random.nextInt(3, 20),
                            random.nextInt(10),
                            1 + random.nextInt(28)));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static double cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
