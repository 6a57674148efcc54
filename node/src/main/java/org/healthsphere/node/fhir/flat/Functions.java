package org.healthsphere.node.fhir.flat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.fhir.flat.Path.Call;
import org.healthsphere.node.fhir.flat.Path.Scope;

/** The functions of FHIRPath that SQL on FHIR v2 asks for, and its own. */
final class Functions {
    static final Set<String> NAMES = Set.of(
            "where",
            "exists",
            "empty",
            "not",
            "first",
            "last",
            "count",
            "join",
            "extension",
            "ofType",
            "as",
            "is",
            "getResourceKey",
            "getReferenceKey",
            "lowBoundary",
            "highBoundary",
            "select",
            "all",
            "iif");

    private Functions() {}

    static List<Item> call(Call call, List<Item> input, Scope scope) {
        return switch (call.function()) {
            case "where" -> where(call, input, scope);
            case "select" -> each(call, input, scope);
            case "exists" -> List.of(Item.of(!where(call, input, scope).isEmpty()));
            case "all" -> List.of(Item.of(where(call, input, scope).size() == input.size()));
            case "empty" -> List.of(Item.of(input.isEmpty()));
            case "not" -> Operators.not(input);
            case "first" -> input.stream().limit(1).toList();
            case "last" -> input.isEmpty() ? List.of() : List.of(input.getLast());
            case "count" -> List.of(Item.of(input.size()));
            case "join" -> join(call, input, scope);
            case "extension" -> extension(text(call, 0, input, scope), input);
            case "ofType", "as" ->
                input.stream().filter(item -> item.isOf(type(call))).toList();
            case "is" ->
                input.stream().map(item -> Item.of(item.isOf(type(call)))).toList();
            case "getResourceKey" -> resourceKeys(input);
            case "getReferenceKey" -> referenceKeys(call, input);
            case "lowBoundary" ->
                input.stream().flatMap(item -> Boundaries.low(item).stream()).toList();
            case "highBoundary" ->
                input.stream().flatMap(item -> Boundaries.high(item).stream()).toList();
            case "iif" -> iif(call, input, scope);
            default -> throw new IllegalArgumentException("no function: " + call.function());
        };
    }

    private static List<Item> where(Call call, List<Item> input, Scope scope) {
        if (call.arguments().isEmpty()) {
            return input;
        }
        return input.stream()
                .filter(item -> Operators.truth(call.arguments().getFirst().of(List.of(item), scope))
                        .orElse(false))
                .toList();
    }

    private static List<Item> each(Call call, List<Item> input, Scope scope) {
        var all = new ArrayList<Item>();
        input.forEach(item -> all.addAll(call.arguments().getFirst().of(List.of(item), scope)));
        return all;
    }

    private static List<Item> iif(Call call, List<Item> input, Scope scope) {
        var then = Operators.truth(call.arguments().getFirst().of(input, scope)).orElse(false) ? 1 : 2;
        return then < call.arguments().size() ? call.arguments().get(then).of(input, scope) : List.of();
    }

    private static List<Item> join(Call call, List<Item> input, Scope scope) {
        var between = call.arguments().isEmpty() ? "" : text(call, 0, input, scope);
        return List.of(Item.of(input.stream().map(item -> item.json().asText()).collect(Collectors.joining(between))));
    }

    private static String text(Call call, int argument, List<Item> input, Scope scope) {
        var found = call.arguments().get(argument).of(input, scope);
        if (found.size() != 1) {
            throw new IllegalArgumentException(call.function() + " takes one text");
        }
        return found.getFirst().json().asText();
    }

    private static List<Item> extension(String url, List<Item> input) {
        var found = new ArrayList<Item>();
        input.forEach(item -> item.json().path("extension").forEach(extension -> {
            if (extension.path("url").asText("").equals(url)) {
                found.add(Item.of(extension));
            }
        }));
        return found;
    }

    /** A type stands where an expression would. */
    private static String type(Call call) {
        return call.arguments().getFirst() instanceof Path.Member(var name) ? name : "";
    }

    private static List<Item> resourceKeys(List<Item> input) {
        return input.stream()
                .filter(item -> item.json().has("id"))
                .map(item -> Item.of(item.json().path("resourceType").asText() + "/"
                        + item.json().path("id").asText()))
                .toList();
    }

    private static List<Item> referenceKeys(Call call, List<Item> input) {
        var type = call.arguments().isEmpty() ? "" : type(call) + "/";
        return input.stream()
                .map(item -> item.json().path("reference").asText(""))
                .filter(reference -> !reference.isEmpty() && reference.startsWith(type))
                .map(Item::of)
                .toList();
    }
}
