package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.VaultFile;
import org.healthsphere.node.backup.Restore;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which backup of which node. */
final class BackupPlace {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
    private @Nullable Path config;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "The folder of backups, when it is not the one that backup.folder names.")
    private @Nullable Path from;

    @Option(names = "--backup", paramLabel = "NAME", description = "A backup of the folder; without it, the newest.")
    private @Nullable String name;

    /** The folder, and who reads it. */
    record Found(Path folder, Restore restore) {}

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    Outcome<Found> open() {
        return ConfigFile.read(Optional.ofNullable(config).orElseThrow(), System.getenv())
                .then(settings -> folder(settings)
                        .then(folder -> vault(settings, folder).map(identity -> found(settings, folder, identity))));
    }

    private Outcome<Path> folder(NodeConfig settings) {
        return Optional.ofNullable(from)
                .or(() -> settings.upkeep().backups())
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(
                        new Fault.Invalid("give --from DIR: the setting backup.folder names no folder")));
    }

    /** The node's own vault; where the folder is lost, the copy in the backup, which the same passphrase opens. */
    private Outcome<MemberIdentity> vault(NodeConfig settings, Path folder) {
        if (new NodeFolder(settings.data()).vault().exists()) {
            return Vaults.open(settings);
        }
        return name().or(() -> Restore.newest(folder))
                .map(backup -> {
                    try {
                        return new VaultFile(folder.resolve(backup).resolve("vault"))
                                .open(Passphrase.read(settings.secrets()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("a backup in this folder")));
    }

    private static Found found(NodeConfig settings, Path folder, MemberIdentity identity) {
        var where = new Restore.Where(settings.data(), settings.upkeep().keysCopy());
        return new Found(folder, new Restore(where, identity, InstantSource.system(), new SecureRandom()));
    }
}
