package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** Which document lists are wanted, by the parameters of ITI-66; those about authors are refused, not passed over. */
record ListFilter(List<Map.Entry<String, String>> wishes) {
    private static final Set<String> WIRE = Set.of("_format", "_pretty");
    private static final Map<String, String> KINDS = Map.of(
            "code", "token",
            "status", "token",
            "identifier", "token",
            "sourceId", "token",
            "date", "date");

    static Outcome<ListFilter> of(List<Map.Entry<String, String>> asked) {
        List<Problem> problems = new ArrayList<>();
        List<Map.Entry<String, String>> wishes = new ArrayList<>();
        for (var wish : asked) {
            var name = wish.getKey();
            if (DocumentFilter.PATIENT.contains(name) || WIRE.contains(name)) {
                continue;
            }
            if (!KINDS.containsKey(name)) {
                problems.add(new Problem(name, "is no parameter that is looked at here"));
            } else if (name.equals("date") && !DocumentFilter.isRange(wish.getValue())) {
                problems.add(new Problem(name, "is no date: use a form like ge2026-03-01"));
            } else {
                wishes.add(wish);
            }
        }
        return problems.isEmpty() ? Outcome.of(new ListFilter(wishes)) : Outcome.failed(new Fault.Invalid(problems));
    }

    /** Every parameter and its type. */
    static Map<String, String> kinds() {
        var kinds = new TreeMap<>(KINDS);
        kinds.putAll(Map.of("patient", "reference", "patient.identifier", "token"));
        return kinds;
    }

    boolean admits(JsonNode list) {
        return wishes.stream()
                .allMatch(wish -> Arrays.stream(wish.getValue().split(",", -1))
                        .anyMatch(value -> admits(list, wish.getKey(), value)));
    }

    private static boolean admits(JsonNode list, String name, String value) {
        return name.equals("date")
                ? DocumentFilter.meets(list.path("date"), value)
                : tokens(list, name).anyMatch(token -> DocumentFilter.isToken(token, value));
    }

    private static Stream<JsonNode> tokens(JsonNode list, String name) {
        return switch (name) {
            case "code" -> list.at("/code/coding").valueStream();
            case "identifier" -> list.path("identifier").valueStream();
            case "sourceId" -> list.path("extension").valueStream().map(extension -> extension.path("valueIdentifier"));
            default -> Stream.of(list.path("status"));
        };
    }
}
