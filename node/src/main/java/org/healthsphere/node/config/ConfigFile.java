package org.healthsphere.node.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Reads a node's settings from a file of {@code key = value} lines and from the environment, which wins.
 *
 * <p>An unknown, repeated, missing or impossible setting is an error, and all of them are told at once.
 */
public final class ConfigFile {
    private final Path folder;
    private final Map<Setting, String> given = new EnumMap<>(Setting.class);
    private final List<Problem> problems = new ArrayList<>();

    private ConfigFile(Path folder) {
        this.folder = folder;
    }

    /** Relative paths in the file count from its folder. */
    public static Outcome<NodeConfig> read(Path file, Map<String, String> environment) {
        try {
            var absolute = file.toAbsolutePath();
            var folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
            return read(Files.readAllLines(absolute), folder, environment);
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("the configuration file " + file + " cannot be read"));
        }
    }

    static Outcome<NodeConfig> read(List<String> lines, Path folder, Map<String, String> environment) {
        var config = new ConfigFile(folder);
        for (var i = 0; i < lines.size(); i++) {
            config.line(i + 1, lines.get(i).strip());
        }
        config.environment(environment);
        return config.checked();
    }

    private void line(int number, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        var equals = line.indexOf('=');
        if (equals < 0) {
            problems.add(new Problem("line " + number, "has no '='; a setting reads 'key = value'"));
            return;
        }
        var key = line.substring(0, equals).strip();
        Setting.of(key)
                .ifPresentOrElse(
                        setting -> give(setting, line.substring(equals + 1).strip()),
                        () -> problems.add(new Problem(key, "is not a setting; 'hie config --help' lists them")));
    }

    private void give(Setting setting, String value) {
        if (given.put(setting, value) != null) {
            problems.add(new Problem(setting.key(), "is given twice"));
        }
    }

    private void environment(Map<String, String> environment) {
        for (var setting : Setting.values()) {
            Optional.ofNullable(environment.get(setting.variable())).ifPresent(value -> given.put(setting, value));
        }
    }

    private Outcome<NodeConfig> checked() {
        var values = new SettingValues(given, folder, problems);
        var config = values.config();
        return problems.isEmpty()
                ? Outcome.of(config.orElseThrow())
                : Outcome.failed(new Fault.Invalid(List.copyOf(problems)));
    }
}
