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
 * @param only these resources, as {@code Type/id}; empty: all of the types
 */
public record RecordFilter(Set<String> types, Optional<LocalDate> from, Optional<LocalDate> to, Set<String> only) {
    public static final RecordFilter EVERYTHING = new RecordFilter(Set.of(), Optional.empty(), Optional.empty());

    public RecordFilter {
        types = Collections.unmodifiableSet(new TreeSet<>(types));
        only = Collections.unmodifiableSet(new TreeSet<>(only));
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            throw new IllegalArgumentException("a period begins before it ends");
        }
    }

    /** Whichever resources of these types. */
    public RecordFilter(Set<String> types, Optional<LocalDate> from, Optional<LocalDate> to) {
        this(types, from, to, Set.of());
    }

    /** Certain resources, whenever they are of. */
    public static RecordFilter only(Set<String> references) {
        var types = new TreeSet<String>();
        references.forEach(reference -> types.add(reference.substring(0, reference.indexOf('/'))));
        return new RecordFilter(types, Optional.empty(), Optional.empty(), references);
    }

    public boolean admits(String type) {
        return types.isEmpty() || types.contains(type);
    }

    public boolean admits(String type, String id) {
        return admits(type) && (only.isEmpty() || only.contains(type + "/" + id));
    }

    /** What contains it, for who cannot be asked for certain resources. */
    RecordFilter ofTypes() {
        return new RecordFilter(types, from, to);
    }
}
