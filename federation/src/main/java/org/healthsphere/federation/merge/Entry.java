package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A resource and where it is from, on its way to be merged. */
record Entry(Source source, ObjectNode resource) {
    String lastUpdated() {
        return resource.path("meta").path("lastUpdated").asText();
    }

    /** Never the content: this lands in logs. */
    @Override
    public String toString() {
        return source.toString();
    }
}
