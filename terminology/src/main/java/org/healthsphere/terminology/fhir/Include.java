package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.ValueSet.Filter;

/**
 * One include or exclude of a value set, as it is written.
 *
 * @param path where it stands, for issues
 * @param concepts the elements of the concepts it lists
 */
record Include(
        String path,
        String system,
        String version,
        List<JsonNode> concepts,
        List<Filter> filters,
        List<String> valueSets) {
    private static final String OP =
            "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.compose.include.filter.op";

    Include {
        concepts = List.copyOf(concepts);
        filters = List.copyOf(filters);
        valueSets = List.copyOf(valueSets);
    }

    static List<Include> includes(ValueSet valueSet) {
        return all(valueSet, "include");
    }

    static List<Include> excludes(ValueSet valueSet) {
        return all(valueSet, "exclude");
    }

    private static List<Include> all(ValueSet valueSet, String name) {
        List<Include> all = new ArrayList<>();
        for (var element : valueSet.resource().path("compose").path(name)) {
            all.add(of(element, "ValueSet.compose." + name + "[" + all.size() + "]"));
        }
        return all;
    }

    private static Include of(JsonNode element, String path) {
        List<JsonNode> concepts = new ArrayList<>();
        element.path("concept").forEach(concepts::add);
        List<Filter> filters = new ArrayList<>();
        element.path("filter")
                .forEach(filter -> filters.add(new Filter(
                        filter.path("property").asText(""),
                        operator(filter),
                        filter.path("value").asText(""))));
        List<String> valueSets = new ArrayList<>();
        element.path("valueSet").forEach(canonical -> valueSets.add(canonical.asText("")));
        return new Include(
                path,
                element.path("system").asText(""),
                element.path("version").asText(""),
                concepts,
                filters,
                valueSets);
    }

    /** FHIR R5's operators travel to R4 in an extension. */
    private static String operator(JsonNode filter) {
        return filter.has("op") ? filter.path("op").asText("") : Extensions.text(filter.path("_op"), OP);
    }

    boolean hasSystem() {
        return !system.isEmpty();
    }

    /** Whether all codes of the system are meant. */
    boolean isWholeSystem() {
        return hasSystem() && concepts.isEmpty() && filters.isEmpty();
    }
}
