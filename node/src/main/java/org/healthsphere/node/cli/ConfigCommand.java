package org.healthsphere.node.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.SettingsReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie config}: the settings there are, or those that a file comes to. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Lists all settings; with --config, checks a file and prints what is in force.")
final class ConfigCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "A node's settings.")
    private @Nullable Path config;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        if (config == null) {
            command.getOut().print(SettingsReference.markdown());
            command.getOut().flush();
            return 0;
        }
        return Answers.of(
                ConfigFile.read(config, System.getenv()), command.getOut(), command.getErr(), Object::toString);
    }
}
