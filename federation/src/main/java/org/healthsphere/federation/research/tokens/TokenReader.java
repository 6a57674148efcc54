package org.healthsphere.federation.research.tokens;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.federation.research.JsonBytes;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.federation.research.tokens.TokenMessage.Answered;
import org.healthsphere.federation.research.tokens.TokenMessage.Deal;
import org.healthsphere.federation.research.tokens.TokenMessage.Dealt;
import org.healthsphere.federation.research.tokens.TokenMessage.Evaluate;
import org.healthsphere.federation.research.tokens.TokenMessage.Prepare;
import org.healthsphere.federation.research.tokens.TokenMessage.Prepared;
import org.healthsphere.keys.bc.oprf.Evaluated;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Messages about tokens from JSON, as {@link TokenMessage#json} writes them; nothing more and nothing less is taken. */
final class TokenReader {
    /** More members, or elements in one message, there are not. */
    private static final int MOST = 1000;

    private static final Map<String, Function<StrictObject, TokenMessage>> KINDS = Map.of(
            "token-prepare", json -> new Prepare(plan(json), members(json)),
            "token-prepared", json -> new Prepared(plan(json), JsonBytes.digest(json, "key")),
            "token-deal", json -> new Deal(plan(json), members(json), json.object("keys", TokenReader::keys)),
            "token-dealt",
                    json -> new Dealt(
                            bytes(json, "commitments"),
                            JsonBytes.read(json, "share"),
                            json.object("keys", TokenReader::keys),
                            JsonBytes.read(json, "encapsulation")),
            "token-evaluate",
                    json -> new Evaluate(
                            plan(json), members(json), JsonBytes.digest(json, "key"), bytes(json, "elements")),
            "token-evaluated",
                    json -> new Answered(
                            new Evaluated(bytes(json, "elements"), Optional.of(JsonBytes.read(json, "proof")))));

    private TokenReader() {}

    /** Whether messages of this type are read here. */
    static boolean isOne(String type) {
        return KINDS.containsKey(type);
    }

    static Outcome<TokenMessage> read(SignedStatement statement) {
        return StrictObject.read(statement.statement(), json -> {
            var _ = JsonBytes.node(json, "from");
            var _ = json.integer("v", 1, 1);
            return json.word("type", KINDS).apply(json);
        });
    }

    private static Sha256 plan(StrictObject json) {
        return JsonBytes.digest(json, "plan");
    }

    private static List<NodeId> members(StrictObject json) {
        return json.objects("members", 1, MOST, one -> JsonBytes.node(one, "member"));
    }

    private static PublicKeys keys(StrictObject json) {
        return new PublicKeys(JsonBytes.read(json, "x25519"), JsonBytes.read(json, "mlkem768"));
    }

    private static List<Bytes> bytes(StrictObject json, String name) {
        return json.objects(name, 1, MOST, one -> JsonBytes.read(one, "bytes"));
    }
}
