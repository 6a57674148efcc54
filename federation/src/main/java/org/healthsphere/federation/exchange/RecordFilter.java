package org.healthsphere.federation.exchange;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which part of a record is asked for.
 *
 * @param types of resources; empty: every type
 * @param from first day, of what has a date
 * @param to last day, of what has a date
 */
public record RecordFilter(Set<String> types, Optional<LocalDate> from, Optional<LocalDate> to) {
    public static final RecordFilter EVERYTHING = new RecordFilter(Set.of(), Optional.empty(), Optional.empty());

    public RecordFilter {
        types = Collections.unmodifiableSet(new TreeSet<>(types));
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            throw new IllegalArgumentException("a period begins before it ends");
        }
    }

    public boolean admits(String type) {
        return types.isEmpty() || types.contains(type);
    }
}
