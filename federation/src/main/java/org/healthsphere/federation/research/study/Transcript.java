package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.study.RunMessage.Step;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;

/** Every signed message that a result rests on, in its order. It holds the sums before anything in them was hidden, so it stays where it is. */
final class Transcript {
    private final ObjectNode json = JsonNodeFactory.instance
            .objectNode()
            .put("type", "study-transcript")
            .put("v", 1);
    private final ArrayNode steps = json.putArray("steps");

    void begin(SignedStatement statement) {
        json.set("begin", statement.json());
    }

    void add(Step step, List<JsonNode> said) {
        steps.addObject()
                .put("step", step.name().toLowerCase(Locale.ROOT))
                .putArray("said")
                .addAll(said);
    }

    Bytes bytes() {
        return Bytes.of(CanonicalJson.of(json));
    }
}
