package org.healthsphere.node.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.healthsphere.node.fhir.structure.Element;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;

/**
 * A place in a resource that a path leads to.
 *
 * @param owner the object that has the element; empty for the resource itself
 * @param member its name in JSON
 * @param index in an array, or -1
 * @param shape of the value, when it is complex
 * @param value what is there
 */
record Spot(
        Optional<ObjectNode> owner,
        String member,
        int index,
        Optional<Element> element,
        Optional<Shape> shape,
        JsonNode value) {

    /** Puts something else in its place. */
    void replace(JsonNode other) {
        var object = owner.orElseThrow(() -> Unfit.resource("path", "leads to the whole resource"));
        if (index < 0) {
            var _ = object.set(member, other);
        } else {
            var _ = ((ArrayNode) object.path(member)).set(index, other);
        }
    }

    /** Takes it out; an array that is empty then goes with it. */
    void remove() {
        var object = owner.orElseThrow(() -> Unfit.resource("path", "leads to the whole resource"));
        if (index < 0) {
            var _ = object.remove(member);
        } else {
            var array = (ArrayNode) object.path(member);
            var _ = array.remove(index);
            if (array.isEmpty()) {
                var _ = object.remove(member);
            }
        }
    }
}
