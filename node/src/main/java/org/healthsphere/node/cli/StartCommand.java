package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Node;
import org.healthsphere.node.Running;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.store.index.SearchParameterFolder;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie start}: one node, until it is told to stop. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts one node and runs until Ctrl-C or SIGTERM.",
        footer = {
            "",
            "hie start --config /etc/hie/node.conf",
            "hie start --dev --data /tmp/node --port 8443 --json    a node of its own for tools: embedded ledger, own authority"
        })
final class StartCommand implements Callable<Integer> {
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

    @Option(names = "--config", paramLabel = "FILE", description = "The node's settings; 'hie config' lists them.")
    private @Nullable Path config;

    @Option(names = "--dev", description = "A node with its own authority and embedded ledger, for tools and tests.")
    private boolean dev;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "With --dev: where it keeps everything; the data folder of the node is DIR/node.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --dev: HTTPS port; 0 takes a free one.")
    private int port;

    @Option(names = "--json", description = "Print one line of JSON when ready.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final Environment environment = new Environment(InstantSource.system(), new SecureRandom());

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (dev == (config != null) || (dev && data == null)) {
            return refuse(2, "give either --config FILE, or --dev with --data DIR");
        }
        if (dev) {
            try (var ending = Ending.onSignal();
                    var node = DevNode.start(Optional.ofNullable(data).orElseThrow(), port, environment)) {
                tell(node.config(), node.running(), node.ledgerAddress());
                ending.await(LedgerCommand.PUBLICATION, node::keepUp);
                return 0;
            }
        }
        var read = ConfigFile.read(Optional.ofNullable(config).orElseThrow(), System.getenv())
                .then(settings -> SearchParameterFolder.read(settings.fhir().searchParameters())
                        .map(_ -> settings));
        return switch (read) {
            case Outcome.Failure<NodeConfig>(var fault) -> refuse(1, Answers.words(fault));
            case Outcome.Success<NodeConfig>(var settings) -> {
                try (var ending = Ending.onSignal();
                        var running = Node.start(settings, environment)) {
                    tell(settings, running, settings.ledger().address().toString());
                    ending.await();
                    yield 0;
                }
            }
        };
    }

    private void tell(NodeConfig settings, Running running, String ledger) throws IOException {
        var token =
                running.tokens().issue(new Wanted("system", Role.SYSTEM, Set.of(new Scope("*", "cruds")), TOKEN_LIFE));
        var line = ReadyLine.of(settings, running, ledger, token);
        out().println(json ? line.json() : line.words());
        out().flush();
    }

    private int refuse(int code, String words) {
        var err = Optional.ofNullable(spec).orElseThrow().commandLine().getErr();
        err.println(words);
        err.flush();
        return code;
    }

    private PrintWriter out() {
        return Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
    }
}
