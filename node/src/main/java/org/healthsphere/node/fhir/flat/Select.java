package org.healthsphere.node.fhir.flat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.fhir.flat.Path.Scope;

/**
 * One selection: what it iterates over, its columns, the selections inside of it, and those whose rows it joins.
 *
 * @param orNull whether nothing to iterate over makes one row of nothing
 */
record Select(
        Optional<Path> each,
        boolean orNull,
        List<Path> repeat,
        List<Defined> defined,
        List<Select> inner,
        List<Select> union) {
    /** A column and what it holds. */
    record Defined(Column column, Path path) {}

    static Select of(JsonNode json) {
        var orNull = json.has("forEachOrNull");
        var each = orNull || json.has("forEach")
                ? Optional.of(path(json.path(orNull ? "forEachOrNull" : "forEach"), "forEach"))
                : Optional.<Path>empty();
        var repeat = new ArrayList<Path>();
        json.path("repeat").forEach(one -> repeat.add(path(one, "repeat")));
        var defined = new ArrayList<Defined>();
        json.path("column").forEach(column -> defined.add(defined(column)));
        var select = new Select(each, orNull, repeat, defined, all(json.path("select")), all(json.path("unionAll")));
        select.check();
        return select;
    }

    private static List<Select> all(JsonNode selects) {
        var all = new ArrayList<Select>();
        selects.forEach(one -> all.add(of(one)));
        return all;
    }

    private static Defined defined(JsonNode json) {
        var name = json.path("name").asText("");
        if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("column: a name of letters, digits and underscores is expected");
        }
        var column = new Column(
                name, json.path("type").asText(""), json.path("collection").asBoolean(false));
        return new Defined(column, path(json.path("path"), "column " + name));
    }

    static Path path(JsonNode json, String where) {
        if (!json.isTextual()) {
            throw new IllegalArgumentException(where + ": an expression is expected");
        }
        return PathReader.read(json.asText());
    }

    private void check() {
        var first = union.stream().findFirst().map(Select::names).orElse(List.of());
        if (union.stream().anyMatch(select -> !select.names().equals(first))) {
            throw new IllegalArgumentException("unionAll: all of them must have the same columns in the same order");
        }
    }

    private List<String> names() {
        return columns().stream().map(Column::name).toList();
    }

    List<Column> columns() {
        var columns = new ArrayList<Column>();
        defined.forEach(one -> columns.add(one.column()));
        inner.forEach(select -> columns.addAll(select.columns()));
        union.stream().findFirst().ifPresent(select -> columns.addAll(select.columns()));
        return columns;
    }

    List<Map<String, JsonNode>> rows(List<Item> input, Scope scope) {
        if (each.isEmpty() && repeat.isEmpty()) {
            return of(input, scope);
        }
        var found = each.map(path -> path.of(input, scope)).orElse(input);
        if (!repeat.isEmpty()) {
            var all = new ArrayList<Item>();
            found.forEach(item -> below(item, scope, all));
            found = all;
        }
        if (found.isEmpty() && orNull) {
            return of(List.of(), scope.at(0));
        }
        var rows = new ArrayList<Map<String, JsonNode>>();
        for (var i = 0; i < found.size(); i++) {
            rows.addAll(of(List.of(found.get(i)), scope.at(i)));
        }
        return rows;
    }

    /** What the paths lead to from here, and from there on: outer ones first. */
    private void below(Item item, Scope scope, List<Item> all) {
        for (var path : repeat) {
            for (var found : path.of(List.of(item), scope)) {
                all.add(found);
                below(found, scope, all);
            }
        }
    }

    private List<Map<String, JsonNode>> of(List<Item> input, Scope scope) {
        Map<String, JsonNode> own = new LinkedHashMap<>();
        defined.forEach(one ->
                own.put(one.column().name(), value(one, one.path().of(input, scope))));
        var rows = List.of(own);
        for (var select : inner) {
            rows = crossed(rows, select.rows(input, scope));
        }
        if (!union.isEmpty()) {
            var joined = new ArrayList<Map<String, JsonNode>>();
            union.forEach(select -> joined.addAll(select.rows(input, scope)));
            rows = crossed(rows, joined);
        }
        return rows;
    }

    private static List<Map<String, JsonNode>> crossed(
            List<Map<String, JsonNode>> left, List<Map<String, JsonNode>> right) {
        var rows = new ArrayList<Map<String, JsonNode>>();
        left.forEach(one -> right.forEach(other -> {
            var row = new LinkedHashMap<>(one);
            row.putAll(other);
            rows.add(row);
        }));
        return rows;
    }

    private static JsonNode value(Defined defined, List<Item> found) {
        if (defined.column().collection()) {
            var list = JsonNodeFactory.instance.arrayNode();
            found.forEach(item -> list.add(item.json()));
            return list;
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException(
                    "column " + defined.column().name() + ": more than one value, and it is no collection");
        }
        return found.isEmpty() ? NullNode.getInstance() : found.getFirst().json();
    }
}
