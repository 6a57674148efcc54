package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Json;

/**
 * One line of a mapping: when this holds, that goes there.
 *
 * @param notOver the values in the record that it leaves as they are
 */
record Rule(Condition when, Origin origin, Target to, Set<String> notOver) {
    /** Where a value comes from. */
    sealed interface Origin {
        /** The source, through a converter. */
        record From(String path, Named<Converter> as, Optional<CodeTable> table, Optional<DateTimeFormatter> format)
                implements Origin {}

        /** The mapping itself; null deletes. */
        record Value(JsonNode value) implements Origin {}

        /** Another resource of the message. */
        record Refer(String name) implements Origin {}
    }

    /** The places in the source that it looks at. */
    Stream<String> paths() {
        return Stream.concat(
                when.paths().stream(), origin instanceof Origin.From from ? Stream.of(from.path()) : Stream.empty());
    }

    /** Something that a later file may define. */
    interface Named<T> {
        T get();
    }

    void apply(Field field, Frame frame, ObjectNode out, Set<String> cleared) {
        if (!when.holds(field)) {
            return;
        }
        switch (origin) {
            case Origin.Value(NullNode _) -> to.path().ifPresent(cleared::add);
            case Origin.Value(var value) -> to.put(out, value.deepCopy());
            case Origin.Refer(var name) ->
                frame.references()
                        .to(name)
                        .forEach(r -> to.put(out, Json.object().put("reference", r)));
            case Origin.From from -> from(from, field, frame, out, cleared);
        }
    }

    /** What the last rule says of an element that holds, holds. */
    void spare(Field field, Map<String, Set<String>> spared) {
        if ((!notOver.isEmpty() || !spared.isEmpty()) && when.holds(field) && says(field)) {
            to.element().ifPresent(element -> spared.put(element, notOver));
        }
    }

    private boolean says(Field field) {
        return !(origin instanceof Origin.From from) || field.valued(from.path());
    }

    private void from(Origin.From from, Field field, Frame frame, ObjectNode out, Set<String> cleared) {
        var context = new Converter.Context(frame, from.path(), from.table(), from.format());
        for (var found : field.at(from.path())) {
            if (found.deletes()) {
                to.element().ifPresent(cleared::add);
            } else {
                from.as()
                        .get()
                        .convert(found, context)
                        .filter(v -> !v.isObject() || !v.isEmpty())
                        .ifPresent(v -> to.put(out, v));
            }
        }
    }
}
