package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A value set by its definition.
 *
 * @param resource the FHIR resource it was read from, narrative left out; it is not changed
 */
public record ValueSet(Canonical id, String title, Origin origin, Compose compose, JsonNode resource)
        implements Content {
    public ValueSet {
        resource = resource.deepCopy();
    }

    /** A value set that was not read from FHIR. */
    public ValueSet(Canonical id, String title, Origin origin, Compose compose) {
        this(id, title, origin, compose, ComposeJson.resource(id, compose));
    }

    /**
     * What is in and what is out.
     *
     * @param inactive whether inactive codes are in
     */
    public record Compose(boolean inactive, List<Clause> includes, List<Clause> excludes) {
        public Compose {
            includes = List.copyOf(includes);
            excludes = List.copyOf(excludes);
        }
    }

    /**
     * One include or exclude: what its system part and every one of its value sets have in common.
     *
     * @param system canonical of the code system; an empty URL when the clause only names value sets
     * @param codes the codes listed; empty for all of the system that the filters leave
     * @param valueSets canonicals
     */
    public record Clause(Canonical system, List<String> codes, List<Filter> filters, List<String> valueSets) {
        public Clause {
            codes = List.copyOf(codes);
            filters = List.copyOf(filters);
            valueSets = List.copyOf(valueSets);
        }
    }

    /** A filter, in the codes of FHIR's FilterOperator. */
    public record Filter(String property, String op, String value) {}
}
