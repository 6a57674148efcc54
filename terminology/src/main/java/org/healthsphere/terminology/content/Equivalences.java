package org.healthsphere.terminology.content;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The codes of FHIR R4's ConceptMapEquivalence, and what they are in SKOS. */
public final class Equivalences {
    private static final Set<String> SAME = Set.of("equivalent", "equal");
    private static final Map<String, String> SKOS = Map.of(
            "equivalent", "exactMatch",
            "equal", "exactMatch",
            "wider", "broadMatch",
            "subsumes", "broadMatch",
            "narrower", "narrowMatch",
            "specializes", "narrowMatch",
            "inexact", "closeMatch",
            "relatedto", "relatedMatch");
    private static final Map<String, String> OF_SKOS = Map.of(
            "exactMatch", "equivalent",
            "broadMatch", "wider",
            "narrowMatch", "narrower",
            "closeMatch", "inexact",
            "relatedMatch", "relatedto");
    private static final Map<String, String> INVERSE =
            Map.of("wider", "narrower", "narrower", "wider", "subsumes", "specializes", "specializes", "subsumes");

    private static final Map<String, String> OF_RELATIONSHIP = Map.of(
            "equivalent", "equivalent",
            "source-is-narrower-than-target", "wider",
            "source-is-broader-than-target", "narrower",
            "related-to", "relatedto",
            "not-related-to", "disjoint");
    private static final Map<String, String> RELATIONSHIP = Map.of(
            "equal", "equivalent",
            "wider", "source-is-narrower-than-target",
            "subsumes", "source-is-narrower-than-target",
            "narrower", "source-is-broader-than-target",
            "specializes", "source-is-broader-than-target",
            "inexact", "related-to",
            "relatedto", "related-to",
            "disjoint", "not-related-to",
            "unmatched", "not-related-to");

    private Equivalences() {}

    /** What FHIR R5 calls it in ConceptMapRelationship, which describes the source: {@code wider} says the target is. */
    public static String relationship(String equivalence) {
        return RELATIONSHIP.getOrDefault(equivalence, equivalence);
    }

    /** The equivalence for a code of FHIR R5's ConceptMapRelationship; empty when there is none of that name. */
    public static Optional<String> ofRelationship(String relationship) {
        return Optional.ofNullable(OF_RELATIONSHIP.get(relationship));
    }

    public static boolean isKnown(String equivalence) {
        return SKOS.containsKey(equivalence) || isNone(equivalence);
    }

    /** Whether the line says that there is no match. */
    public static boolean isNone(String equivalence) {
        return equivalence.equals("unmatched") || equivalence.equals("disjoint");
    }

    public static boolean isSame(String equivalence) {
        return SAME.contains(equivalence);
    }

    /** The local name of the SKOS mapping property; empty for no match. */
    public static Optional<String> skos(String equivalence) {
        return Optional.ofNullable(SKOS.get(equivalence));
    }

    /** The equivalence for the local name of a SKOS mapping property; empty when there is none of that name. */
    public static Optional<String> ofSkos(String localName) {
        return Optional.ofNullable(OF_SKOS.get(localName));
    }

    /** The same line read from target to source. */
    public static String inverse(String equivalence) {
        return INVERSE.getOrDefault(equivalence, equivalence);
    }

    /** What two lines come to, one after the other: never more than both of them say. */
    public static String chain(String first, String second) {
        if (isSame(first)) {
            return second;
        }
        var transitive = first.equals(second) && INVERSE.containsKey(first);
        return isSame(second) || transitive ? first : "relatedto";
    }
}
