package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie status}: how the process at hand is, and of several which leads and how far behind the others are. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Says whether the node of these settings is up; of three processes, who leads and who lacks how much.",
        footer = {"", "hie status --config node.conf"})
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
    private @Nullable Path config;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var health = ConfigFile.read(Optional.ofNullable(config).orElseThrow(), System.getenv())
                .then(settings -> Vaults.open(settings).then(identity -> health(settings, identity)));
        var code = Answers.of(health, command.getOut(), command.getErr(), StatusCommand::words);
        return code == 0 && health.map(StatusCommand::isUp).orElseThrow() ? 0 : 1;
    }

    private static Outcome<JsonNode> health(NodeConfig settings, MemberIdentity identity) {
        try (var node = new OwnNode(settings, identity)) {
            return node.health();
        }
    }

    private static boolean isUp(JsonNode health) {
        return health.path("status").asText().equals("up");
    }

    static String words(JsonNode health) {
        List<String> lines = new ArrayList<>();
        lines.add(health.path("status").asText()
                + (health.has("problem") ? ": " + health.path("problem").asText() : ""));
        var cluster = health.path("cluster");
        if (!cluster.isMissingNode()) {
            lines.add(own(cluster));
            if (cluster.path("leads").asBoolean()) {
                cluster.path("others").forEach(other -> lines.add(other(other)));
            }
        }
        return String.join("\n", lines);
    }

    private static String own(JsonNode cluster) {
        var head = cluster.path("head");
        var who = cluster.path("leads").asBoolean()
                ? "leads"
                : head.isMissingNode()
                        ? "hears nobody who leads"
                        : "answers as a copy; process " + head.asInt() + " leads";
        return "process %d %s; %d commits settled, %d of them not seen here yet"
                .formatted(
                        cluster.path("process").asInt(),
                        who,
                        cluster.path("settled").asLong(),
                        cluster.path("behind").asLong());
    }

    private static String other(JsonNode other) {
        var state = (other.path("present").asBoolean() ? "is there" : "is away") + ", and lacks "
                + other.path("behind").asLong() + " commits"
                + (other.path("lost").asBoolean() ? " that nobody has any more: it needs a new folder" : "");
        return "process " + other.path("process").asInt() + " " + state;
    }
}
