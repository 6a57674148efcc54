package org.healthsphere.node.access;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A signed token in compact form (RFC 7515, section 7.1), ES256 only.
 *
 * <p>The header is compared letter by letter with the one that this node writes: no algorithm, no key and no extension can be
 * asked for from outside.
 */
record Jws(String signingInput, Bytes payload, Bytes signature) {
    static final int LONGEST = 4096;

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_-]{1,256})\\.([A-Za-z0-9_-]{1,3500})\\.([A-Za-z0-9_-]{86})");

    static String sign(byte[] payload, Signer signer) {
        var input = header(signer.verificationKey()) + "." + Bytes.of(payload).base64url();
        var signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Bytes.of(signature).base64url();
    }

    /** The parts of a token with the header that belongs to this key; the signature is not looked at yet. */
    static Outcome<Jws> parse(String token, VerificationKey key) {
        var form = FORM.matcher(token);
        if (!form.matches() || !form.group(1).equals(header(key))) {
            return notOurs();
        }
        var payload = strictly(form.group(2));
        var signature = strictly(form.group(3));
        return payload.then(p -> signature.map(s -> new Jws(form.group(1) + "." + form.group(2), p, s)));
    }

    /** The bytes of these letters, unless there is another spelling of the same bytes. */
    private static Outcome<Bytes> strictly(String letters) {
        try {
            var bytes = Bytes.base64url(letters);
            return bytes.base64url().equals(letters) ? Outcome.of(bytes) : notOurs();
        } catch (IllegalArgumentException _) {
            return notOurs();
        }
    }

    boolean isSignedBy(VerificationKey key) {
        return key.verifies(signingInput.getBytes(StandardCharsets.US_ASCII), signature.array());
    }

    private static <T> Outcome<T> notOurs() {
        return Outcome.failed(new Fault.Unauthenticated("the access token is not one that this node issues"));
    }

    private static String header(VerificationKey key) {
        return Bytes.utf8("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + key.thumbprint() + "\"}")
                .base64url();
    }
}
