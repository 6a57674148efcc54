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
 * @param concealed what is hidden in whose compartment
 * @param bounds what may be searched and seen at all
 */
public record ReleaseFilter(Concealment concealed, Bounds bounds) {
    private static final ReleaseFilter EVERYTHING = new ReleaseFilter(Optional.empty(), Map.of());
    private static final ReleaseFilter NOTHING = new ReleaseFilter(Optional.of(Set.of()), Map.of());

    /** Without bounds. */
    public ReleaseFilter(Optional<Set<String>> onlyPatients, Map<String, Hidden> restricted) {
        this(new Concealment.Listed(onlyPatients, restricted), Bounds.NONE);
    }

    /** The same within these bounds; what is said of other patients than theirs is left out, so that the filter stays small. */
    public ReleaseFilter within(Bounds narrower) {
        return new ReleaseFilter(narrower.onlyPatient().map(this::alone).orElse(concealed), narrower);
    }

    private Concealment alone(String patient) {
        var hidden = hiddenOf(patient);
        return hidden.all()
                ? new Concealment.Listed(Optional.of(Set.of()), Map.of())
                : new Concealment.Listed(
                        Optional.of(Set.of(patient)), hidden.isNothing() ? Map.of() : Map.of(patient, hidden));
    }

    /** What is hidden in this patient's compartment, whether there is one or not. */
    public Hidden hiddenOf(String patient) {
        return concealed.of(patient);
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
    public record Hidden(boolean all, Set<String> types, Set<Coding> labels, Set<Coding> codes, Set<Portion> others) {
        private static final Hidden NOTHING = new Hidden(false, Set.of(), Set.of(), Set.of());
        private static final Hidden EVERYTHING = new Hidden(true, Set.of(), Set.of(), Set.of());

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

        public boolean isNothing() {
            return !all && types.isEmpty() && !byContent();
        }

        public static Hidden everything() {
            return EVERYTHING;
        }

        public static Hidden nothing() {
            return NOTHING;
        }
    }
}
