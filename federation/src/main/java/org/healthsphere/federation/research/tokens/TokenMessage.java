package org.healthsphere.federation.research.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.keys.bc.oprf.Evaluated;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** What members say to each other to make the tokens of a study. */
sealed interface TokenMessage {
    /** Coordinator to all: make your tokens with these members. */
    record Prepare(Sha256 plan, List<NodeId> members) implements TokenMessage {}

    /** They are made, with this key. */
    record Prepared(Sha256 plan, Sha256 key) implements TokenMessage {}

    /** Your part of the key of these members, hidden for these keys of mine. */
    record Deal(Sha256 plan, List<NodeId> members, PublicKeys keys) implements TokenMessage {}

    /** What everybody may know of it, and the asker's own share, hidden. */
    record Dealt(List<Bytes> commitments, Bytes share, PublicKeys keys, Bytes encapsulation) implements TokenMessage {}

    /** Your answer to these hidden inputs. */
    record Evaluate(Sha256 plan, List<NodeId> members, Sha256 key, List<Bytes> elements) implements TokenMessage {}

    /** The answer, proven. */
    record Answered(Evaluated evaluated) implements TokenMessage {}

    /** As {@link TokenReader} reads it. */
    default ObjectNode json() {
        return switch (this) {
            case Prepare(var plan, var members) -> about("token-prepare", plan, members);
            case Prepared(var plan, var key) ->
                of("token-prepared").put("plan", plan.hex()).put("key", key.hex());
            case Deal(var plan, var members, var keys) ->
                about("token-deal", plan, members).set("keys", json(keys));
            case Dealt dealt -> json(dealt);
            case Evaluate(var plan, var members, var key, var elements) -> {
                var json = about("token-evaluate", plan, members).put("key", key.hex());
                put(json, "elements", elements);
                yield json;
            }
            case Answered(var evaluated) -> {
                var json = of("token-evaluated");
                put(json, "elements", evaluated.elements());
                yield json.put("proof", evaluated.proof().orElse(Bytes.NONE).base64url());
            }
        };
    }

    private static ObjectNode json(Dealt dealt) {
        var json = of("token-dealt")
                .put("share", dealt.share().base64url())
                .put("encapsulation", dealt.encapsulation().base64url());
        put(json, "commitments", dealt.commitments());
        return json.set("keys", json(dealt.keys()));
    }

    private static void put(ObjectNode json, String name, List<Bytes> all) {
        var array = json.putArray(name);
        all.forEach(one -> array.addObject().put("bytes", one.base64url()));
    }

    private static JsonNode json(PublicKeys keys) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("x25519", keys.x25519().base64url())
                .put("mlkem768", keys.mlkem().base64url());
    }

    private static ObjectNode about(String type, Sha256 plan, List<NodeId> members) {
        var json = of(type).put("plan", plan.hex());
        var array = json.putArray("members");
        members.forEach(member -> array.addObject().put("member", member.value()));
        return json;
    }

    private static ObjectNode of(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("v", 1);
    }
}
