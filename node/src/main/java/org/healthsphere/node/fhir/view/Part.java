package org.healthsphere.node.fhir.view;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** Which part of a resource is asked for (FHIR R4, search, 3.1.1.5.8 and 3.1.1.5.9). */
public sealed interface Part {
    Part WHOLE = new Whole();

    /** Every byte that is stored. */
    record Whole() implements Part {}

    /** The elements that the specification marks as summary. */
    record Summary() implements Part {}

    /** The narrative, and what the resource cannot be without. */
    record Text() implements Part {}

    /** Everything but the narrative. */
    record Data() implements Part {}

    /**
     * Named elements, and what the resource cannot be without.
     *
     * @param names of elements at the top, some with the type of resource they are meant for: {@code Patient.name}
     */
    record Elements(Set<String> names) implements Part {
        public Elements {
            names = Set.copyOf(names);
        }

        boolean has(String type, String element) {
            return names.contains(element) || names.contains(type + "." + element);
        }
    }

    /** What the two parameters say; {@code _summary=count} is no part of a resource. */
    static Outcome<Part> of(Optional<String> summary, Optional<String> elements) {
        if (elements.isPresent() && summary.filter(s -> !s.equals("false")).isPresent()) {
            return refused("_elements", "does not go with _summary");
        }
        if (elements.isPresent()) {
            var names = Arrays.stream(elements.get().split(",", -1))
                    .map(String::strip)
                    .filter(n -> !n.isEmpty())
                    .collect(Collectors.toSet());
            return names.isEmpty() ? refused("_elements", "names no element") : Outcome.of(new Elements(names));
        }
        return switch (summary.orElse("false")) {
            case "false" -> Outcome.of(WHOLE);
            case "true" -> Outcome.of(new Summary());
            case "text" -> Outcome.of(new Text());
            case "data" -> Outcome.of(new Data());
            default -> refused("_summary", "is true, text, data or false here");
        };
    }

    private static Outcome<Part> refused(String at, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(at, what))));
    }
}
