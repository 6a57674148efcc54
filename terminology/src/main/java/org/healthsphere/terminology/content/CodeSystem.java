package org.healthsphere.terminology.content;

import java.util.List;

/**
 * A complete code system as rows, in whatever order they were read.
 *
 * @param language of the displays and definitions; empty when the source does not say
 */
public record CodeSystem(
        Canonical id, String title, String language, Origin origin, Facts facts, Rules rules, List<Row> rows)
        implements Content {
    public CodeSystem {
        rows = List.copyOf(rows);
    }

    /** A complete code system of which nothing is said that would be a warning. */
    public CodeSystem(Canonical id, String title, String language, Origin origin, Rules rules, List<Row> rows) {
        this(id, title, language, origin, Facts.COMPLETE, rules, rows);
    }

    /**
     * What is said of the code system as a whole.
     *
     * @param content the code of FHIR's CodeSystemContentMode
     * @param supplements canonical of the code system this one adds to; empty unless the content is a supplement
     * @param valueSet canonical of the value set of all its codes; empty when not stated
     * @param versionNeeded whether a code means nothing without the version
     */
    public record Facts(Standing standing, String content, String supplements, String valueSet, boolean versionNeeded) {
        static final Facts COMPLETE = new Facts(Standing.ACTIVE, "complete", "", "", false);

        public boolean isSupplement() {
            return content.equals("supplement");
        }

        public boolean isComplete() {
            return content.equals("complete");
        }
    }

    /**
     * How the codes are meant.
     *
     * @param hierarchyMeaning the code of FHIR's CodeSystemHierarchyMeaning; empty when the source does not say
     */
    public record Rules(boolean caseSensitive, String hierarchyMeaning, List<Property> properties) {
        public Rules {
            properties = List.copyOf(properties);
        }

        /** Whether what is below in the hierarchy is a kind of what is above it, so far as the source says. */
        public boolean isA() {
            return hierarchyMeaning.isEmpty() || hierarchyMeaning.equals("is-a");
        }
    }

    /**
     * A property that concepts may have, by FHIR's CodeSystem.property.
     *
     * @param type code, Coding, string, integer, boolean, dateTime or decimal
     */
    public record Property(String code, String uri, String type) {}

    /**
     * A concept.
     *
     * @param parents codes; they need not exist
     */
    public record Row(
            String code,
            Words words,
            boolean inactive,
            boolean notSelectable,
            List<String> parents,
            List<Value> values,
            Stated stated) {
        public Row {
            parents = List.copyOf(parents);
            values = List.copyOf(values);
        }

        /** A concept of a source whose order means nothing. */
        public Row(
                String code,
                Words words,
                boolean inactive,
                boolean notSelectable,
                List<String> parents,
                List<Value> values) {
            this(code, words, inactive, notSelectable, parents, values, Stated.NOTHING);
        }
    }

    /**
     * What else the source states of a concept.
     *
     * @param place in the order of the source, where that is of meaning; else 0
     * @param extensions FHIR extensions of the concept, as a JSON array; empty when it has none
     */
    public record Stated(int place, String extensions) {
        static final Stated NOTHING = new Stated(0, "");
    }

    /** What a concept is called. */
    public record Words(String display, String definition, List<Designation> designations) {
        public Words {
            designations = List.copyOf(designations);
        }
    }

    /**
     * A further name.
     *
     * @param language empty when not stated
     * @param use written {@code system|code}; empty when not stated
     * @param source the element in JSON when it says more than that, such as an extension; else empty
     */
    public record Designation(String language, String use, String value, String source) {
        public Designation(String language, String use, String value) {
            this(language, use, value, "");
        }
    }

    /** The value of a property as it stands in the source; a Coding is written {@code system|code}. */
    public record Value(String property, String value) {}
}
