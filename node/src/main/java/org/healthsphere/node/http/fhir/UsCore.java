package org.healthsphere.node.http.fhir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What US Core 6.1.0 and 8.0.0 want a statement of capabilities to name. */
final class UsCore {
    private static final String FILE = "us-core-profiles.tsv";
    private static final Map<String, List<String>> PROFILES = read();

    private UsCore() {}

    /** The profiles of a type, in the order of their addresses. */
    static List<String> profiles(String type) {
        return PROFILES.getOrDefault(type, List.of());
    }

    private static Map<String, List<String>> read() {
        var stream = Objects.requireNonNull(UsCore.class.getResourceAsStream(FILE), FILE);
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.groupingBy(
                            line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
