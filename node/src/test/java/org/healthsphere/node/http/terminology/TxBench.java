package org.healthsphere.node.http.terminology;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Loads a terminology server with the twenty kinds of question of HealthSamurai's tx-benchmark, put to open data, and reports answers a
 * second, times and the processor time of the server; asserts only that answers are right.
 *
 * <p>Arguments: folder of the open data, port, process id of the server, seconds for each kind, connections.
 */
public final class TxBench {
    private static final PrintStream OUT = System.out;
    private static final int TICKS_A_SECOND = 100;

    private final int port;
    private final Path stat;
    private final double seconds;
    private final int connections;

    private TxBench(int port, Path stat, double seconds, int connections) {
        this.port = port;
        this.stat = stat;
        this.seconds = seconds;
        this.connections = connections;
    }

    public static void main(String[] arguments) throws Exception {
        var bench = new TxBench(
                Integer.parseInt(arguments[1]),
                Path.of("/proc", arguments[2], "stat"),
                Double.parseDouble(arguments[3]),
                Integer.parseInt(arguments[4]));
        OUT.printf("%-5s %-34s %9s %8s %8s %8s %10s%n", "", "", "answers/s", "p50 ms", "p99 ms", "wrong", "CPU µs");
        var scenarios = new TxScenarios(Path.of(arguments[0])).all();
        for (var scenario : scenarios) {
            var _ = bench.load(scenario, bench.seconds / 2);
        }
        for (var scenario : scenarios) {
            bench.run(scenario);
        }
    }

    private void run(TxScenarios.Scenario scenario) throws Exception {
        var before = ticks();
        var times = load(scenario, seconds);
        var ticks = ticks() - before;
        var sorted = times.stream().mapToLong(Sample::nanos).sorted().toArray();
        var wrong = times.stream().filter(sample -> !sample.right()).count();
        OUT.printf(
                Locale.ROOT,
                "%-5s %-34s %9.0f %8.2f %8.2f %8d %10.0f%n",
                scenario.id(),
                scenario.what(),
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                wrong,
                1e6 * ticks / TICKS_A_SECOND / sorted.length);
    }

    /** Processor time of the server so far. */
    private long ticks() throws IOException {
        var line = Files.readString(stat);
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private List<Sample> load(TxScenarios.Scenario scenario, double time) throws InterruptedException {
        List<Sample> all = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            List<Callable<List<Sample>>> users = new ArrayList<>();
            for (var i = 0; i < connections; i++) {
                var random = new Random(i);
                users.add(() -> ask(scenario, random, time));
            }
            for (var user : threads.invokeAll(users)) {
                all.addAll(user.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    private List<Sample> ask(TxScenarios.Scenario scenario, Random random, double time) throws IOException {
        List<Sample> samples = new ArrayList<>();
        var requests = scenario.requests();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            var end = System.nanoTime() + (long) (time * 1e9);
            for (var start = System.nanoTime(); start < end; start = System.nanoTime()) {
                socket.getOutputStream().write(requests.get(random.nextInt(requests.size())));
                var answer = read(in);
                samples.add(
                        new Sample(System.nanoTime() - start, scenario.isRight().test(answer)));
            }
        }
        return samples;
    }

    private static String read(InputStream in) throws IOException {
        var status = line(in);
        var length = 0;
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return status + "\n" + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) {
        try {
            var bytes = new byte[256];
            var used = 0;
            for (var b = in.read(); b != '\n' && b >= 0; b = in.read()) {
                if (used == bytes.length) {
                    bytes = Arrays.copyOf(bytes, used * 2);
                }
                bytes[used++] = (byte) b;
            }
            return new String(bytes, 0, Math.max(0, used - 1), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Sample(long nanos, boolean right) {}
}
