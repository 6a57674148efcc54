package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.healthsphere.node.simulation.Scenario;
import org.healthsphere.node.simulation.Simulation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code hie simulate}: many members in one process, with everything that goes wrong in a large network. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Simulates a network of many members in this process, and holds every answer against the truth.",
            "Keys, envelopes, linkage and exchange are the real ones; the way between members and its time are simulated."
        },
        footer = {
            "",
            "hie simulate --members 200 --dead 5%%",
            "",
            "Exit codes: 0 every answer was true, 1 one was not, 2 wrong usage."
        })
final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--members", paramLabel = "N", defaultValue = "200", description = "${DEFAULT-VALUE}.")
    private int members;

    @Option(names = "--patients", paramLabel = "N", defaultValue = "1000", description = "${DEFAULT-VALUE}.")
    private int patients;

    @Option(names = "--queries", paramLabel = "N", defaultValue = "60", description = "${DEFAULT-VALUE}.")
    private int queries;

    @Option(
            names = "--deadline",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "Of a query; ${DEFAULT-VALUE}.")
    private long deadline;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all faults; ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--dead",
            paramLabel = "SHARE",
            defaultValue = "5%",
            converter = Share.class,
            description = "Members that are not there; one in twenty unless said otherwise.")
    private double dead;

    @Option(
            names = "--partitioned",
            paramLabel = "SHARE",
            defaultValue = "0%",
            converter = Share.class,
            description = "Members that are cut off for a third of the time.")
    private double partitioned;

    @Option(
            names = "--slow",
            paramLabel = "SHARE",
            defaultValue = "0%",
            converter = Share.class,
            description = "Members that are forty times as slow.")
    private double slow;

    @Option(
            names = "--lossy",
            paramLabel = "SHARE",
            defaultValue = "0%",
            converter = Share.class,
            description = "Members to whom three messages in ten get lost.")
    private double lossy;

    @Option(
            names = "--byzantine",
            paramLabel = "SHARE",
            defaultValue = "0%",
            converter = Share.class,
            description = "Members that alter, replay, impersonate, mix patients or withhold.")
    private double byzantine;

    @Option(
            names = "--skewed",
            paramLabel = "SHARE",
            defaultValue = "0%",
            converter = Share.class,
            description = "Members whose clock is five minutes ahead.")
    private double skewed;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** A share: {@code 5%} or {@code 0.05}. */
    static final class Share implements ITypeConverter<Double> {
        private static final double HUNDRED = 100;
        private static final String PERCENT = "%";

        @Override
        public Double convert(String text) {
            try {
                return text.endsWith(PERCENT)
                        ? Double.parseDouble(text.substring(0, text.length() - 1)) / HUNDRED
                        : Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("a share is a number of percent, or from 0 to 1");
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var scratch = Files.createTempDirectory("hie-simulate");
        try {
            var shares = new Scenario.Shares(dead, partitioned, slow, lossy, byzantine, skewed);
            var scenario = new Scenario(members, patients, queries, shares, Duration.ofMillis(deadline), seed);
            Files.createDirectories(scratch.resolve("network"));
            var report = Simulation.run(scenario, scratch, new SecureRandom());
            command.getOut().println(json ? report.json().toString() : report.text());
            command.getOut().flush();
            return report.isTrue() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command, Optional.ofNullable(e.getMessage()).orElse("a number is wrong"), e);
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
