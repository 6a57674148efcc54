package org.healthsphere.node.delegates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.delegates.Delegation.Kind;
import org.healthsphere.node.delegates.Delegation.Names;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** Delegations, sealed and erased with the patient; codes by which they are accepted as digests only. */
final class DelegationBook {
    private static final String SPACE = "delegation";
    private static final String CODES = "delegation-code";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final SecretBox box;
    private final SecureRandom random;

    DelegationBook(ResourceStore store, SecretBox box, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.random = random;
    }

    void put(Delegation delegation) {
        var closed = box.seal(Bytes.utf8(written(delegation)), Bytes.utf8(delegation.id()), random);
        store.putMark(new Mark(SPACE, delegation.id(), closed).about(delegation.patient()));
    }

    void put(Delegation delegation, String code) {
        put(delegation);
        store.putMark(
                new Mark(CODES, Sha256.of(code).hex(), Bytes.utf8(delegation.id())).about(delegation.patient()));
    }

    Optional<String> withCode(String code) {
        return store.mark(CODES, Sha256.of(code).hex()).map(Bytes::utf8);
    }

    void forgetCode(String code) {
        store.removeMark(CODES, Sha256.of(code).hex());
    }

    Optional<Delegation> find(String id) {
        return store.mark(SPACE, id).map(closed -> opened(id, closed));
    }

    List<Delegation> all() {
        try (var marks = store.marks(SPACE)) {
            return marks.map(mark -> opened(mark.key(), mark.value())).toList();
        }
    }

    private static String written(Delegation delegation) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", delegation.kind().name())
                .put("patient", delegation.patient())
                .put("patientName", delegation.names().patient())
                .put("delegateName", delegation.names().delegate())
                .put("made", delegation.made().toString())
                .put("until", delegation.until().toString());
        delegation.delegate().ifPresent(delegate -> json.put("delegate", delegate));
        delegation.accepted().ifPresent(at -> json.put("accepted", at.toString()));
        delegation.ended().ifPresent(at -> json.put("ended", at.toString()));
        return json.toString();
    }

    private Delegation opened(String id, Bytes closed) {
        try {
            var json = JSON.readTree(
                    box.open(closed, Bytes.utf8(id)).orElseThrow().utf8());
            return new Delegation(
                    id,
                    Kind.valueOf(json.path("kind").asText()),
                    json.path("patient").asText(),
                    text(json, "delegate"),
                    new Names(
                            json.path("patientName").asText(),
                            json.path("delegateName").asText()),
                    Instant.parse(json.path("made").asText()),
                    Instant.parse(json.path("until").asText()),
                    text(json, "accepted").map(Instant::parse),
                    text(json, "ended").map(Instant::parse));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
