package org.healthsphere.keys.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Secrets in one file: JSON, encrypted with AES-256-GCM under a key that PBKDF2-HMAC-SHA-256 derives from a passphrase
 * (RFC 8018).
 *
 * <p>Written whole or not at all, readable for its owner only.
 *
 * @param kind what is in it: one kind is not taken for another
 */
record LockedFile(Path file, String kind) {
    private static final int VERSION = 1;
    private static final String KDF = "PBKDF2WithHmacSHA256";
    /** OWASP's figure for PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final int LARGEST = 256 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    boolean exists() {
        return Files.exists(file);
    }

    /** Puts this in the file's place, durable on return. */
    void write(Bytes content, Passphrase passphrase, SecureRandom random) throws IOException {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var outside = JSON.createObjectNode()
                .put(kind, VERSION)
                .put("kdf", KDF)
                .put("iterations", ITERATIONS)
                .put("salt", Bytes.of(salt).base64url());
        var context = Bytes.of(CanonicalJson.of(outside));
        var sealed = box(passphrase, salt).seal(content, context, random);
        PrivateFile.write(file, JSON.writeValueAsBytes(outside.put("sealed", sealed.base64url())));
    }

    /** What is in the file, or why it cannot be had. */
    Outcome<Bytes> open(Passphrase passphrase) throws IOException {
        if (!exists()) {
            return Outcome.failed(new Fault.NotFound("a key vault in this place"));
        }
        if (Files.size(file) > LARGEST) {
            return notAVault();
        }
        return CanonicalJson.of(Files.readAllBytes(file)).map(LockedFile::tree).then(json -> unlock(json, passphrase));
    }

    private Outcome<Bytes> unlock(JsonNode outside, Passphrase passphrase) {
        if (outside.path(kind).asInt() > VERSION) {
            return Outcome.failed(new Fault.VersionMismatch("the key vault is of a later version"));
        }
        if (!outside.path("kdf").asText().equals(KDF)
                || outside.path("iterations").asInt() != ITERATIONS) {
            return notAVault();
        }
        try {
            var salt = Bytes.base64url(outside.path("salt").asText());
            var sealed = Bytes.base64url(outside.path("sealed").asText());
            var context = outside.<ObjectNode>deepCopy().without("sealed");
            return switch (box(passphrase, salt.array()).open(sealed, Bytes.of(CanonicalJson.of(context)))) {
                case Outcome.Success<Bytes> opened -> opened;
                case Outcome.Failure<Bytes> _ ->
                    Outcome.failed(new Fault.Unauthenticated("the passphrase does not open the key vault"));
            };
        } catch (IllegalArgumentException e) {
            return notAVault();
        }
    }

    private static SecretBox box(Passphrase passphrase, byte[] salt) {
        try {
            var spec = new PBEKeySpec(passphrase.reveal(), salt, ITERATIONS, KEY_BITS);
            return new SecretBox(Bytes.of(
                    SecretKeyFactory.getInstance(KDF).generateSecret(spec).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        }
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("is JSON already", e);
        }
    }

    private static <T> Outcome<T> notAVault() {
        return Outcome.failed(new Fault.Invalid("not a key vault"));
    }
}
