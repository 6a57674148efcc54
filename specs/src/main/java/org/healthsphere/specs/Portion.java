package org.healthsphere.specs;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A portion of a patient's record, told by what its resources say of themselves. It is a value: what is written the same way is the
 * same, so that many patients who say the same are judged at once.
 */
public sealed interface Portion {
    /** All of a record, or none of it. */
    enum Extent implements Portion {
        WHOLE,
        NOTHING
    }

    /** What can be asked of one resource alone. */
    sealed interface Trait extends Portion {}

    /** It is of one of these types. */
    record Types(Set<String> types) implements Trait {
        public Types {
            types = Set.copyOf(types);
        }
    }

    /** It bears one of these security labels. */
    record Labels(Set<Coding> labels) implements Trait {
        public Labels {
            labels = Set.copyOf(labels);
        }
    }

    /** It bears some security label of this system. */
    record LabelledIn(String system) implements Trait {}

    /** It is about one of these codes. */
    record Codes(Set<Coding> codes) implements Trait {
        public Codes {
            codes = Set.copyOf(codes);
        }
    }

    /** It is one of these: {@code Observation/17}. */
    record Instances(Set<String> names) implements Trait {
        public Instances {
            names = Set.copyOf(names);
        }
    }

    /** One of these wrote it, or answers for what it says: {@code Practitioner/3}. */
    record Authors(Set<String> names) implements Trait {
        public Authors {
            names = Set.copyOf(names);
        }
    }

    /** It belongs to one of these: what happened in the visit, what rests on the order. */
    record Belonging(Set<String> names) implements Trait {
        public Belonging {
            names = Set.copyOf(names);
        }
    }

    /**
     * It is about care in this time, both ends included.
     *
     * @param surely every date that it has lies in it, and it has one; else: one that it has touches it, or it tells none although
     *     resources of its type have one
     */
    record During(Instant from, Instant until, boolean surely) implements Trait {}

    /** What is not in it. */
    record Not(Portion of) implements Portion {}

    /** What is in every one. */
    record AllOf(Set<Portion> parts) implements Portion {
        public AllOf {
            parts = Set.copyOf(parts);
        }
    }

    /** What is in one at least. */
    record AnyOf(Set<Portion> parts) implements Portion {
        public AnyOf {
            parts = Set.copyOf(parts);
        }
    }

    default boolean isNothing() {
        return this == Extent.NOTHING;
    }

    default boolean isWhole() {
        return this == Extent.WHOLE;
    }

    /** What is not in this one. */
    default Portion not() {
        return switch (this) {
            case Extent extent -> extent == Extent.WHOLE ? Extent.NOTHING : Extent.WHOLE;
            case Not(var of) -> of;
            case Portion other -> new Not(other);
        };
    }

    /** What is in both. */
    default Portion and(Portion other) {
        return all(List.of(this, other));
    }

    /** What is in one of the two. */
    default Portion or(Portion other) {
        return any(List.of(this, other));
    }

    /** What is in this one and not in the other. */
    default Portion without(Portion other) {
        return and(other.not());
    }

    /** What is in all of them. */
    static Portion all(Collection<Portion> parts) {
        Set<Portion> flat = new HashSet<>();
        for (var part : parts) {
            if (part instanceof AllOf(var inner)) {
                flat.addAll(inner);
            } else {
                flat.add(part);
            }
        }
        flat.remove(Extent.WHOLE);
        if (flat.contains(Extent.NOTHING)
                || flat.stream().anyMatch(part -> part instanceof Not(var of) && flat.contains(of))) {
            return Extent.NOTHING;
        }
        return switch (flat.size()) {
            case 0 -> Extent.WHOLE;
            case 1 -> flat.iterator().next();
            default -> new AllOf(flat);
        };
    }

    /** What is in any of them. */
    static Portion any(Collection<Portion> parts) {
        Set<Portion> flat = new HashSet<>();
        for (var part : parts) {
            if (part instanceof AnyOf(var inner)) {
                flat.addAll(inner);
            } else {
                flat.add(part);
            }
        }
        flat.remove(Extent.NOTHING);
        if (flat.contains(Extent.WHOLE)
                || flat.stream().anyMatch(part -> part instanceof Not(var of) && flat.contains(of))) {
            return Extent.WHOLE;
        }
        return switch (flat.size()) {
            case 0 -> Extent.NOTHING;
            case 1 -> flat.iterator().next();
            default -> new AnyOf(flat);
        };
    }

    /**
     * Whether a resource is in it, by what is known of its traits; nothing, when what is not known of them could make a difference.
     */
    default Optional<Boolean> holds(Function<Trait, Optional<Boolean>> known) {
        return switch (this) {
            case Extent extent -> Optional.of(extent == Extent.WHOLE);
            case Trait trait -> known.apply(trait);
            case Not(var of) -> of.holds(known).map(held -> !held);
            case AllOf(var parts) -> decided(parts, known, false);
            case AnyOf(var parts) -> decided(parts, known, true);
        };
    }

    private static Optional<Boolean> decided(
            Set<Portion> parts, Function<Trait, Optional<Boolean>> known, boolean decisive) {
        var open = false;
        for (var part : parts) {
            var held = part.holds(known);
            if (held.isPresent() && held.get() == decisive) {
                return Optional.of(decisive);
            }
            open |= held.isEmpty();
        }
        return open ? Optional.empty() : Optional.of(!decisive);
    }
}
