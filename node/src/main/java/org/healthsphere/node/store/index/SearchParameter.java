package org.healthsphere.node.store.index;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A search parameter of one resource type.
 *
 * @param targets what a reference may point to; empty: anything
 * @param components of a composite: each looks at the elements that the paths of the composite lead to
 */
public record SearchParameter(
        String type, String name, Kind kind, List<Path> paths, Set<String> targets, List<SearchParameter> components) {
    public SearchParameter {
        paths = List.copyOf(paths);
        targets = Set.copyOf(targets);
        components = List.copyOf(components);
    }

    public SearchParameter(String type, String name, Kind kind, List<Path> paths, Set<String> targets) {
        this(type, name, kind, paths, targets, List.of());
    }

    /** FHIR's SearchParamType, as far as it is honoured. */
    public enum Kind {
        TOKEN,
        STRING,
        DATE,
        REFERENCE,
        QUANTITY,
        NUMBER,
        URI,
        COMPOSITE,
        SPECIAL;

        /** The code of SearchParamType. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where the values are.
     *
     * @param steps the names of the members on the way from the resource; {@code extension?url=http://...} is one whose member has
     *     a value
     * @param leaf the FHIR type at its end
     * @param only a reference to this type only, or a contact point of this system only; empty: any
     */
    public record Path(List<String> steps, String leaf, String only) {
        public Path {
            steps = List.copyOf(steps);
        }
    }

    /** What distinguishes its terms from those of all others. */
    String key() {
        return type.isEmpty() ? name : type + '.' + name;
    }

    /** Whether it is true or false of every resource. */
    boolean saysWhether() {
        return paths.stream().anyMatch(p -> p.leaf().equals("exists"));
    }

    /** Whether a value stands without its code system, which then is implied by the element. */
    boolean impliesSystem() {
        return paths.stream().anyMatch(p -> p.leaf().equals("code") || p.leaf().equals("boolean"));
    }
}
