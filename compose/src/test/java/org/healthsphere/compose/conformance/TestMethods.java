package org.healthsphere.compose.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tests of all modules, read from their sources: a class of another module is not on this one's class path. */
final class TestMethods {
    private static final Path ROOT = Path.of("..");

    /** An annotation that makes a test, and the method that comes next. */
    private static final Pattern TEST =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\\b[^;]*?"
                    + "\\b(?:void|Stream<\\w+>|List<\\w+>|Iterable<\\w+>)\\s+(\\w+)\\s*\\(");

    private TestMethods() {}

    /** All of them, as {@code XTest.what_is_shown}. */
    static Set<String> all() {
        return sources().flatMap(TestMethods::of).collect(Collectors.toUnmodifiableSet());
    }

    static Stream<String> of(Path source) {
        var file = source.getFileName().toString();
        var name = file.substring(0, file.length() - ".java".length());
        try {
            return of(name, Files.readString(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of one source. Strings are left out: a brace in one is none of Java's. */
    static Stream<String> of(String name, String java) {
        var bare = java.replaceAll("(?s)\"\"\".*?\"\"\"", "\"\"").replaceAll("\"(?:\\\\.|[^\"\\\\\n])*\"", "\"\"");
        return TEST.matcher(bare).results().map(found -> name + "." + found.group(1));
    }

    private static Stream<Path> sources() {
        try (var files = Files.walk(ROOT)) {
            return files
                    .filter(path -> path.toString().contains("/src/test/java/")
                            && path.toString().endsWith(".java"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
