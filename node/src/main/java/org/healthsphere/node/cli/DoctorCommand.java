package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.healthsphere.node.Environment;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie doctor}: looks whether a node is fit to run, before it starts or while it runs. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at machine, papers, ledger and members, and asks every member about a patient who does not exist.",
            "It changes nothing. Each thing that is not good comes with its remedy."
        },
        footer = {"", "Exit codes: 0 fit to run, 1 something is wrong, 2 wrong usage."})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print the findings as one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final Environment environment = new Environment(InstantSource.system(), new SecureRandom());

    @Override
    public Integer call() throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return switch (ConfigFile.read(Optional.ofNullable(config).orElseThrow(), System.getenv())) {
            case Outcome.Failure<NodeConfig> wrong ->
                Answers.of(wrong, command.getOut(), command.getErr(), Object::toString);
            case Outcome.Success<NodeConfig>(var settings) -> {
                var report = new Checkup(environment).of(settings);
                command.getOut().println(json ? report.json().toString() : report.text());
                command.getOut().flush();
                yield report.isFit() ? 0 : 1;
            }
        };
    }
}
