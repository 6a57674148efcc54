package org.healthsphere.federation.linkage.oblivious;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.federation.research.JsonBytes;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.keys.bc.oprf.Evaluated;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What members say to each other to make tokens of care; each is signed by who says it. */
sealed interface TokenTalk {
    /** More elements in one message there are not. */
    int MOST = 500;

    /** Your answer to these hidden inputs, with your share of this key. */
    record Evaluate(Sha256 key, List<Bytes> elements) implements TokenTalk {}

    /** The answer, proven. */
    record Answered(Evaluated evaluated) implements TokenTalk {}

    /** More than the ledger has counted for you. */
    record Unpaid() implements TokenTalk {}

    default ObjectNode json() {
        return switch (this) {
            case Evaluate(var key, var elements) -> put(of("linkage-evaluate").put("key", key.hex()), elements);
            case Answered(var evaluated) ->
                put(
                        of("linkage-evaluated")
                                .put(
                                        "proof",
                                        evaluated.proof().orElse(Bytes.NONE).base64url()),
                        evaluated.elements());
            case Unpaid _ -> of("linkage-unpaid");
        };
    }

    private static ObjectNode of(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("v", 1);
    }

    private static ObjectNode put(ObjectNode json, List<Bytes> elements) {
        var array = json.putArray("elements");
        elements.forEach(one -> array.addObject().put("bytes", one.base64url()));
        return json;
    }

    private static Map<String, Function<StrictObject, TokenTalk>> kinds() {
        return Map.of(
                "linkage-evaluate", json -> new Evaluate(JsonBytes.digest(json, "key"), bytes(json)),
                "linkage-evaluated",
                        json -> new Answered(new Evaluated(bytes(json), Optional.of(JsonBytes.read(json, "proof")))),
                "linkage-unpaid", _ -> new Unpaid());
    }

    private static List<Bytes> bytes(StrictObject json) {
        return json.objects("elements", 1, MOST, one -> JsonBytes.read(one, "bytes"));
    }

    static Outcome<TokenTalk> read(SignedStatement said) {
        return StrictObject.read(said.statement(), json -> {
            var _ = JsonBytes.node(json, "from");
            var _ = json.integer("v", 1, 1);
            return json.word("type", kinds()).apply(json);
        });
    }
}
