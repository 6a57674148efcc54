package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One row of a view: what a resource says, by the names of the view's columns. */
record Said(Map<String, JsonNode> cells, ZoneId zone) {
    static Said of(JsonNode columns, JsonNode row, ZoneId zone) {
        var cells = new HashMap<String, JsonNode>();
        for (var i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i).path("name").asText(), row.path(i));
        }
        return new Said(cells, zone);
    }

    /** Nothing where there is nothing. */
    String text(String name) {
        var cell = cells.getOrDefault(name, MissingNode.getInstance());
        return cell.isNull() ? "" : cell.asText();
    }

    JsonNode all(String name) {
        return cells.getOrDefault(name, MissingNode.getInstance());
    }

    JsonNode first(String name) {
        return all(name).path(0);
    }

    boolean isOneOf(String name, String... words) {
        var all = all(name);
        return Stream.of(words)
                .anyMatch(word -> text(name).equals(word)
                        || Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                                .anyMatch(i -> all.get(i).asText().equals(word)));
    }

    /** The first of these places that tells a time. */
    Optional<Moment> moment(String... names) {
        return Stream.of(names).flatMap(name -> Moment.of(text(name), zone).stream()).findFirst();
    }

    /** Never the content. */
    @Override
    public String toString() {
        return cells.keySet().toString();
    }
}
