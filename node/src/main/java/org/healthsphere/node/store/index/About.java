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

    /** Who wrote a resource, or answers for what it says. */
    static final SearchParameter AUTHOR = references(
            "_author",
            "author",
            "performer",
            "performer.actor",
            "recorder",
            "asserter",
            "requester",
            "informationSource",
            "assessor",
            "sender",
            "enterer",
            "source",
            "resultsInterpreter",
            "attester.party",
            "participant.individual",
            "agent.who");

    /** To which visit, order, problem or report a resource belongs. */
    static final SearchParameter BELONGING = references(
            "_belonging",
            "encounter",
            "context",
            "context.encounter",
            "context.related",
            "episodeOfCare",
            "partOf",
            "basedOn",
            "reasonReference",
            "addresses",
            "focus",
            "hasMember",
            "derivedFrom",
            "result",
            "imagingStudy",
            "specimen",
            "media.link",
            "condition",
            "diagnosis.condition",
            "evidence.detail",
            "report",
            "outcomeReference",
            "request",
            "authorizingPrescription",
            "prescription",
            "relatesTo.target",
            "replaces",
            "target",
            "section.entry",
            "supportingInfo",
            "item.encounter",
            "parent",
            "appointment",
            "part");

    private About() {}

    private static SearchParameter references(String name, String... paths) {
        return new SearchParameter(
                "",
                name,
                Kind.REFERENCE,
                Stream.of(paths)
                        .map(p -> new Path(List.of(p.split("\\.", -1)), "Reference", ""))
                        .toList(),
                Set.of());
    }

    /** Which of these are terms of their own in the index. */
    static boolean isReference(SearchParameter p) {
        return p.equals(AUTHOR) || p.equals(BELONGING);
    }

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
