package org.healthsphere.node.passkeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** All passkeys, in the node's store and sealed at rest: by patient, and whose each is. They go with the patient when he is erased. */
final class PasskeyBook {
    private static final String PASSKEYS = "passkeys";
    private static final String OWNERS = "passkey-owner";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HANDLE_BYTES = 32;

    private final ResourceStore store;
    private final SecretBox box;
    private final SecureRandom random;

    PasskeyBook(ResourceStore store, SecretBox box, SecureRandom random) {
        this.store = store;
        this.box = box;
        this.random = random;
    }

    Optional<Owner> owner(String patient) {
        return store.mark(PASSKEYS, patient)
                .map(sealed -> box.open(sealed, Bytes.utf8(patient)).orElseThrow())
                .map(bytes -> read(patient, bytes));
    }

    /** A patient who has none yet gets a handle, and keeps it once he has one. */
    Owner ownerOrNew(String patient) {
        return owner(patient).orElseGet(() -> {
            var handle = new byte[HANDLE_BYTES];
            random.nextBytes(handle);
            return new Owner(patient, Bytes.of(handle), List.of());
        });
    }

    Optional<Owner> ownerOf(String credential) {
        var key = Sha256.of(credential).hex();
        return store.mark(OWNERS, key)
                .map(sealed -> box.open(sealed, Bytes.utf8(key)))
                .map(Outcome::orElseThrow)
                .map(Bytes::utf8)
                .flatMap(this::owner);
    }

    void keep(Owner owner) {
        var patient = owner.patient();
        store.putMark(new Mark(PASSKEYS, patient, box.seal(written(owner), Bytes.utf8(patient), random)).about(patient));
    }

    void keep(Owner owner, Passkey added) {
        var key = Sha256.of(added.id()).hex();
        var patient = owner.patient();
        store.putMark(
                new Mark(OWNERS, key, box.seal(Bytes.utf8(patient), Bytes.utf8(key), random)).about(patient));
        keep(owner.with(added));
    }

    void remove(Owner owner, String credential) {
        keep(owner.without(credential));
        store.removeMark(OWNERS, Sha256.of(credential).hex());
    }

    private static Bytes written(Owner owner) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("handle", owner.handle().base64url());
        var all = json.putArray("passkeys");
        owner.passkeys().forEach(passkey -> write(all.addObject(), passkey));
        return Bytes.utf8(json.toString());
    }

    private static void write(ObjectNode json, Passkey passkey) {
        json.put("id", passkey.id())
                .put("name", passkey.name())
                .put("created", passkey.created().toString())
                .put("thumbprint", passkey.thumbprint().hex())
                .put("cose", passkey.cose().base64url())
                .put("count", passkey.count())
                .put("synced", passkey.synced());
        passkey.used().ifPresent(at -> json.put("used", at.toString()));
    }

    private static Owner read(String patient, Bytes bytes) {
        try {
            var json = JSON.readTree(bytes.array());
            var passkeys =
                    json.path("passkeys").valueStream().map(PasskeyBook::passkey).toList();
            return new Owner(patient, Bytes.base64url(json.path("handle").asText()), passkeys);
        } catch (IOException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    private static Passkey passkey(JsonNode json) {
        return new Passkey(
                json.path("id").asText(),
                json.path("name").asText(),
                Instant.parse(json.path("created").asText()),
                Optional.ofNullable(json.path("used").textValue()).map(Instant::parse),
                new Sha256(json.path("thumbprint").asText()),
                Bytes.base64url(json.path("cose").asText()),
                json.path("count").asLong(),
                json.path("synced").asBoolean());
    }
}
