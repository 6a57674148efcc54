package org.healthsphere.node.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of which types of resources may be searched and seen at all, whatever consent would let through: what an app was granted.
 *
 * @param byType what of a type; {@link #ANY} stands for every type. A type that is under neither is not reached
 */
public record Bounds(Map<String, Set<Part>> byType) {
    public static final String ANY = "*";

    /** Everything of every type. */
    public static final Bounds NONE = new Bounds(Map.of(ANY, Set.of(Part.WHOLE)));

    public Bounds {
        byType = byType.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    }

    /**
     * Some of the resources of a type.
     *
     * @param patient in the record of this patient, or in nobody's; empty: in anybody's
     * @param demands all of which they meet
     */
    public record Part(Optional<String> patient, Set<Demand> demands) {
        public static final Part WHOLE = new Part(Optional.empty(), Set.of());

        public Part {
            demands = Set.copyOf(demands);
        }
    }

    /**
     * That a token search parameter of FHIR R4 or US Core has one of these values, {@code code} or {@code system|code}.
     *
     * @param parameter its name; one that a type does not have is met by no resource of it
     */
    public record Demand(String parameter, Set<String> anyOf) {
        public Demand {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /** What of a type: empty when nothing; the whole alone, when it is all. */
    public Set<Part> parts(String type) {
        var all = new HashSet<>(byType.getOrDefault(type, Set.of()));
        all.addAll(byType.getOrDefault(ANY, Set.of()));
        return all.contains(Part.WHOLE) ? Set.of(Part.WHOLE) : Set.copyOf(all);
    }

    public boolean letsType(String type) {
        return !parts(type).isEmpty();
    }

    public boolean areNone() {
        return byType.getOrDefault(ANY, Set.of()).contains(Part.WHOLE);
    }

    /** The types that are reached; empty: every type. */
    public Optional<Set<String>> types() {
        return byType.getOrDefault(ANY, Set.of()).isEmpty() ? Optional.of(byType.keySet()) : Optional.empty();
    }

    /** The one patient to whose record all of it is bound, if it is. */
    public Optional<String> onlyPatient() {
        var patients = byType.values().stream()
                .flatMap(Collection::stream)
                .map(Part::patient)
                .collect(Collectors.toSet());
        return patients.size() == 1 ? patients.iterator().next() : Optional.empty();
    }
}
