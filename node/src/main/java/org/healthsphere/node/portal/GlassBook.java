package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.RandomId;

/** Why somebody here broke the glass, in the words they used; sealed, for the patient and for whoever answers for the hospital. */
final class GlassBook {
    private static final String SPACE = "broken-glass";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final SecretBox box;
    private final SecureRandom random;

    GlassBook(ResourceStore store, SecretBox box, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.random = random;
    }

    /**
     * The glass of one patient, broken by one person.
     *
     * @param subject who broke it, as the audit calls them
     */
    record Glass(String id, String patient, String subject, String reason, Instant at) {
        @Override
        public String toString() {
            return "Glass[" + id + "]";
        }
    }

    Glass add(String patient, String subject, String reason, Instant at) {
        var glass = new Glass(RandomId.draw(random), patient, subject, reason, at);
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("patient", patient)
                .put("subject", subject)
                .put("reason", reason)
                .put("at", at.toString());
        store.putMark(new Mark(SPACE, glass.id(), box.seal(Bytes.utf8(json.toString()), Bytes.utf8(glass.id()), random))
                .about(patient));
        return glass;
    }

    Optional<Glass> find(String id) {
        return store.mark(SPACE, id).map(closed -> opened(id, closed));
    }

    /** Newest first. */
    List<Glass> of(String patient) {
        try (var marks = store.marks(SPACE)) {
            return marks.map(mark -> opened(mark.key(), mark.value()))
                    .filter(glass -> glass.patient().equals(patient))
                    .sorted(Comparator.comparing(Glass::at).reversed())
                    .toList();
        }
    }

    private Glass opened(String id, Bytes closed) {
        try {
            var json =
                    JSON.readTree(box.open(closed, Bytes.utf8(id)).orElseThrow().utf8());
            return new Glass(
                    id,
                    json.path("patient").asText(),
                    json.path("subject").asText(),
                    json.path("reason").asText(),
                    Instant.parse(json.path("at").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }
}
