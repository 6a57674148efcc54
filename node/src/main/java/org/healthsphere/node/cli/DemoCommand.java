package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.node.Environment;
import org.healthsphere.node.demo.Demo;
import org.healthsphere.node.demo.DemoReport;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie demo}: three hospitals on this machine tell the story. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Three hospitals on this machine tell the whole story; then their nodes run on.",
        footer = {"", "./hie demo", "./hie demo --once --json    print the report as JSON and end"})
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--patients",
            required = true,
            paramLabel = "DIR",
            description = "What Synthea wrote; './hie demo' sees to it.")
    private @Nullable Path patients;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where to keep the network; './hie demo' takes .hie/demo.")
    private @Nullable Path folder;

    @Option(
            names = "--ledger",
            defaultValue = "embedded",
            paramLabel = "KIND",
            description = "embedded, or fabric: real peers, and four SmartBFT orderers.")
    private String ledger = "embedded";

    @Option(names = "--once", description = "End after the story.")
    private boolean once;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return switch (ledger) {
            case "embedded" -> tell(command, Optional.empty());
            case "fabric" ->
                switch (FabricLedger.machinery()) {
                    case Outcome.Success<FabricNetwork.Machinery>(var machinery) ->
                        tell(command, Optional.of(machinery));
                    case Outcome.Failure<FabricNetwork.Machinery> missing ->
                        Answers.of(missing, command.getOut(), command.getErr(), _ -> "");
                };
            default -> throw new CommandLine.ParameterException(command, "--ledger is embedded or fabric");
        };
    }

    private int tell(CommandLine command, Optional<FabricNetwork.Machinery> fabric)
            throws IOException, InterruptedException {
        var home = folder == null ? Files.createTempDirectory("hie-demo") : folder;
        var environment = new Environment(InstantSource.system(), new SecureRandom());
        var from = Optional.ofNullable(patients).orElseThrow();
        try (var ending = Ending.onSignal();
                var demo = Demo.begin(
                        home,
                        from,
                        environment,
                        fabric,
                        step -> command.getErr().println("  … " + step))) {
            var report = demo.tell();
            command.getOut().println(json ? asJson(report) : DemoPage.of(report) + "\n" + demo.proofs());
            command.getOut().flush();
            if (!once) {
                command.getErr().println(demo.waysIn());
                ending.await();
            }
        }
        return 0;
    }

    private static String asJson(DemoReport report) throws IOException {
        return new ObjectMapper().disable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report);
    }
}
