package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Facts;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.content.ValueSet.Filter;

/** One version of a code system as one request sees it: what the operations read. Concepts are numbers. */
public sealed interface SystemView permits IndexedSystem, GrammarSystem {
    /** No such concept. */
    int NONE = CodeSystemIndex.NONE;

    /** Whether its codes can be listed; else they are made by rules, and only those are known that were asked for. */
    boolean isListed();

    Canonical id();

    String title();

    Facts facts();

    /** Of the displays; empty when the source does not say. */
    String language();

    int size();

    /** Canonicals of the supplements in use. */
    List<Canonical> supplements();

    /** The concept with the code, by the system's rule for upper and lower case; else {@link #NONE}. */
    int find(String code);

    String code(int concept);

    /** The display; empty when the source gives none. */
    String display(int concept);

    String definition(int concept);

    boolean isAbstract(int concept);

    boolean isInactive(int concept);

    /** Why it is as it is, such as {@code retired}: its status, else what other properties say; empty when nothing does. */
    String status(int concept);

    /** The display first, then the designations, those of supplements last. */
    List<Name> names(int concept);

    /**
     * Writes the concept as an element of an expansion, when there is nothing to tell but its code and its display.
     *
     * @return whether it was written; else nothing was
     */
    boolean isWritten(int concept, JsonBytes into);

    /** Whether any concept has extensions, here or in a supplement. */
    boolean hasExtensions();

    /** FHIR extensions of the concept, those of supplements last. */
    List<JsonNode> extensions(int concept);

    /** The values of its properties, those of supplements last. */
    List<PropertyValue> properties(int concept);

    List<Integer> parents(int concept);

    ConceptSet ancestors(int concept);

    ConceptSet children(int concept);

    ConceptSet all();

    ConceptSet none();

    ConceptSet inactive();

    /** The concepts that group others and are not chosen themselves. */
    ConceptSet abstractOnes();

    /** The concepts with a name, here or in a supplement, that has a word like each of the text's. */
    ConceptSet named(String text, boolean similar);

    /** Whether the second is below the first. */
    boolean isAbove(int ancestor, int descendant);

    /** The concepts a filter leaves, or why it cannot be followed. */
    Outcome<ConceptSet> select(Filter filter);

    /**
     * A name of a concept.
     *
     * @param isDisplay whether it is the display, and not a designation
     * @param supplement the supplement it comes from
     */
    record Name(Designation designation, boolean isDisplay, Optional<Canonical> supplement) {
        /** The element as the source has it, when it says more than language, use and value. */
        public Optional<JsonNode> element() {
            return designation.source().isEmpty()
                    ? Optional.empty()
                    : Optional.of(IndexedSystem.parse(designation.source()));
        }

        /** The standards status of a designation; empty when it has none. */
        public String status() {
            return element()
                    .map(element -> Extensions.text(element, Extensions.STANDARDS_STATUS))
                    .orElse("");
        }
    }

    /** The value of a property, as text; a Coding is written {@code system|code}. */
    record PropertyValue(Property property, String value) {}
}
