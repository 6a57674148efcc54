package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The running node of a member, whose operator this is. */
final class OwnMember {
    private static final String OPERATOR = "operator";

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
    private @Nullable Path config;

    private Outcome<NodeConfig> settings() {
        return ConfigFile.read(Optional.ofNullable(config).orElseThrow(), System.getenv());
    }

    /** What is asked of it. */
    private interface Order {
        Outcome<JsonNode> to(OwnNode node) throws InterruptedIOException;
    }

    private Outcome<JsonNode> ask(Order order) {
        return settings()
                .then(settings -> Vaults.open(settings).then(identity -> {
                    try (var node = new OwnNode(settings, identity)) {
                        return order.to(node);
                    } catch (InterruptedIOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }

    Outcome<JsonNode> get(String path) {
        return ask(node -> node.get(OPERATOR, Role.OPERATOR, path));
    }

    Outcome<JsonNode> post(String path, JsonNode order) {
        return ask(node -> node.post(OPERATOR, Role.OPERATOR, path, order));
    }

    /** Where others reach its pages: as was said, else where it listens. */
    Outcome<String> base(Optional<String> said) {
        return said.map(Outcome::of).orElseGet(() -> settings().map(settings -> "https://" + settings.http()));
    }
}
