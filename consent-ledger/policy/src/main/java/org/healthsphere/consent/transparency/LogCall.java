package org.healthsphere.consent.transparency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * One member shows another a checkpoint and asks for its signature.
 *
 * @param proofs that the log goes on from where the other saw it last; none for the log of events, which everybody has
 */
public record LogCall(SignedCheckpoint shown, List<ConsistencyProof> proofs) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public LogCall {
        proofs = List.copyOf(proofs);
    }

    /** {@code {"checkpoint", "proofs": [{"from", "to", "path"}]}}. */
    public Bytes encoded() {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("checkpoint", shown.json());
        var list = json.putArray("proofs");
        for (var proof : proofs) {
            var path = list.addObject()
                    .put("from", proof.from())
                    .put("to", proof.to())
                    .putArray("path");
            proof.path().forEach(hash -> path.add(hash.hex()));
        }
        return Bytes.of(CanonicalJson.of(json));
    }

    public static Outcome<LogCall> decode(Bytes encoded) {
        return LogCall.<LogCall>parsed(encoded, json -> {
            List<ConsistencyProof> proofs = new ArrayList<>();
            json.path("proofs").forEach(proof -> proofs.add(proof(proof)));
            return new LogCall(SignedCheckpoint.of(json.path("checkpoint")), proofs);
        });
    }

    private static ConsistencyProof proof(JsonNode json) {
        List<Sha256> path = new ArrayList<>();
        json.path("path").forEach(hash -> path.add(new Sha256(hash.asText())));
        return new ConsistencyProof(
                json.path("from").asLong(-1), json.path("to").asLong(-1), path);
    }

    private static <T> Outcome<T> parsed(Bytes encoded, java.util.function.Function<JsonNode, T> read) {
        try {
            return Outcome.of(read.apply(JSON.readTree(encoded.utf8())));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException _) {
            return Outcome.failed(new Fault.Invalid("not a checkpoint with its proofs"));
        }
    }

    /** What is answered. */
    public sealed interface Answer {
        /** The same with one more signature, or what the other member has instead. */
        record Has(SignedCheckpoint checkpoint) implements Answer {}

        /** It must be shown how the log goes on from these sizes. */
        record Wants(List<Long> sizes) implements Answer {
            public Wants {
                sizes = List.copyOf(sizes);
            }
        }

        /** It does not sign, in words for the operator. */
        record Refuses(String words) implements Answer {}

        default Bytes encoded() {
            var json = JsonNodeFactory.instance.objectNode();
            switch (this) {
                case Has has -> json.set("checkpoint", has.checkpoint().json());
                case Wants wants -> {
                    var sizes = json.putArray("wants");
                    wants.sizes().forEach(sizes::add);
                }
                case Refuses refuses -> json.put("refuses", refuses.words());
            }
            return Bytes.of(CanonicalJson.of(json));
        }

        static Outcome<Answer> decode(Bytes encoded) {
            return LogCall.<Answer>parsed(encoded, json -> {
                if (json.has("wants")) {
                    List<Long> sizes = new ArrayList<>();
                    json.path("wants").forEach(size -> sizes.add(size.asLong(-1)));
                    return new Wants(sizes);
                }
                return json.has("refuses")
                        ? new Refuses(json.path("refuses").asText())
                        : new Has(SignedCheckpoint.of(json.path("checkpoint")));
            });
        }
    }
}
