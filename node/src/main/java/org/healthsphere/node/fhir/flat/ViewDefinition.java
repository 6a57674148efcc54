package org.healthsphere.node.fhir.flat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.fhir.flat.Path.Scope;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A view on resources of one type (SQL on FHIR v2, ViewDefinition): each resource makes some rows, or none. */
public final class ViewDefinition {
    private final String resource;
    private final List<Path> where;
    private final Map<String, Item> constants;
    private final Select select;
    private final List<Column> columns;

    private ViewDefinition(JsonNode json) {
        this.resource = json.path("resource").asText("");
        if (!resource.matches("[A-Z][A-Za-z]+")) {
            throw new IllegalArgumentException("resource: a type of resource is expected");
        }
        this.constants = constants(json.path("constant"));
        this.where = new ArrayList<>();
        json.path("where").forEach(one -> where.add(Select.path(one.path("path"), "where")));
        if (!json.path("select").isArray() || json.path("select").isEmpty()) {
            throw new IllegalArgumentException("select: at least one is expected");
        }
        this.select = Select.of(JsonNodeFactory.instance.objectNode().set("select", json.path("select")));
        this.columns = select.columns();
        if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
            throw new IllegalArgumentException("select: two columns have the same name");
        }
    }

    /** A fault that names what is wrong with it. */
    public static Outcome<ViewDefinition> of(JsonNode json) {
        try {
            return Outcome.of(new ViewDefinition(json));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("ViewDefinition: " + e.getMessage()));
        }
    }

    private static Map<String, Item> constants(JsonNode json) {
        var constants = new HashMap<String, Item>();
        json.forEach(constant -> constant.properties().forEach(member -> {
            if (member.getKey().startsWith("value")) {
                constants.put(constant.path("name").asText(), Item.of(member.getValue()));
            }
        }));
        return constants;
    }

    /** The type of resources that it is on. */
    public String resource() {
        return resource;
    }

    public List<Column> columns() {
        return columns;
    }

    /** The rows of a resource, each with a value for each column. A fault when an expression does not fit it. */
    public Outcome<List<List<JsonNode>>> rows(JsonNode json) {
        try {
            var root = List.of(Item.of(json));
            var scope = new Scope(constants, 0);
            return Outcome.of(
                    json.path("resourceType").asText("").equals(resource) && isWanted(root, scope)
                            ? select.rows(root, scope).stream().map(this::row).toList()
                            : List.of());
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("ViewDefinition: " + e.getMessage()));
        }
    }

    private boolean isWanted(List<Item> root, Scope scope) {
        for (var path : where) {
            var said = path.of(root, scope);
            if (said.size() > 1 || (said.size() == 1 && !said.getFirst().json().isBoolean())) {
                throw new IllegalArgumentException("where: true or false is expected");
            }
            if (!Operators.truth(said).orElse(false)) {
                return false;
            }
        }
        return true;
    }

    private List<JsonNode> row(Map<String, JsonNode> values) {
        var row = new LinkedHashMap<String, JsonNode>();
        columns.forEach(column -> row.put(column.name(), values.getOrDefault(column.name(), NullNode.getInstance())));
        return List.copyOf(row.values());
    }
}
