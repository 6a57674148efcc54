package org.healthsphere.keys.sealing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.healthsphere.specs.Bytes;

/**
 * Writes the published test vectors of envelopes into a folder.
 *
 * <p>They were written once and are kept: signatures differ from run to run, and what was published stays.
 */
final class EnvelopeVectors {
    static final Path FOLDER = Path.of("..", "specs", "vectors", "envelope");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EnvelopeVectors() {}

    public static void main(String[] folder) throws IOException {
        var target = Path.of(folder[0]);
        Files.createDirectories(target);
        write(target, "", Correspondence::seal);
        write(target, "long-", Correspondence::sealLong);
    }

    private static void write(Path target, String form, BiFunction<Correspondence, Bytes, Bytes> sealing)
            throws IOException {
        var members = new Correspondence();
        for (var length : new int[] {0, 26, 65_537}) {
            var content = new byte[length];
            new Random(length).nextBytes(content);
            write(target, form + "content-of-" + length + "-bytes", vector(members, Bytes.of(content), sealing));
        }
        var whole = vector(members, Bytes.utf8("altered on its way"), sealing);
        var altered = Bytes.base64url(whole.path("envelope").textValue()).array();
        altered[altered.length - Envelope.SIGNATURE_BYTES - 1] ^= 1;
        write(target, form + "altered", refused(whole, altered, "signature"));
        var again = altered.clone();
        var signature = members.north.sign(Correspondence.signed(again));
        System.arraycopy(signature, 0, again, again.length - signature.length, signature.length);
        write(target, form + "altered-and-signed-again", refused(whole, again, "content"));
        var other = Bytes.base64url(whole.path("envelope").textValue()).array();
        other[other.length - Envelope.SIGNATURE_BYTES - Gcm.TAG_BYTES - 1] ^= 1;
        if (Envelope.Form.of(other).equals(Optional.of(Envelope.Form.TAGS))) {
            write(target, form + "altered-beside-its-tag", refused(whole, other, "content"));
        }
    }

    private static ObjectNode vector(
            Correspondence members, Bytes content, BiFunction<Correspondence, Bytes, Bytes> sealing) {
        var keys = members.south.exportPrivateKeys();
        return JSON.createObjectNode()
                .put("senderKey", members.north.verificationKey().spki())
                .put("recipientKey", members.south.recipientKey().text())
                .put("mlKemPrivateKey", keys.mlKem().base64url())
                .put("x25519PrivateKey", keys.x25519().base64url())
                .put("envelope", sealing.apply(members, content).base64url())
                .put("content", content.base64url());
    }

    private static ObjectNode refused(ObjectNode whole, byte[] envelope, String what) {
        var json = whole.deepCopy();
        json.put("envelope", Bytes.of(envelope).base64url())
                .put("refused", what)
                .remove("content");
        return json;
    }

    private static void write(Path folder, String name, ObjectNode json) throws IOException {
        Files.writeString(
                folder.resolve(name + ".json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
