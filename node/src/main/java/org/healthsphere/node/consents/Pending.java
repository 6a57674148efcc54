package org.healthsphere.node.consents;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** What was sent to the ledger and may be there without the book knowing of it, sealed at rest: by the id of the consent. */
final class Pending {
    private static final String SPACE = "consent-pending";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final SecretBox box;
    private final SecureRandom random;

    Pending(ResourceStore store, SecretBox box, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.random = random;
    }

    /**
     * A change that is under way.
     *
     * @param fhir the Consent that shall come into force; empty: one shall end
     */
    record Change(String patient, Optional<Bytes> fhir, Instant at) {
        @Override
        public String toString() {
            return "Change[" + at + "]";
        }
    }

    void put(String id, Change change) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("patient", change.patient())
                .put("at", change.at().toString());
        change.fhir().ifPresent(fhir -> json.put("fhir", fhir.utf8()));
        store.putMark(new Mark(SPACE, id, box.seal(Bytes.utf8(json.toString()), Bytes.utf8(id), random))
                .about(change.patient()));
    }

    Optional<Change> find(String id) {
        return store.mark(SPACE, id).map(closed -> opened(id, closed));
    }

    void remove(String id) {
        store.removeMark(SPACE, id);
    }

    private Change opened(String id, Bytes closed) {
        try {
            var json =
                    JSON.readTree(box.open(closed, Bytes.utf8(id)).orElseThrow().array());
            return new Change(
                    json.path("patient").asText(),
                    Optional.ofNullable(json.path("fhir").textValue()).map(Bytes::utf8),
                    Instant.parse(json.path("at").asText()));
        } catch (IOException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }
}
