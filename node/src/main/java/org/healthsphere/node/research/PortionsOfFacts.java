package org.healthsphere.node.research;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Portion;

/**
 * Whether what a consent hides may hold a fact. The columns do not tell who wrote a resource, to which visit it belongs or which one
 * it is: where that makes the difference the fact is hidden.
 */
final class PortionsOfFacts {
    private PortionsOfFacts() {}

    static boolean hide(Hidden hidden, String type, Set<Coding> labels, Set<Coding> about) {
        return hidden.others().stream()
                .anyMatch(portion ->
                        portion.holds(trait -> known(trait, type, labels, about)).orElse(true));
    }

    private static Optional<Boolean> known(
            Portion.Trait trait, String type, Set<Coding> labels, Set<Coding> about) {
        return switch (trait) {
            case Portion.Types(var types) -> Optional.of(types.contains(type));
            case Portion.Labels(var some) -> Optional.of(labels.stream().anyMatch(some::contains));
            case Portion.LabelledIn(var system) ->
                Optional.of(labels.stream().anyMatch(label -> label.system().equals(system)));
            case Portion.Codes(var some) -> Optional.of(about.stream().anyMatch(some::contains));
            case Portion.During _ -> type.equals("Patient") ? Optional.of(false) : Optional.empty();
            case Portion.Instances _, Portion.Authors _, Portion.Belonging _ -> Optional.empty();
        };
    }

    /** In one spelling, whatever the order in which it was put together. */
    static String spelled(Portion portion) {
        return switch (portion) {
            case Portion.Extent extent -> extent.name();
            case Portion.Not(var of) -> "not(" + spelled(of) + ")";
            case Portion.AllOf(var parts) -> "all" + sorted(parts.stream().map(PortionsOfFacts::spelled));
            case Portion.AnyOf(var parts) -> "any" + sorted(parts.stream().map(PortionsOfFacts::spelled));
            case Portion.Types(var types) -> "types" + sorted(types.stream());
            case Portion.Labels(var labels) -> "labels" + sorted(labels.stream().map(Coding::toString));
            case Portion.LabelledIn(var system) -> "labelled(" + system + ")";
            case Portion.Codes(var codes) -> "codes" + sorted(codes.stream().map(Coding::toString));
            case Portion.Instances(var names) -> "instances" + sorted(names.stream());
            case Portion.Authors(var names) -> "authors" + sorted(names.stream());
            case Portion.Belonging(var names) -> "belonging" + sorted(names.stream());
            case Portion.During(var from, var until, var surely) -> "during(" + from + "," + until + "," + surely + ")";
        };
    }

    private static List<String> sorted(Stream<String> texts) {
        return texts.sorted().toList();
    }
}
