package org.healthsphere.consent;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.healthsphere.specs.Coding;

/**
 * What stays hidden of one patient: a resource is hidden when any of these holds.
 *
 * @param all everything
 * @param types kinds of resources
 * @param labels security labels in {@code meta.security}
 * @param codes what a resource is about
 */
public record Hidden(boolean all, Set<String> types, Set<Coding> labels, Set<Coding> codes) {
    private static final Hidden NOTHING = new Hidden(false, Set.of(), Set.of(), Set.of());
    private static final Hidden EVERYTHING = new Hidden(true, Set.of(), Set.of(), Set.of());

    public Hidden {
        types = Set.copyOf(types);
        labels = Set.copyOf(labels);
        codes = Set.copyOf(codes);
    }

    public static Hidden nothing() {
        return NOTHING;
    }

    public static Hidden everything() {
        return EVERYTHING;
    }

    public boolean isNothing() {
        return equals(NOTHING);
    }

    /** Whether a resource of this type, with these labels, about these codes, stays hidden. */
    public boolean hides(String type, Collection<Coding> ofLabels, Collection<Coding> ofCodes) {
        return all
                || types.contains(type)
                || !Collections.disjoint(labels, ofLabels)
                || !Collections.disjoint(codes, ofCodes);
    }

    Hidden and(Hidden other) {
        if (isNothing() || other.isNothing()) {
            return isNothing() ? other : this;
        }
        return all || other.all
                ? EVERYTHING
                : new Hidden(false, both(types, other.types), both(labels, other.labels), both(codes, other.codes));
    }

    private static <T> Set<T> both(Set<T> a, Set<T> b) {
        Set<T> union = new HashSet<>(a);
        union.addAll(b);
        return union;
    }
}
