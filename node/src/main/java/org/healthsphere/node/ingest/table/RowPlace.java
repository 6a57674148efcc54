package org.healthsphere.node.ingest.table;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.healthsphere.node.ingest.mapping.Field;

/**
 * One row: a path is the name of a column, in small letters, with an underscore or a dot where the name has anything else.
 *
 * <p>A column that is null, empty or blank says nothing.
 */
record RowPlace(Map<String, String> values) implements Field {
    private static final Predicate<String> PATH =
            Pattern.compile("\\.|[a-z0-9_]+(\\.[a-z0-9_]+)*").asMatchPredicate();

    static boolean isPath(String path) {
        return PATH.test(path);
    }

    @Override
    public List<Field> at(String path) {
        if (path.equals(".")) {
            return List.of(this);
        }
        var value = values.get(path);
        return value == null || value.isBlank() ? List.of() : List.of(new Cell(value));
    }

    @Override
    public String text() {
        return "";
    }

    /** Never the values. */
    @Override
    public String toString() {
        return "row";
    }

    private record Cell(String text) implements Field {
        @Override
        public List<Field> at(String path) {
            return path.equals(".") ? List.of(this) : List.of();
        }

        @Override
        public String toString() {
            return "cell";
        }
    }
}
