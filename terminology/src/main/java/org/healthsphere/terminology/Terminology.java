package org.healthsphere.terminology;

import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;

/**
 * The terminology service of one node.
 *
 * <p>Never silently wrong: an unknown system, version, code, filter or value set is a fault that names it
 * ({@link org.healthsphere.specs.Fault.NotFound} or {@link org.healthsphere.specs.Fault.Invalid}), never an empty answer.
 * A remote implementation that cannot be reached answers {@link org.healthsphere.specs.Fault.Unavailable} or
 * {@link org.healthsphere.specs.Fault.Timeout}.
 */
public interface Terminology {
    Outcome<Concept> lookup(Coding code);

    /** How the first code stands to the second, both of one system. */
    Outcome<Subsumption> subsumes(Coding a, Coding b);

    /** Whether the code is in the value set; the value set is a canonical URL, with {@code |version} or without. */
    Outcome<Validation> validateCode(String valueSet, Coding code);

    /** The codes of a value set, in a stable order. */
    Outcome<Expansion> expand(String valueSet);

    /** The code and everything below it, as a set that answers membership at once. */
    Outcome<CodeSet> descendantsAndSelf(Coding code);

    /**
     * What the code means in the target system, by the concept maps held here: by one map, or by a chain of them where none goes
     * all the way. The best match comes first. Empty when no map has the code, whatever the reason.
     */
    Outcome<List<Translation>> translate(Coding source, String targetSystem);

    /** A concept as its code system defines it. */
    record Concept(Coding coding, String version, String display, boolean inactive) {}

    enum Subsumption {
        EQUIVALENT,
        SUBSUMES,
        SUBSUMED_BY,
        NOT_SUBSUMED
    }

    /** The answer to {@code $validate-code}: the display is the right one when the code is in, the message says why when not. */
    record Validation(boolean result, String display, String message) {}

    /**
     * The answer to {@code $expand}.
     *
     * @param digest as in {@link ExpansionDigest}: equal digests are equal expansions, on every node
     */
    record Expansion(String valueSet, String digest, List<Concept> concepts) {
        public Expansion {
            concepts = List.copyOf(concepts);
        }
    }

    /** A set of codes, named by the digest of its members as in {@link ExpansionDigest}. */
    interface CodeSet {
        boolean contains(Coding code);

        int size();

        String digest();
    }

    /**
     * One match of {@code $translate}.
     *
     * @param relationship in the codes of FHIR R4's ConceptMapEquivalence: {@code equivalent}, {@code wider}, ...
     * @param map canonical URL and version of the map that says so; of a chain all of them, with commas
     */
    record Translation(Coding target, String display, String relationship, String map) {}
}
