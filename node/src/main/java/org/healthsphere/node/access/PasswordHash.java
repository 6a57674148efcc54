package org.healthsphere.node.access;

import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A salted PBKDF2-HMAC-SHA256 hash (RFC 8018, section 5.2) with the cost it was made at. */
record PasswordHash(int iterations, Bytes salt, Bytes digest) {
    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha256\\$([1-9][0-9]{0,8})\\$([A-Za-z0-9_-]{22})\\$([A-Za-z0-9_-]{43})");

    static Outcome<PasswordHash> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches()
                ? Outcome.of(new PasswordHash(
                        Integer.parseInt(form.group(1)),
                        Bytes.base64url(form.group(2)),
                        Bytes.base64url(form.group(3))))
                : Outcome.failed(new Fault.Invalid("not a password hash this node can check"));
    }

    String text() {
        return "pbkdf2-sha256$" + iterations + "$" + salt.base64url() + "$" + digest.base64url();
    }

    @Override
    public String toString() {
        return "PasswordHash[REDACTED]";
    }
}
