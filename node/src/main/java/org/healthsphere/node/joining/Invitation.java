package org.healthsphere.node.joining;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What a member gives to a hospital that wants to join, by a way that both trust: where to ask, a code that lets it ask once, and the
 * fingerprint of the network's authority, by which it knows that it asks the right one.
 *
 * <p>Its text is {@code https://host:port#code.fingerprint}.
 *
 * @param base HTTPS base of the member's node
 * @param code 128 bits of chance in base64url
 * @param authority SHA-256 of the certificate of the network's authority
 */
public record Invitation(URI base, String code, Sha256 authority) {
    private static final int CODE_BYTES = 16;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{22}");

    public Invitation {
        if (!"https".equals(base.getScheme()) || base.getHost() == null || base.getFragment() != null) {
            throw new IllegalArgumentException("an invitation leads to an HTTPS address");
        }
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("the code of an invitation has 22 letters");
        }
    }

    static String newCode(SecureRandom random) {
        var bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        return Bytes.of(bytes).base64url();
    }

    /** The invitation of this text. */
    public static Outcome<Invitation> parse(String text) {
        try {
            var parts = new URI(text.strip());
            var fragment = Optional.ofNullable(parts.getFragment()).orElse("");
            var dot = fragment.indexOf('.');
            if (dot < 0) {
                return unreadable();
            }
            var base = new URI(parts.getScheme(), null, parts.getHost(), parts.getPort(), null, null, null);
            return Outcome.of(
                    new Invitation(base, fragment.substring(0, dot), new Sha256(fragment.substring(dot + 1))));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return unreadable();
        }
    }

    private static <T> Outcome<T> unreadable() {
        return Outcome.failed(
                new Fault.Invalid(
                        "this is no invitation: it reads https://host:port#code.fingerprint, whole, as 'hie member invite' printed it"));
    }

    /** As it is handed on. */
    public String text() {
        return base + "#" + code + "." + authority.hex();
    }
}
