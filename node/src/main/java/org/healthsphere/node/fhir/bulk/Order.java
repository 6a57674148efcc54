package org.healthsphere.node.fhir.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.specs.Outcome;

/**
 * An export as it was asked for.
 *
 * @param base the address under which this server is asked, without a slash at the end
 * @param query of the URL, undecoded
 * @param posted the parameters in the body, as they would stand in a URL
 * @param lenient whether parameters that are not known are left out instead of refused (Prefer: handling=lenient)
 */
public record Order(String base, Extent extent, String query, String posted, boolean lenient) {
    /** The full address that was asked; what came in a body is not in it. */
    String address() {
        return base + "/" + extent.path() + (query.isEmpty() ? "" : "?" + query);
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("base", base)
                .put("path", extent.path())
                .put("query", query)
                .put("posted", posted)
                .put("lenient", lenient);
    }

    /** Reads what {@link #json} wrote. */
    static Order of(JsonNode json) {
        return new Order(
                json.path("base").asText(),
                Extent.of(json.path("path").asText()).orElseThrow(),
                json.path("query").asText(),
                json.path("posted").asText(),
                json.path("lenient").asBoolean());
    }

    int length() {
        return query.length() + posted.length();
    }

    Outcome<Parameters> ofUrl() {
        return Parameters.of(query);
    }

    Outcome<Parameters> ofBody() {
        return Parameters.of(posted);
    }
}
