package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/** FHIR's extensions that change what terminology means, and how to find them on an element. */
public final class Extensions {
    private static final String CORE = "http://hl7.org/fhir/StructureDefinition/";

    public static final String STANDARDS_STATUS = CORE + "structuredefinition-standards-status";
    public static final String SUPPLEMENT = CORE + "valueset-supplement";
    public static final String DEPRECATED = CORE + "valueset-deprecated";
    public static final String ITEM_WEIGHT = CORE + "itemWeight";

    private Extensions() {}

    public static Optional<JsonNode> find(JsonNode element, String url) {
        for (var extension : element.path("extension")) {
            if (extension.path("url").asText("").equals(url)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }

    /** The value of the extension as text; empty when the element does not have it. */
    public static String text(JsonNode element, String url) {
        return find(element, url).map(Extensions::value).map(JsonNode::asText).orElse("");
    }

    /** The value[x] of an element, whatever its type. */
    public static JsonNode value(JsonNode element) {
        for (var property : element.properties()) {
            if (property.getKey().startsWith("value")) {
                return property.getValue();
            }
        }
        return MissingNode.getInstance();
    }
}
