package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie backup}: has the running node write a backup; checks one. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Backups of a running node, in the folder that the setting backup.folder names.",
        footer = {
            "",
            "hie backup write --config node.conf --full     everything",
            "hie backup write --config node.conf            what came since the last one",
            "hie backup verify --config node.conf",
            "",
            "A backup holds no key: keep the file that keys.copy names apart from it."
        })
final class BackupCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "write",
            mixinStandardHelpOptions = true,
            description = "Writes a backup. The node runs on and takes in what comes meanwhile.")
    int write(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config,
            @Option(names = "--full", description = "Everything, and not only what came since the last backup.")
                    boolean full) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var order = JsonNodeFactory.instance.objectNode().put("kind", full ? "full" : "incremental");
        var written = ConfigFile.read(config, System.getenv())
                .then(settings -> Vaults.open(settings).then(identity -> {
                    try (var node = new OwnNode(settings, identity)) {
                        return node.post("operator", Role.OPERATOR, "/api/v1/backups", order);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        return Answers.of(
                written,
                command.getOut(),
                command.getErr(),
                backup -> "The backup %s is complete: %s, up to change %d, %d bytes."
                        .formatted(
                                backup.path("backup").asText(),
                                backup.path("kind").asText(),
                                backup.path("change").asLong(),
                                backup.path("bytes").asLong()));
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Checks every signature and digest of a backup and of those that it adds to.")
    int verify(@Mixin BackupPlace place) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return Answers.of(
                place.open().then(found -> found.restore().verify(found.folder(), place.name())),
                command.getOut(),
                command.getErr(),
                checked -> "The backup %s is whole: %d in its chain, up to change %d."
                        .formatted(checked.name(), checked.backups(), checked.to()));
    }
}
