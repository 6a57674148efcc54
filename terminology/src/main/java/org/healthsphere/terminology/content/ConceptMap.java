package org.healthsphere.terminology.content;

import java.util.List;
import org.healthsphere.specs.Coding;

/** Which code stands for which in another code system, and who says so. */
public record ConceptMap(Canonical id, String title, Origin origin, List<Mapping> mappings) implements Content {
    public ConceptMap {
        mappings = List.copyOf(mappings);
    }

    /**
     * One line of the map.
     *
     * @param equivalence in the codes of FHIR R4's ConceptMapEquivalence, which describe the target
     */
    public record Mapping(Coding source, Coding target, String equivalence, Ground ground) {}

    /**
     * Why the line is there.
     *
     * @param justification a term of the semantic mapping vocabulary (semapv) as SSSOM uses it; empty when not stated
     * @param author who made the line, as the source names him; empty when not stated
     */
    public record Ground(String justification, String author, String comment) {}
}
