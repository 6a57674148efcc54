package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;

/**
 * A resource and where it is from, on its way to be merged. All of it is made when it is read, so that it need not be while somebody waits
 * for the last answer.
 *
 * @param compared where it could differ from others that are one with it
 * @param keys what makes it one with another
 * @param looseKeys what makes it one with at most one of each other member
 */
record Entry(
        Source source,
        ObjectNode resource,
        String lastUpdated,
        SortedMap<String, JsonNode> compared,
        List<String> keys,
        List<String> looseKeys) {
    static Entry of(Source source, ObjectNode resource) {
        var keys = Equivalence.keys(source, resource);
        var lastUpdated = resource.path("meta").path("lastUpdated").asText();
        return new Entry(source, resource, lastUpdated, Differences.compared(resource), keys.exact(), keys.loose());
    }

    /** Never the content: this lands in logs. */
    @Override
    public String toString() {
        return source.toString();
    }
}
