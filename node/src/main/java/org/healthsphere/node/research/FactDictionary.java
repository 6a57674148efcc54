package org.healthsphere.node.research;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers for what repeats: kinds of facts, and units. It only grows, so a number keeps its meaning. */
final class FactDictionary {
    private final Numbered<RecordKind> kinds = new Numbered<>();
    private final Numbered<String> units = new Numbered<>();

    int number(RecordKind kind) {
        return kinds.number(kind);
    }

    int number(String unit) {
        return units.number(unit);
    }

    RecordKind kind(int number) {
        return kinds.values.get(number);
    }

    String unit(int number) {
        return units.values.get(number);
    }

    List<RecordKind> kinds() {
        return List.copyOf(kinds.values);
    }

    List<String> units() {
        return List.copyOf(units.values);
    }

    private static final class Numbered<T> {
        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> values = new ArrayList<>();

        int number(T value) {
            return Optional.ofNullable(numbers.get(value)).orElseGet(() -> {
                values.add(value);
                numbers.put(value, values.size() - 1);
                return values.size() - 1;
            });
        }
    }
}
