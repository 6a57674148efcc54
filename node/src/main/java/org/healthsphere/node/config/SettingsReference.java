package org.healthsphere.node.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The page of all settings, rendered from {@link Setting}; {@code docs/settings.md} is exactly this. */
public final class SettingsReference {
    private SettingsReference() {}

    public static String markdown() {
        return """
                # Settings

                A node reads one file of `key = value` lines (`hie start --config FILE`). A variable of the environment overrides the file.
                Unknown, repeated, missing and impossible settings stop the start, and all of them are told at once.

                | setting | variable | default | meaning |
                | --- | --- | --- | --- |
                """ + Arrays.stream(Setting.values()).map(SettingsReference::row).collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        return "| `%s` | `%s` | %s | %s |%n"
                .formatted(
                        setting.key(),
                        setting.variable(),
                        setting.byDefault().map(value -> "`" + value + "`").orElse("must be given"),
                        setting.meaning());
    }
}
