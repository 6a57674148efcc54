package org.healthsphere.node.http.fhir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Synthetic records with a resource of every type that US Core has, and the searches that it wants (see {@code us-core/}). */
final class UsCoreSample {
    private UsCoreSample() {}

    /** All resources, one in a line. */
    static List<String> resources() {
        return lines("record.ndjson");
    }

    /**
     * A search of US Core's statements of capabilities.
     *
     * @param baseline what 6.1.0 says of it: SHALL, SHOULD, MAY, or nothing
     * @param current what 8.0.0 says of it
     * @param parameters joined by plus signs
     * @param finds the ids of the sample that meet it
     */
    record Search(
            String type, String baseline, String current, List<String> parameters, String query, List<String> finds) {
        boolean isRequired() {
            return baseline.equals("SHALL") || current.equals("SHALL");
        }

        @Override
        public String toString() {
            return type + "?" + query;
        }
    }

    static List<Search> searches() {
        return lines("searches.csv").stream()
                .skip(1)
                .map(line -> line.split(";", -1))
                .map(f -> new Search(
                        f[0], f[1], f[2], List.of(f[3].split("\\+", -1)), f[4], List.of(f[5].split(" ", -1))))
                .toList();
    }

    private static List<String> lines(String name) {
        try (var stream = Objects.requireNonNull(UsCoreSample.class.getResourceAsStream("/us-core/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
