package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which interaction is asked for: the first of those offered whose method and path are that. There are a hundred, and most share a few
 * shapes, so they are told apart by how many segments their paths have, and segment by segment.
 */
final class Paths {
    private static final char VARIABLE = ':';

    private final Map<Shape, List<Template>> templates = new HashMap<>();

    /** Where a path can be told from others without looking at what is in it. */
    private record Shape(HttpMethod method, int segments) {}

    private record Template(Interaction interaction, List<String> segments) {
        boolean fits(List<String> path) {
            for (var i = 0; i < segments.size(); i++) {
                if (!isVariable(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        Map<String, String> parts(List<String> path) {
            var parts = new HashMap<String, String>();
            for (var i = 0; i < segments.size(); i++) {
                if (isVariable(segments.get(i))) {
                    parts.put(segments.get(i).substring(1), path.get(i));
                }
            }
            return parts;
        }
    }

    /**
     * An interaction that is asked for.
     *
     * @param parts what stands in the path for its variables, decoded
     */
    record Found(Interaction interaction, Map<String, String> parts) {
        Found {
            parts = Map.copyOf(parts);
        }

        /** Empty where the path has no such part. */
        String part(String name) {
            return parts.getOrDefault(name, "");
        }
    }

    Paths(List<Interaction> interactions) {
        for (var interaction : interactions) {
            var segments = Segments.of(interaction.path()).orElseThrow();
            templates
                    .computeIfAbsent(new Shape(interaction.method(), segments.size()), _ -> new ArrayList<>())
                    .add(new Template(interaction, segments));
        }
    }

    /**
     * Finds it.
     *
     * @param path what {@link Segments} read
     */
    Optional<Found> find(HttpMethod method, List<String> path) {
        var shape = new Shape(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method, path.size());
        for (var template : templates.getOrDefault(shape, List.of())) {
            if (template.fits(path)) {
                return Optional.of(new Found(template.interaction(), template.parts(path)));
            }
        }
        return Optional.empty();
    }

    private static boolean isVariable(String segment) {
        return segment.charAt(0) == VARIABLE;
    }
}
