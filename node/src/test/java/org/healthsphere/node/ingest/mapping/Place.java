package org.healthsphere.node.ingest.mapping;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A place of named texts; a tilde separates repetitions. */
record Place(Map<String, String> texts) implements Field {
    @Override
    public List<Field> at(String path) {
        var text = texts.getOrDefault(path, "");
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split("~")).<Field>map(Leaf::new).toList();
    }

    @Override
    public String text() {
        return "";
    }

    /** One text. */
    record Leaf(String text) implements Field {
        @Override
        public List<Field> at(String path) {
            return path.equals(".") ? List.of(this) : List.of();
        }

        @Override
        public boolean deletes() {
            return text.equals("\"\"");
        }
    }
}
