package org.healthsphere.node.consents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** The consents of this hospital's patients, sealed at rest: key {@code patient/consent}. */
final class ConsentBook {
    private static final String SPACE = "consent";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourceStore store;
    private final SecretBox box;
    private final SecureRandom random;

    ConsentBook(ResourceStore store, SecretBox box, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.random = random;
    }

    void put(String patient, SignedConsent consent) {
        var key = key(patient, consent.id());
        store.putMark(new Mark(SPACE, key, box.seal(encode(consent), Bytes.utf8(key), random)).about(patient));
    }

    Optional<SignedConsent> find(String patient, String id) {
        return store.mark(SPACE, key(patient, id)).map(closed -> open(closed, key(patient, id)));
    }

    /** Newest first. */
    List<SignedConsent> of(String patient) {
        try (var marks = store.marks(SPACE)) {
            return marks.filter(mark -> mark.key().startsWith(patient + "/"))
                    .map(mark -> open(mark.value(), mark.key()))
                    .sorted(Comparator.comparing(SignedConsent::signed).reversed())
                    .toList();
        }
    }

    private SignedConsent open(Bytes closed, String key) {
        return decode(box.open(closed, Bytes.utf8(key)).orElseThrow());
    }

    private static String key(String patient, String id) {
        return patient + "/" + id;
    }

    private static Bytes encode(SignedConsent consent) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", consent.id())
                .put("fhir", consent.fhir().utf8())
                .put("signed", consent.signed().toString())
                .put("height", consent.height())
                .put("directive", consent.directive().utf8());
        consent.withdrawn().ifPresent(at -> json.put("withdrawn", at.toString()));
        return Bytes.utf8(json.toString());
    }

    private static SignedConsent decode(Bytes bytes) {
        try {
            JsonNode json = JSON.readTree(bytes.array());
            return new SignedConsent(
                    json.path("id").asText(),
                    Bytes.utf8(json.path("fhir").asText()),
                    Instant.parse(json.path("signed").asText()),
                    json.path("height").asLong(),
                    Bytes.utf8(json.path("directive").asText()),
                    Optional.ofNullable(json.path("withdrawn").textValue()).map(Instant::parse));
        } catch (IOException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }
}
