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

    private Outcome<OwnNode> node() {
        return settings().then(settings -> Vaults.open(settings).map(identity -> new OwnNode(settings, identity)));
    }

    Outcome<JsonNode> get(String path) {
        return node().then(own -> {
            try {
                return own.get(OPERATOR, Role.OPERATOR, path);
            } catch (InterruptedIOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    Outcome<JsonNode> post(String path, JsonNode order) {
        return node().then(own -> {
            try {
                return own.post(OPERATOR, Role.OPERATOR, path, order);
            } catch (InterruptedIOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Where others reach its pages: as was said, else where it listens. */
    Outcome<String> base(Optional<String> said) {
        return said.map(Outcome::of).orElseGet(() -> settings().map(settings -> "https://" + settings.http()));
    }
}
