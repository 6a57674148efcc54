package org.healthsphere.node.store.index;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.store.index.SearchParameter.Kind;
import org.healthsphere.node.store.index.SearchParameter.Path;

/** Where resources say what a release filter asks for. */
final class About {
    /** The codes of what a resource is about: its coded kind, category, medication, reason or component. */
    static final SearchParameter CODE = new SearchParameter("", "_about", Kind.TOKEN, paths(), Set.of());

    static final SearchParameter LABEL = new SearchParameter(
            "", "_security", Kind.TOKEN, List.of(new Path(List.of("meta", "security"), "Coding", "")), Set.of());

    private About() {}

    private static List<Path> paths() {
        var concepts = Stream.of(
                        "code",
                        "category",
                        "type",
                        "medicationCodeableConcept",
                        "vaccineCode",
                        "reasonCode",
                        "component.code",
                        "reaction.substance",
                        "item.productOrService")
                .map(p -> new Path(List.of(p.split("\\.", -1)), "CodeableConcept", ""));
        return Stream.concat(concepts, Stream.of(new Path(List.of("class"), "Coding", "")))
                .toList();
    }
}
