package org.healthsphere.node.ingest.v2;

import static org.healthsphere.node.ingest.v2.Messages.message;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.node.ingest.AesSeal;
import org.healthsphere.node.ingest.FolderQuarantine;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Originals;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.TestDayKeys;
import org.healthsphere.node.ingest.TestTerminology;
import org.healthsphere.node.ingest.Together;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.ignite.Keys;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;

/**
 * Measures ADT and ORU messages in turn, durable, kept, mapped and indexed, per second of CPU of the whole process, and asserts
 * nothing: run its main, on Linux. The arguments are a folder, the messages of a round, the patients among whom they are, and how many
 * senders there are, each of whom waits for an answer before he sends the next one. {@code -Dbench.rounds} says how many rounds.
 */
final class V2Bench {
    /** The twelfth field behind the name (proc(5)), in hundredths of a second. */
    private static final int USER_TICKS = 11;

    private static final double TICKS = 100;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 8);

    private V2Bench() {}

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var folder = Files.createDirectories(Path.of(arguments[0]));
        var messages = Integer.parseInt(arguments[1]);
        var patients = Integer.parseInt(arguments[2]);
        var senders = Integer.parseInt(arguments[3]);
        try (var store = IgniteResourceStore.open(
                        IgniteSettings.of(folder.resolve("store"), "bench"), Keys.in(folder), InstantSource.system());
                var index = LuceneResourceIndex.open(store, SearchParameters.r4(), folder.resolve("index"))) {
            var ingest = ingest(folder, store);
            for (var round = 0; round < ROUNDS; round++) {
                var all = messages(round, messages, patients);
                var compiled = compiler();
                var before = cpu();
                send(ingest, all, senders);
                var durable = cpu();
                index.catchUp();
                var indexed = cpu();
                var running = indexed - before - (compiler() - compiled);
                out.printf(
                        "round %d: %s in %d commits; %.0f messages a CPU second durable, %.0f indexed too,"
                                + " %.0f when nothing is left to compile%n",
                        round,
                        ingest.report(),
                        store.lastChange(),
                        messages / (durable - before),
                        messages / (indexed - before),
                        messages / running);
            }
        }
    }

    private static Ingest ingest(Path folder, ResourceStore store) {
        var terminology = new TestTerminology();
        return new Ingest(
                new Together(new StoreSink(store)),
                new Ingest.Keeping(
                        new FolderQuarantine(
                                folder.resolve("quarantine"),
                                new AesSeal(new SecretKeySpec(new byte[32], "AES"), new SecureRandom())),
                        Optional.of(new Originals(store, new TestDayKeys(), 30))),
                new Ingest.Meaning(
                        terminology, SensitivityLabels.from(terminology).orElseThrow()),
                List.of(new V2Feed()),
                List.of(Kit.source()),
                InstantSource.system());
    }

    private static void send(Ingest ingest, List<Bytes> messages, int senders) {
        try (var connections = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, senders).forEach(sender -> {
                var _ = connections.submit(() -> {
                    for (var i = sender; i < messages.size(); i += senders) {
                        var _ = ingest.take("v2", "north", messages.get(i));
                    }
                });
            });
        }
    }

    private static List<Bytes> messages(int round, int count, int patients) {
        var random = new SplittableRandom(round);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var number = round + "-" + i;
                    var who = pid(String.valueOf(random.nextInt(patients)), "Muster^Maria||19700102|F");
                    return Bytes.utf8(
                            i % 2 == 0
                                    ? message(
                                            "ADT^A08",
                                            number,
                                            who,
                                            "PV1|1|I|W^101^1|||||||||||||||V" + number + "^^^NORTH",
                                            "DG1|1||A^Asthma^LOC")
                                    : message(
                                            "ORU^R01",
                                            number,
                                            who,
                                            "OBR|1|P" + number + "^HS|F" + number
                                                    + "^LAB|24323-8^Metabolic"
                                                    + " panel^LN|||20240102080000||||||||||||||||||F",
                                            "OBX|1|NM|2345-7^Glucose^LN||" + random.nextInt(60, 200)
                                                    + "|mg/dL^mg/dL^UCUM|70-99|N|||F|||20240102080000",
                                            "OBX|2|NM|2160-0^Creatinine^LN||1." + random.nextInt(10)
                                                    + "|mg/dL^mg/dL^UCUM|0.6-1.2|N|||F|||20240102080000"));
                })
                .toList();
    }

    /** What the compiler of the JVM has used so far; with {@code -XX:-UseDynamicNumberOfCompilerThreads} all of it. */
    private static double compiler() throws IOException {
        var sum = 0.0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (var thread : threads) {
                sum += ticks(thread.resolve("stat"));
            }
        }
        return sum / TICKS;
    }

    private static double ticks(Path thread) throws IOException {
        try {
            var stat = Files.readString(thread);
            var end = stat.lastIndexOf(')');
            var fields = stat.substring(end + 2).split(" ", -1);
            return stat.substring(0, end).matches("(?s)\\d+ \\(C[12] Comp.*")
                    ? Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[USER_TICKS + 1])
                    : 0;
        } catch (NoSuchFileException _) {
            // It has ended meanwhile.
            return 0;
        }
    }

    private static double cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
