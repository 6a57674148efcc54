package org.healthsphere.consent.embedded;

import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.LedgerFigures;

/**
 * Measures the embedded ledger, and asserts nothing: run its main. The argument is the count of each kind. What is asked of the
 * ledger itself is in {@link LedgerFigures}, which takes any two members' ledgers.
 */
final class LedgerBench {
    private LedgerBench() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var count = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        var folder = Files.createTempDirectory("ledger-bench");
        out.printf(
                "load average %.1f on %d cores%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        var before = LedgerFigures.cpuMillis();
        try (var network = new TestNetwork(folder, "operator")) {
            out.printf(
                    "start-up: %d ms CPU from JVM start to a listening ledger, %d of it ledger and keys%n",
                    LedgerFigures.cpuMillis(), LedgerFigures.cpuMillis() - before);
            var _ = network.client(NORTH)
                    .submit(ConsentLedgerContract.admission(NORTH))
                    .orElseThrow();
            var _ = network.client(NORTH)
                    .submit(ConsentLedgerContract.admission(SOUTH))
                    .orElseThrow();
            var members = new LedgerFigures.Members(network.client(NORTH), network.client(SOUTH));
            new LedgerFigures(members, NORTH, out).take(count);
            System.gc();
            var memory = ManagementFactory.getMemoryMXBean();
            out.printf(
                    "memory: %d MB heap in use, members included, after %d blocks%n",
                    memory.getHeapMemoryUsage().getUsed() >> 20,
                    network.ledger().height());
            out.printf(
                    "disk: %d bytes a block%n",
                    Files.size(folder.resolve("blocks")) / network.ledger().height());
            restarts(network, folder, out);
        }
    }

    private static void restarts(TestNetwork network, java.nio.file.Path folder, PrintStream out) throws Exception {
        network.stop();
        var snapshot = folder.resolve("snapshot");
        var size = Files.exists(snapshot) ? Files.size(snapshot) : 0;
        var start = System.nanoTime();
        network.start();
        out.printf(
                "restart on %d blocks: %d ms with a snapshot of %d bytes%n",
                network.ledger().height(), LedgerFigures.millis(start), size);
        network.stop();
        Files.deleteIfExists(snapshot);
        start = System.nanoTime();
        network.start();
        out.printf("restart on the same from the blocks alone: %d ms%n", LedgerFigures.millis(start));
        var verify = System.nanoTime();
        var verified = LedgerVerifier.verify(folder, List.of(network.authority.certificate()))
                .orElseThrow();
        out.printf("verified %d transactions in %d ms%n", verified.transactions(), LedgerFigures.millis(verify));
    }
}
