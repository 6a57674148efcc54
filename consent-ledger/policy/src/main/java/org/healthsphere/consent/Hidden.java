package org.healthsphere.consent;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Portion;

/**
 * What stays hidden of one patient: a resource is hidden when any of these holds.
 *
 * @param all everything
 * @param types kinds of resources
 * @param labels security labels in {@code meta.security}
 * @param codes what a resource is about
 * @param others portions of the record that are told in another way
 */
public record Hidden(
        boolean all, Set<String> types, Set<Coding> labels, Set<Coding> codes, Set<Portion> others) {
    private static final Hidden NOTHING = new Hidden(false, Set.of(), Set.of(), Set.of());
    private static final Hidden EVERYTHING = new Hidden(true, Set.of(), Set.of(), Set.of());

    public Hidden {
        types = Set.copyOf(types);
        labels = Set.copyOf(labels);
        codes = Set.copyOf(codes);
        others = Set.copyOf(others);
    }

    /** What is told by type, label and code alone, as a rule. */
    public Hidden(boolean all, Set<String> types, Set<Coding> labels, Set<Coding> codes) {
        this(all, types, labels, codes, Set.of());
    }

    public static Hidden nothing() {
        return NOTHING;
    }

    public static Hidden everything() {
        return EVERYTHING;
    }

    /** The same portion of a record, in this form. */
    static Hidden of(Portion portion) {
        return switch (portion) {
            case Portion.Extent extent -> extent == Portion.Extent.WHOLE ? EVERYTHING : NOTHING;
            case Portion.Types(var types) -> new Hidden(false, types, Set.of(), Set.of());
            case Portion.Labels(var labels) -> new Hidden(false, Set.of(), labels, Set.of());
            case Portion.Codes(var codes) -> new Hidden(false, Set.of(), Set.of(), codes);
            case Portion.AnyOf(var parts) -> parts.stream().map(Hidden::of).reduce(NOTHING, Hidden::and);
            case Portion.AllOf _, Portion.Not _, Portion.Trait _ ->
                new Hidden(false, Set.of(), Set.of(), Set.of(), Set.of(portion));
        };
    }

    public boolean isNothing() {
        return equals(NOTHING);
    }

    /** As a portion of the record. */
    public Portion portion() {
        if (all) {
            return Portion.Extent.WHOLE;
        }
        Set<Portion> parts = new HashSet<>(others);
        if (!types.isEmpty()) {
            parts.add(new Portion.Types(types));
        }
        if (!labels.isEmpty()) {
            parts.add(new Portion.Labels(labels));
        }
        if (!codes.isEmpty()) {
            parts.add(new Portion.Codes(codes));
        }
        return Portion.any(parts);
    }

    /** Whether a resource of this type, with these labels, about these codes, stays hidden; what these do not tell hides it. */
    public boolean hides(String type, Collection<Coding> ofLabels, Collection<Coding> ofCodes) {
        return portion()
                .holds(trait -> switch (trait) {
                    case Portion.Types(var some) -> Optional.of(some.contains(type));
                    case Portion.Labels(var some) ->
                        Optional.of(some.stream().anyMatch(ofLabels::contains));
                    case Portion.LabelledIn(var system) ->
                        Optional.of(ofLabels.stream().anyMatch(label -> label.system().equals(system)));
                    case Portion.Codes(var some) -> Optional.of(some.stream().anyMatch(ofCodes::contains));
                    case Portion.Instances _, Portion.Authors _, Portion.Belonging _, Portion.During _ ->
                        Optional.empty();
                })
                .orElse(true);
    }

    Hidden and(Hidden other) {
        if (isNothing() || other.isNothing()) {
            return isNothing() ? other : this;
        }
        return all || other.all
                ? EVERYTHING
                : new Hidden(
                        false,
                        both(types, other.types),
                        both(labels, other.labels),
                        both(codes, other.codes),
                        both(others, other.others));
    }

    private static <T> Set<T> both(Set<T> a, Set<T> b) {
        Set<T> union = new HashSet<>(a);
        union.addAll(b);
        return union;
    }
}
