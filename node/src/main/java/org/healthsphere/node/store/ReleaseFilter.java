package org.healthsphere.node.store;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Portion;

/**
 * What one request may see, in the words of the index: applied before a search counts, pages or includes anything.
 *
 * <p>Only the release gate makes one. Resources outside of every patient compartment (an Organization, a Medication) are not
 * restricted by it, except by the bounds.
 *
 * @param onlyPatients the compartments that may be seen at all; empty: every patient's
 * @param restricted what is hidden in some compartments, by patient id
 * @param bounds what may be searched and seen at all
 */
public record ReleaseFilter(Optional<Set<String>> onlyPatients, Map<String, Hidden> restricted, Bounds bounds) {
    private static final ReleaseFilter EVERYTHING = new ReleaseFilter(Optional.empty(), Map.of());
    private static final ReleaseFilter NOTHING = new ReleaseFilter(Optional.of(Set.of()), Map.of());

    public ReleaseFilter {
        onlyPatients = onlyPatients.map(Set::copyOf);
        restricted = Map.copyOf(restricted);
    }

    /** Without bounds. */
    public ReleaseFilter(Optional<Set<String>> onlyPatients, Map<String, Hidden> restricted) {
        this(onlyPatients, restricted, Bounds.NONE);
    }

    /** The same within these bounds; what is said of other patients than theirs is left out, so that the filter stays small. */
    public ReleaseFilter within(Bounds narrower) {
        return narrower.onlyPatient()
                .map(only -> new ReleaseFilter(Optional.of(alone(only)), restrictionsOf(only), narrower))
                .orElseGet(() -> new ReleaseFilter(onlyPatients, restricted, narrower));
    }

    private Set<String> alone(String patient) {
        return onlyPatients.map(some -> some.contains(patient)).orElse(true) ? Set.of(patient) : Set.of();
    }

    private Map<String, Hidden> restrictionsOf(String patient) {
        return Optional.ofNullable(restricted.get(patient))
                .map(hidden -> Map.of(patient, hidden))
                .orElseGet(Map::of);
    }

    public static ReleaseFilter everything() {
        return EVERYTHING;
    }

    public static ReleaseFilter nothing() {
        return NOTHING;
    }

    /**
     * What is hidden in one compartment.
     *
     * @param all nothing of this patient may be seen
     * @param types kinds of resources
     * @param labels security labels in {@code meta.security}
     * @param codes where a resource says what it is about: its coded kind, category or medication
     * @param others portions that are told in another way
     */
    public record Hidden(
            boolean all, Set<String> types, Set<Coding> labels, Set<Coding> codes, Set<Portion> others) {
        /** Told by type, label and code alone. */
        public Hidden(boolean all, Set<String> types, Set<Coding> labels, Set<Coding> codes) {
            this(all, types, labels, codes, Set.of());
        }

        public Hidden {
            others = Set.copyOf(others);
            types = Set.copyOf(types);
            labels = Set.copyOf(labels);
            codes = Set.copyOf(codes);
        }

        /** Whether what hides is in the content of a resource, beside its type. */
        public boolean byContent() {
            return !labels.isEmpty() || !codes.isEmpty() || !others.isEmpty();
        }

        public static Hidden everything() {
            return new Hidden(true, Set.of(), Set.of(), Set.of());
        }
    }
}
