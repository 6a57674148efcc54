package org.healthsphere.node.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hie restore}: puts a stopped node back to a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a stopped node's folder back to what a backup holds. All of the backup is verified before anything is replaced;",
            "what was there stays beside it, without keys, index and accounts. Who was erased stays erased."
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private @Nullable BackupPlace place;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var wanted = Optional.ofNullable(place).orElseThrow();
        return Answers.of(
                wanted.open().then(found -> found.restore().restore(found.folder(), wanted.name())),
                command.getOut(),
                command.getErr(),
                restored ->
                        "The node stands as in the backup %s, up to change %d. Its index is made anew when it starts."
                                .formatted(restored.name(), restored.to()));
    }
}
