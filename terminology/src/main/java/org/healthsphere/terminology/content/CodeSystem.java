package org.healthsphere.terminology.content;

import java.util.List;

/**
 * A complete code system as rows, in whatever order they were read.
 *
 * @param language of the displays and definitions; empty when the source does not say
 */
public record CodeSystem(Canonical id, String title, String language, Origin origin, Rules rules, List<Row> rows)
        implements Content {
    public CodeSystem {
        rows = List.copyOf(rows);
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

    /** A concept: {@code parents} are codes, and need not exist. */
    public record Row(
            String code,
            Words words,
            boolean inactive,
            boolean notSelectable,
            List<String> parents,
            List<Value> values) {
        public Row {
            parents = List.copyOf(parents);
            values = List.copyOf(values);
        }
    }

    /** What a concept is called. */
    public record Words(String display, String definition, List<Designation> designations) {
        public Words {
            designations = List.copyOf(designations);
        }
    }

    /** A further name, in a language, for a use that is written {@code system|code}; both may be empty. */
    public record Designation(String language, String use, String value) {}

    /** The value of a property as it stands in the source; a Coding is written {@code system|code}. */
    public record Value(String property, String value) {}
}
