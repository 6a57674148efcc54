package org.healthsphere.consent.fabric;

import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.LedgerFigures;

/**
 * Measures a Fabric network on this machine as two of its four hospitals see it, and asserts nothing: run its main. The arguments are
 * the count of each kind and the {@link Ordering}, usually SmartBFT with four orderers.
 */
final class FabricBench {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private FabricBench() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var count = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        var ordering = args.length > 1 ? Ordering.valueOf(args[1]) : Ordering.BFT_4;
        var start = System.nanoTime();
        var fabric = TestFabric.of(ordering);
        out.printf("%s: processes up after %d ms, %d ms CPU%n", ordering, LedgerFigures.millis(start), cpu());
        try (var channel = fabric.channel()) {
            out.printf("with a channel and its contract after %d ms, %d ms CPU%n", LedgerFigures.millis(start), cpu());
            var _ = channel.settled(NORTH)
                    .submit(ConsentLedgerContract.admission(NORTH))
                    .orElseThrow();
            var _ = channel.settled(NORTH)
                    .submit(ConsentLedgerContract.admission(SOUTH))
                    .orElseThrow();
            var members = new LedgerFigures.Members(channel.client(NORTH), channel.client(SOUTH));
            new LedgerFigures(members, NORTH, out).take(count);
            out.printf("memory: %d MB resident in all processes but this one%n", resident());
        } finally {
            TestFabric.end();
        }
    }

    private static long cpu() {
        return LedgerFigures.cpuMillis();
    }

    private static long resident() throws IOException {
        var kilobytes = 0L;
        for (var process : ProcessHandle.current().descendants().toList()) {
            var found = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            if (found.find()) {
                kilobytes += Long.parseLong(found.group(1));
            }
        }
        return kilobytes >> 10;
    }
}
