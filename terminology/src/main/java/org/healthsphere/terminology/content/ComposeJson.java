package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.healthsphere.terminology.content.ValueSet.Clause;
import org.healthsphere.terminology.content.ValueSet.Compose;

/** Writes a value set that was not read from FHIR as FHIR has it. */
final class ComposeJson {
    private ComposeJson() {}

    static JsonNode resource(Canonical id, Compose compose) {
        var resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "ValueSet")
                .put("url", id.url())
                .put("version", id.version())
                .put("status", "active");
        var into = resource.putObject("compose").put("inactive", compose.inactive());
        clauses(compose.includes(), into.putArray("include"));
        clauses(compose.excludes(), into.putArray("exclude"));
        return resource;
    }

    private static void clauses(List<Clause> clauses, ArrayNode into) {
        clauses.forEach(clause -> clause(clause, into.addObject()));
    }

    private static void clause(Clause clause, ObjectNode into) {
        into.put("system", clause.system().url()).put("version", clause.system().version());
        var concepts = into.putArray("concept");
        clause.codes().forEach(code -> concepts.addObject().put("code", code));
        var filters = into.putArray("filter");
        clause.filters()
                .forEach(filter -> filters.addObject()
                        .put("property", filter.property())
                        .put("op", filter.op())
                        .put("value", filter.value()));
        var valueSets = into.putArray("valueSet");
        clause.valueSets().forEach(valueSets::add);
    }
}
