package org.healthsphere.node.ingest.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/**
 * How far a table was read: watermark and key of the last row.
 *
 * @param values the watermark first
 */
record Watermark(List<String> values) {
    Watermark {
        values = List.copyOf(values);
    }

    String value() {
        return values.getFirst();
    }

    /** @param kinds of the columns, in their order */
    Bytes json(List<ColumnKind> kinds) {
        var json = Json.object();
        var types = json.putArray("types");
        kinds.forEach(kind -> types.add(kind.name()));
        var array = json.putArray("after");
        values.forEach(array::add);
        return Json.bytes(json);
    }

    /**
     * Empty when another table or key was read by that name, or a column of it has another type now: then what was read last has no
     * place in the order, and all is read again, which changes nothing that is as it was.
     */
    static Optional<Watermark> of(Bytes json, List<ColumnKind> kinds) {
        var noted = Json.tree(json);
        var values = texts(noted.path("after"));
        var types = texts(noted.path("types"));
        var isSame = types.isEmpty()
                || types.equals(kinds.stream().map(ColumnKind::name).toList());
        return isSame && values.size() == kinds.size() ? Optional.of(new Watermark(values)) : Optional.empty();
    }

    private static List<String> texts(JsonNode list) {
        return Json.elements(list).map(JsonNode::asText).toList();
    }
}
