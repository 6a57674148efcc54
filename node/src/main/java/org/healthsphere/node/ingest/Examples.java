package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * The tests beside a hospital's mapping files: under {@code examples}, by name, a message and what it makes. Of each resource it says
 * as much as is of interest; all that it says must be in one resource that is made.
 */
public final class Examples {
    private static final Source SOURCE = new Source("example", ZoneOffset.UTC, Map.of(), Map.of(), Map.of());

    private final Feed feed;

    private Examples(Feed feed) {
        this.feed = feed;
    }

    /** The feed; IllegalArgumentException with every example in these files, by name, that it does not make. */
    public static <F extends Feed> F hold(F feed, Map<String, Bytes> files) {
        var examples = new Examples(feed);
        var problems = new ArrayList<String>();
        new TreeMap<>(files)
                .forEach((name, file) -> Json.tree(file)
                        .path("examples")
                        .properties()
                        .forEach(example -> examples.problems(example.getValue())
                                .forEach(problem ->
                                        problems.add(name + " example " + example.getKey() + ": " + problem))));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("mapping files: " + String.join("; ", problems));
        }
        return feed;
    }

    private List<String> problems(JsonNode example) {
        return switch (made(message(example.path("message")))) {
            case Outcome.Failure<List<ObjectNode>>(var fault) -> List.of("is not taken: " + Faults.text(fault));
            case Outcome.Success<List<ObjectNode>>(var made) ->
                Json.elements(example.path("makes"))
                        .filter(expected -> made.stream().noneMatch(one -> says(one, expected)))
                        .map(expected -> "makes nothing that says " + expected)
                        .toList();
        };
    }

    /** One text, or its lines: segments of a message end as HL7 has it, other lines as everywhere. */
    private Bytes message(JsonNode told) {
        return Bytes.utf8(
                told.isTextual()
                        ? told.asText()
                        : Json.elements(told)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(feed.kind().equals("v2") ? "\r" : "\n")));
    }

    private Outcome<List<ObjectNode>> made(Bytes message) {
        var nothing = new StoreSink(new InMemoryResourceStore(InstantSource.fixed(Instant.EPOCH)));
        return feed.read(SOURCE, message)
                .then(read -> read.map(new Identities(nothing)))
                .map(mapped -> mapped.drafts().stream().map(Merge::alone).toList());
    }

    /** Objects have at least these members, lists at least these elements; numbers are compared as numbers. */
    private static boolean says(JsonNode made, JsonNode expected) {
        return switch (expected) {
            case ObjectNode object ->
                object.properties().stream().allMatch(member -> says(made.path(member.getKey()), member.getValue()));
            case ArrayNode list ->
                Json.elements(list).allMatch(element -> Json.elements(made).anyMatch(there -> says(there, element)));
            default ->
                (expected.isNumber() && made.isNumber())
                        ? expected.decimalValue().compareTo(made.decimalValue()) == 0
                        : expected.equals(made);
        };
    }
}
