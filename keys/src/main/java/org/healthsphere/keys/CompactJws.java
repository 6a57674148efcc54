package org.healthsphere.keys;

import java.nio.charset.StandardCharsets;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A signed statement as JWS in its compact form (RFC 7515), ES256.
 *
 * <p>There is one spelling of its header and its parts. A verifier takes no other, so that every changed bit is found.
 */
public final class CompactJws {
    private CompactJws() {}

    /**
     * Signs.
     *
     * @param type what kind of statement it is: one for another use is never taken for it
     */
    public static Bytes sign(String type, Bytes payload, Signer signer) {
        var signed = header(type, signer.verificationKey()) + "." + payload.base64url();
        var signature = Bytes.of(signer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
        return Bytes.utf8(signed + "." + signature.base64url());
    }

    /** What was signed, if it is of this type and the holder of this key signed it; offline. */
    public static Outcome<Bytes> verify(Bytes jws, String type, VerificationKey key) {
        var text = new String(jws.array(), StandardCharsets.ISO_8859_1);
        var dot = text.lastIndexOf('.');
        var first = text.indexOf('.');
        if (first < 1 || dot <= first) {
            return refused();
        }
        try {
            var signature = Bytes.base64url(text.substring(dot + 1));
            var signed = text.substring(0, dot);
            var genuine = signature.base64url().equals(text.substring(dot + 1))
                    && text.substring(0, first).equals(header(type, key))
                    && key.verifies(signed.getBytes(StandardCharsets.ISO_8859_1), signature.array());
            return genuine ? payload(text.substring(first + 1, dot)) : refused();
        } catch (IllegalArgumentException _) {
            return refused();
        }
    }

    private static Outcome<Bytes> payload(String part) {
        var payload = Bytes.base64url(part);
        return payload.base64url().equals(part) ? Outcome.of(payload) : refused();
    }

    /** In canonical JSON (RFC 8785). */
    private static String header(String type, VerificationKey key) {
        return Bytes.utf8("{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"}"
                        .formatted(key.thumbprint().hex(), type))
                .base64url();
    }

    private static <T> Outcome<T> refused() {
        return Outcome.failed(new Fault.Invalid("not a statement signed with this key"));
    }
}
