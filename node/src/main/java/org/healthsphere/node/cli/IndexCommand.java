package org.healthsphere.node.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.KeptKeys;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameterFolder;
import org.healthsphere.node.store.index.SearchParameters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie index}: makes the search index anew from the store. */
@Command(name = "index", mixinStandardHelpOptions = true, description = "Maintains the search index of a stopped node.")
final class IndexCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "rebuild",
            mixinStandardHelpOptions = true,
            description = "Throws the index away and makes it anew. The node must be stopped.")
    int rebuild(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return Answers.of(
                ConfigFile.read(config, System.getenv())
                        .then(settings -> Vaults.open(settings)
                                .then(identity -> SearchParameterFolder.read(
                                                settings.fhir().searchParameters())
                                        .map(parameters -> rebuilt(settings, identity, parameters)))),
                command.getOut(),
                command.getErr(),
                change -> "The index is made anew, up to change " + change + ".");
    }

    private static long rebuilt(NodeConfig config, MemberIdentity identity, SearchParameters parameters) {
        var settings =
                IgniteSettings.of(config.data().resolve("store"), config.id().value());
        var clock = InstantSource.system();
        var keys = KeptKeys.open(config, identity, new SecureRandom(), clock);
        try (var store = IgniteResourceStore.open(settings, keys, clock);
                var index = LuceneResourceIndex.open(
                        store, parameters, config.data().resolve("index"))) {
            index.rebuild();
            return index.appliedChange();
        }
    }
}
