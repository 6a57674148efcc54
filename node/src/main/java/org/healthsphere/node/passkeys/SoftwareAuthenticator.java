package org.healthsphere.node.passkeys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * A passkey in software, with the browser around it: for people who do not exist, such as those of the demo.
 *
 * <p>It answers both ceremonies with what a real one would (Web Authentication, sections 6.1, 6.5 and 8.7): ES256, the attestation
 * {@code none}, a person present and verified, a counter that rises. It holds its key in memory and asks nobody.
 */
public final class SoftwareAuthenticator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ID_BYTES = 32;
    private static final int COORDINATE_BYTES = 32;
    private static final int AAGUID_BYTES = 16;
    private static final byte PRESENT = 0x01;
    private static final byte PRESENT_AND_VERIFIED = 0x05;
    private static final byte ATTESTED = 0x40;

    private final String origin;
    private final Bytes id;
    private final KeyPair pair;
    private byte flags = PRESENT_AND_VERIFIED;
    private int count;
    private String handle = "";

    /** @param origin of the pages that it believes to be on */
    public SoftwareAuthenticator(String origin, SecureRandom random) {
        this.origin = origin;
        var drawn = new byte[ID_BYTES];
        random.nextBytes(drawn);
        this.id = Bytes.of(drawn);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** The same passkey, on a page that is somewhere else. */
    SoftwareAuthenticator(String origin, SoftwareAuthenticator same) {
        this.origin = origin;
        this.id = same.id;
        this.pair = same.pair;
        this.count = same.count;
        this.handle = same.handle;
    }

    /** The public half. */
    public VerificationKey key() {
        return VerificationKey.of(pair.getPublic());
    }

    public String id() {
        return id.base64url();
    }

    /** As a device answers that did not ask who holds it. */
    SoftwareAuthenticator withoutVerification() {
        flags = PRESENT;
        return this;
    }

    /** As a copy answers that was made when so many signatures had been given. */
    synchronized SoftwareAuthenticator countingFrom(int signatures) {
        count = signatures;
        return this;
    }

    /** What {@code navigator.credentials.create} would give for these options. */
    public String create(String options) {
        var asked = asked(options);
        handle = asked.path("user").path("id").asText();
        var client = client("webauthn.create", asked);
        var data = new ByteArrayOutputStream();
        data.writeBytes(authenticatorData(asked.path("rp").path("id").asText(), ATTESTED));
        data.writeBytes(new byte[AAGUID_BYTES]);
        data.writeBytes(ByteBuffer.allocate(2).putShort((short) ID_BYTES).array());
        data.writeBytes(id.array());
        data.writeBytes(Cbor.key(coordinate(point().getW().getAffineX()), coordinate(point().getW().getAffineY())));
        var response = JsonNodeFactory.instance
                .objectNode()
                .put("attestationObject", Bytes.of(Cbor.attestation(data.toByteArray())).base64url())
                .put("clientDataJSON", client.base64url());
        response.putArray("transports").add("internal");
        return answer(response);
    }

    /** What {@code navigator.credentials.get} would give for these options. */
    public String get(String options) {
        var asked = asked(options);
        var client = client("webauthn.get", asked);
        var data = authenticatorData(asked.path("rpId").asText(), (byte) 0);
        var response = JsonNodeFactory.instance
                .objectNode()
                .put("authenticatorData", Bytes.of(data).base64url())
                .put("clientDataJSON", client.base64url())
                .put("signature", signed(data, Sha256.of(client.array()).bytes()).base64url())
                .put("userHandle", handle);
        return answer(response);
    }

    private String answer(ObjectNode response) {
        var json = JsonNodeFactory.instance.objectNode().put("type", "public-key").put("id", id());
        json.set("response", response);
        json.putObject("clientExtensionResults");
        return json.toString();
    }

    private static JsonNode asked(String options) {
        try {
            return JSON.readTree(options).path("publicKey");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no options of a ceremony", e);
        }
    }

    private Bytes client(String type, JsonNode asked) {
        return Bytes.utf8(JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("challenge", asked.path("challenge").asText())
                .put("origin", origin)
                .put("crossOrigin", false)
                .toString());
    }

    private synchronized byte[] authenticatorData(String party, byte attested) {
        count++;
        return ByteBuffer.allocate(COORDINATE_BYTES + 1 + Integer.BYTES)
                .put(Sha256.of(party).bytes())
                .put((byte) (this.flags | attested))
                .putInt(count)
                .array();
    }

    private Bytes signed(byte[]... message) {
        try {
            var signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            for (var part : message) {
                signer.update(part);
            }
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ECDSA", e);
        }
    }

    private ECPublicKey point() {
        return (ECPublicKey) pair.getPublic();
    }

    private static byte[] coordinate(BigInteger number) {
        var bytes = new byte[COORDINATE_BYTES];
        var given = number.toByteArray();
        var length = Math.min(given.length, COORDINATE_BYTES);
        System.arraycopy(given, given.length - length, bytes, COORDINATE_BYTES - length, length);
        return bytes;
    }

    @Override
    public String toString() {
        return "SoftwareAuthenticator";
    }

    /** The two maps that a new passkey is told in (RFC 8949, RFC 9053). */
    private static final class Cbor {
        private static final int MAP = 5 << 5;
        private static final int TEXT = 3 << 5;
        private static final int BYTES = 2 << 5;
        private static final int NEGATIVE = 1 << 5;
        private static final int ONE_BYTE = 24;
        private static final int TWO_BYTES = 25;

        private Cbor() {}

        /** An EC2 key on P-256 for ES256. */
        static byte[] key(byte[] x, byte[] y) {
            var out = new ByteArrayOutputStream();
            out.write(MAP | 5);
            out.write(1);
            out.write(2);
            out.write(3);
            out.write(NEGATIVE | 6);
            out.write(NEGATIVE);
            out.write(1);
            out.write(NEGATIVE | 1);
            bytes(out, x);
            out.write(NEGATIVE | 2);
            bytes(out, y);
            return out.toByteArray();
        }

        /** The format {@code none}, whose statement is empty. */
        static byte[] attestation(byte[] data) {
            var out = new ByteArrayOutputStream();
            out.write(MAP | 3);
            text(out, "fmt");
            text(out, "none");
            text(out, "attStmt");
            out.write(MAP);
            text(out, "authData");
            bytes(out, data);
            return out.toByteArray();
        }

        private static void text(ByteArrayOutputStream out, String text) {
            out.write(TEXT | text.length());
            out.writeBytes(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        private static void bytes(ByteArrayOutputStream out, byte[] value) {
            if (value.length < 256) {
                out.write(BYTES | ONE_BYTE);
            } else {
                out.write(BYTES | TWO_BYTES);
                out.write(value.length >> 8);
            }
            out.write(value.length & 0xff);
            out.writeBytes(value);
        }
    }
}
