package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The modifiers and composites of the naive search, and a terminology of three systems whose codes are ordered by their first digits. */
final class NaiveModifiers {
    static final CodeRelations RELATIONS = new CodeRelations() {
        private static final Set<String> MEMBERS = Set.of("4548-4", "8302-2", "44054006");

        @Override
        public Outcome<Predicate<Coding>> in(String valueSet) {
            return valueSet.equals("urn:some")
                    ? Outcome.of(c -> c.system().equals("http://loinc.org") && MEMBERS.contains(c.code()))
                    : Outcome.failed(new Fault.NotFound("value set"));
        }

        @Override
        public Outcome<Predicate<Coding>> below(Coding code) {
            return Outcome.of(c -> c.system().equals(code.system()) && c.code().compareTo(code.code()) >= 0);
        }

        @Override
        public Outcome<Predicate<Coding>> above(Coding code) {
            return Outcome.of(c -> c.system().equals(code.system()) && c.code().compareTo(code.code()) <= 0);
        }
    };

    private NaiveModifiers() {}

    static boolean related(List<JsonNode> values, String relation, String value) {
        if (values.isEmpty()) {
            return false;
        } else if (values.getFirst().isTextual()) {
            return values.stream().map(JsonNode::asText).anyMatch(uri -> uri(uri, relation, value));
        }
        var bar = value.indexOf('|');
        var meant = switch (relation) {
            case "in" -> RELATIONS.in(value);
            case "below" -> RELATIONS.below(new Coding(value.substring(0, bar), value.substring(bar + 1)));
            default -> RELATIONS.above(new Coding(value.substring(0, bar), value.substring(bar + 1)));
        };
        return codings(values)
                .filter(c -> c.has("system") && c.has("code"))
                .anyMatch(c -> meant.orElseThrow()
                        .test(new Coding(
                                c.path("system").asText(), c.path("code").asText())));
    }

    private static boolean uri(String uri, String relation, String value) {
        return uri.equals(value)
                || (relation.equals("below") ? uri.startsWith(value + "/") : value.startsWith(uri + "/"));
    }

    private static Stream<JsonNode> codings(List<JsonNode> concepts) {
        return concepts.stream().flatMap(c -> NaiveSearch.list(c.path("coding")).stream());
    }

    static boolean matches(List<JsonNode> values, String modifier, String value) {
        return switch (modifier) {
            case "text" ->
                Stream.concat(
                                values.stream().map(v -> v.path("text")),
                                codings(values).map(c -> c.path("display")))
                        .filter(JsonNode::isTextual)
                        .anyMatch(t -> NaiveSearch.plain(t.asText()).startsWith(NaiveSearch.plain(value)));
            case "identifier" ->
                values.stream()
                        .map(v -> v.path("identifier"))
                        .filter(i -> i.has("value"))
                        .anyMatch(i -> NaiveSearch.token(i, "value", value));
            default ->
                values.stream()
                        .anyMatch(v -> codings(List.of(v.path("type")))
                                .anyMatch(c -> value.equals(c.path("system").asText() + "|"
                                        + c.path("code").asText() + "|"
                                        + v.path("value").asText())));
        };
    }

    /** {@code code-value-quantity}, {@code combo-code-value-concept}, ...: both in one element. */
    static boolean composite(JsonNode observation, String name, String value) {
        var parts = value.split("\\$", -1);
        var components = NaiveSearch.list(observation.path("component"));
        var elements = name.startsWith("component")
                ? components
                : name.startsWith("combo")
                        ? Stream.concat(Stream.of(observation), components.stream())
                                .toList()
                        : List.of(observation);
        return elements.stream()
                .filter(e -> codings(List.of(e.path("code"))).anyMatch(c -> NaiveSearch.token(c, "code", parts[0])))
                .anyMatch(e -> name.endsWith("quantity")
                        ? e.has("valueQuantity") && NaiveValues.quantity(e.path("valueQuantity"), parts[1])
                        : codings(List.of(e.path("valueCodeableConcept")))
                                .anyMatch(c -> NaiveSearch.token(c, "code", parts[1])));
    }

    /** On a sphere. */
    static boolean near(JsonNode position, String value) {
        var parts = value.split("\\|", -1);
        var a = Math.toRadians(Double.parseDouble(parts[0]));
        var b = Math.toRadians(position.path("latitude").asDouble());
        var around = Math.toRadians(
                Double.parseDouble(parts[1]) - position.path("longitude").asDouble());
        var angle = Math.acos(Math.min(1, Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(around)));
        return angle * 6_371 <= Double.parseDouble(parts[2]);
    }
}
