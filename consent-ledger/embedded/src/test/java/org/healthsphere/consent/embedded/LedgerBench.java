package org.healthsphere.consent.embedded;

import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.specs.Outcome;

/** Measures, and asserts nothing: run its main. The argument is the count of each kind. */
final class LedgerBench {
    private LedgerBench() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var count = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        var folder = Files.createTempDirectory("ledger-bench");
        var before = cpuMillis();
        try (var network = new TestNetwork(folder, "operator")) {
            out.printf(
                    "CPU from JVM start to a listening ledger: %d ms (%d of it ledger and keys)%n",
                    cpuMillis(), cpuMillis() - before);
            run(network, count, out);
            out.printf(
                    "disk: %d bytes a transaction%n",
                    Files.size(folder.resolve("blocks")) / network.ledger().height());
            network.stop();
            var start = System.nanoTime();
            network.start();
            out.printf("restart on %d blocks: %d ms%n", network.ledger().height(), millis(start));
            var verify = System.nanoTime();
            var verified = LedgerVerifier.verify(folder, java.util.List.of(network.authority.certificate()))
                    .orElseThrow();
            out.printf("verified %d transactions in %d ms%n", verified.transactions(), millis(verify));
        }
    }

    private static void run(TestNetwork network, int count, PrintStream out) throws Exception {
        var _ = network.client(NORTH)
                .submit(ConsentLedgerContract.admission(NORTH))
                .orElseThrow();
        var _ = network.client(NORTH)
                .submit(ConsentLedgerContract.admission(SOUTH))
                .orElseThrow();
        var patient = new PatientApp(NORTH);
        var _ = network.client(NORTH).submit(patient.registration()).orElseThrow();
        for (var round : new String[] {"warm-up", "measured"}) {
            var grants = new long[count];
            var ids = new String[count];
            var cpu = cpuMillis();
            for (var i = 0; i < count; i++) {
                var grant = patient.grant();
                ids[i] = grant.id();
                var start = System.nanoTime();
                var _ = network.client(NORTH).submit(grant).orElseThrow();
                grants[i] = System.nanoTime() - start;
            }
            report(out, round + " grant -> commit", grants, cpu);
            revokes(network, patient, ids, round, out);
        }
    }

    private static void revokes(TestNetwork network, PatientApp patient, String[] ids, String round, PrintStream out)
            throws Exception {
        var times = new long[ids.length];
        var cpu = cpuMillis();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < ids.length; i++) {
                var next = network.client(SOUTH).head().orElseThrow().height() + 1;
                var waiting = threads.submit(() -> seen(network, next));
                Thread.sleep(2);
                var start = System.nanoTime();
                var _ = network.client(NORTH).submit(patient.revoke(ids[i])).orElseThrow();
                times[i] = waiting.get() - start;
            }
        }
        report(out, round + " revoke -> event at another member", times, cpu);
    }

    private static long seen(TestNetwork network, long next) throws IOException {
        return network.client(SOUTH).awaitFrom(next, Duration.ofSeconds(10))
                        instanceof Outcome.Success<java.util.List<LedgerEvent>>
                ? System.nanoTime()
                : 0;
    }

    private static void report(PrintStream out, String what, long[] nanos, long cpuBefore) {
        Arrays.sort(nanos);
        out.printf(
                "%s: p50 %.1f ms, p95 %.1f ms, %.1f ms CPU each (all parties)%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                (cpuMillis() - cpuBefore) / (double) nanos.length);
    }

    private static long cpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000_000;
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
