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
                .put("status", "active");
        if (id.hasVersion()) {
            resource.put("version", id.version());
        }
        var into = resource.putObject("compose").put("inactive", compose.inactive());
        clauses(compose.includes(), into.putArray("include"));
        clauses(compose.excludes(), into.putArray("exclude"));
        return resource;
    }

    private static void clauses(List<Clause> clauses, ArrayNode into) {
        clauses.forEach(clause -> clause(clause, into.addObject()));
    }

    /** What says nothing is left out, as FHIR wants it. */
    private static void clause(Clause clause, ObjectNode into) {
        if (!clause.system().url().isEmpty()) {
            into.put("system", clause.system().url());
        }
        if (clause.system().hasVersion()) {
            into.put("version", clause.system().version());
        }
        clause.codes().forEach(code -> into.withArray("concept").addObject().put("code", code));
        clause.filters()
                .forEach(filter -> into.withArray("filter")
                        .addObject()
                        .put("property", filter.property())
                        .put("op", filter.op())
                        .put("value", filter.value()));
        clause.valueSets().forEach(canonical -> into.withArray("valueSet").add(canonical));
    }
}
