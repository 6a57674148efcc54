package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.healthsphere.specs.Coding;

/** A Parameters resource in the making. */
final class Answer {
    private final ObjectNode resource = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
    private final ArrayNode parameters = resource.putArray("parameter");

    /** A text of the type, such as {@code String} or {@code Code}; left out when empty. */
    @CanIgnoreReturnValue
    Answer text(String name, String type, String value) {
        if (!value.isEmpty()) {
            add(parameters, name).put("value" + type, value);
        }
        return this;
    }

    @CanIgnoreReturnValue
    Answer truth(String name, boolean value) {
        add(parameters, name).put("valueBoolean", value);
        return this;
    }

    /** A value of a complex type. */
    @CanIgnoreReturnValue
    Answer object(String name, String type, JsonNode value) {
        add(parameters, name).set("value" + type, value.deepCopy());
        return this;
    }

    /** A resource as a value. */
    @CanIgnoreReturnValue
    Answer resource(String name, ObjectNode value) {
        add(parameters, name).set("resource", value);
        return this;
    }

    /** The parts of a further parameter of the name. */
    ArrayNode parts(String name) {
        return add(parameters, name).putArray("part");
    }

    static ObjectNode add(ArrayNode parameters, String name) {
        return parameters.addObject().put("name", name);
    }

    static void coding(ObjectNode into, Coding code, String display) {
        into.put("system", code.system()).put("code", code.code());
        if (!display.isEmpty()) {
            into.put("display", display);
        }
    }

    ObjectNode resource() {
        return resource;
    }
}
