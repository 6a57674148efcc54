package org.healthsphere.node.web.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds what must be installed, and says what to do if it is not. */
final class Program {
    private Program() {}

    /** By this variable of the environment, or the first of these names on the PATH. */
    static Path find(String variable, List<String> names) {
        return Optional.ofNullable(System.getenv(variable))
                .map(Path::of)
                .or(() -> names.stream().flatMap(n -> onPath(n).stream()).findFirst())
                .filter(Files::isExecutable)
                .orElseThrow(() -> new IllegalStateException("The browser tests need " + names.getFirst()
                        + ": install the Debian packages chromium and chromium-driver, or name the program in "
                        + variable + "."));
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
