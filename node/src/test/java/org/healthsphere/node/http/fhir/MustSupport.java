package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An element that US Core wants a server to be able to show, and where it stands in a resource (see {@code us-core/}).
 *
 * @param release of US Core: one of them, or both
 * @param profile its name, the end of its URL
 * @param element its id in the profile
 * @param where alternatives with bars between them; each a path of members, a condition in brackets, and behind an arrow what a
 *     reference leads to: a profile, or a type of resource
 */
public record MustSupport(String release, String profile, String element, String where) {
    private static final String PROFILES = "http://hl7.org/fhir/us/core/StructureDefinition/";

    public static String url(String profile) {
        return PROFILES + profile;
    }

    public static List<MustSupport> all() {
        return lines("must-support.tsv").stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> new MustSupport(cells[0], cells[1], cells[2], cells[3]))
                .toList();
    }

    /** The resources that show every element, one in a line; all of them made up. */
    public static List<String> resources() {
        return lines("must-support.ndjson");
    }

    private static List<String> lines(String name) {
        try (var in = Objects.requireNonNull(MustSupport.class.getResourceAsStream("/us-core/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The profiles that a resource claims. */
    public static Stream<String> claimed(JsonNode resource) {
        return resource.at("/meta/profile").valueStream().map(JsonNode::asText);
    }

    /**
     * Whether a resource has it.
     *
     * @param leads whether a reference leads to a resource of this profile or type
     */
    boolean isIn(JsonNode resource, Leads leads) {
        return Arrays.stream(where.split(" \\| ", -1)).anyMatch(alternative -> {
            var parts = alternative.split("->", -1);
            Predicate<JsonNode> counts = parts.length == 1
                    ? value -> !value.isEmpty() || value.isValueNode()
                    : value -> leads.to(value.path("reference").asText(), parts[1]);
            return values(resource, steps(parts[0])).anyMatch(counts);
        });
    }

    /** What is known of the resources that references lead to. */
    @FunctionalInterface
    interface Leads {
        boolean to(String reference, String target);
    }

    private static Stream<JsonNode> values(JsonNode from, List<String> steps) {
        var nodes = Stream.of(from);
        for (var step : steps) {
            var bracket = step.indexOf('[');
            var name = bracket < 0 ? step : step.substring(0, bracket);
            nodes = nodes.flatMap(node -> members(node, name));
            if (bracket >= 0) {
                nodes = nodes.filter(condition(step.substring(bracket + 1, step.length() - 1)));
            }
        }
        return nodes;
    }

    private static Stream<JsonNode> members(JsonNode node, String name) {
        var member = node.path(name);
        return member.isMissingNode() ? Stream.of() : member.isArray() ? member.valueStream() : Stream.of(member);
    }

    /** {@code path=value}; of codes, one of those with a slash between them. */
    private static Predicate<JsonNode> condition(String text) {
        var equals = text.indexOf('=');
        var path = List.of(text.substring(0, equals).split("\\.", -1));
        var value = text.substring(equals + 1);
        var any = value.contains(":") ? List.of(value) : List.of(value.split("/", -1));
        return node -> values(node, path).anyMatch(found -> any.contains(found.asText()));
    }

    /** A dot in a condition separates nothing. */
    private static List<String> steps(String path) {
        var steps = new ArrayList<String>();
        var depth = 0;
        var begin = 0;
        for (var i = 0; i < path.length(); i++) {
            switch (path.charAt(i)) {
                case '[' -> depth++;
                case ']' -> depth--;
                case '.' -> {
                    if (depth == 0) {
                        steps.add(path.substring(begin, i));
                        begin = i + 1;
                    }
                }
                default -> {}
            }
        }
        steps.add(path.substring(begin));
        return steps;
    }

    @Override
    public String toString() {
        return release + " " + profile + " " + where;
    }
}
