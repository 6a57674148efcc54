package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.healthsphere.node.store.StoredResource;

/** Stored resources as trees. */
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    static JsonNode tree(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().utf8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON: " + resource, e);
        }
    }
}
