package org.healthsphere.node.research;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.healthsphere.specs.Coding;

/** Where a FHIR resource has its codes. */
final class Codings {
    /** By which of its elements a consent can hide a resource: what it is about, its category, its reason, its parts. */
    private static final List<String> ABOUT = List.of(
            "code",
            "category",
            "class",
            "type",
            "medicationCodeableConcept",
            "vaccineCode",
            "reasonCode",
            "component.code",
            "reaction.substance");

    private Codings() {}

    static Set<Coding> about(JsonNode resource) {
        return ABOUT.stream()
                .flatMap(path -> at(Stream.of(resource), path))
                .flatMap(value -> codes(value).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The codings of a CodeableConcept, of a Coding, or of an array of either. */
    static Set<Coding> codes(JsonNode value) {
        return each(value)
                .flatMap(one -> of(one.has("coding") ? one.path("coding") : one))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Set<Coding> labels(JsonNode resource) {
        return of(resource.path("meta").path("security")).collect(Collectors.toUnmodifiableSet());
    }

    /** The codings of a CodeableConcept. */
    static Set<Coding> concept(JsonNode concept) {
        return of(concept.path("coding")).collect(Collectors.toUnmodifiableSet());
    }

    /** The elements of an array; the value itself where there is one only. */
    static Stream<JsonNode> each(JsonNode value) {
        return value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value);
    }

    private static Stream<JsonNode> at(Stream<JsonNode> from, String path) {
        var nodes = from;
        for (var name : path.split("\\.", -1)) {
            nodes = nodes.flatMap(node -> each(node.path(name)));
        }
        return nodes;
    }

    private static Stream<Coding> of(JsonNode codings) {
        return each(codings)
                .filter(coding -> coding.path("code").isTextual())
                .map(coding -> new Coding(
                        coding.path("system").asText(), coding.path("code").textValue()));
    }
}
