package org.healthsphere.terminology.content;

import java.util.List;
import org.healthsphere.specs.Coding;

/** Which code stands for which in another code system, and who says so. */
public record ConceptMap(Canonical id, String title, Origin origin, List<Mapping> mappings, List<Unmapped> unmapped)
        implements Content {
    public ConceptMap {
        mappings = List.copyOf(mappings);
        unmapped = List.copyOf(unmapped);
    }

    /** A map that has nothing to say of codes it does not list. */
    public ConceptMap(Canonical id, String title, Origin origin, List<Mapping> mappings) {
        this(id, title, origin, mappings, List.of());
    }

    /** What becomes of a code that the map does not list. */
    public enum Mode {
        /** It is always the same code. */
        FIXED,
        /** It stays as it is. */
        PROVIDED,
        /** Another map says what it becomes. */
        OTHER_MAP
    }

    /**
     * The rule for the codes of one system that are not listed for another.
     *
     * @param code of the target system when it is fixed, the canonical of the other map when there is one; else empty
     */
    public record Unmapped(String source, String target, Mode mode, String code) {}

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
