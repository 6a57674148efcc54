package org.healthsphere.node.smart;

import java.time.Instant;
import java.util.Optional;

/**
 * An authorization code that was given out; of the code itself only the digest is kept.
 *
 * @param draft the connection that comes of it
 * @param redirect where the person was sent with it
 * @param challenge what its verifier must hash to (RFC 7636, S256)
 * @param spent whether it was shown before
 */
record Code(Connection draft, String redirect, String challenge, Optional<String> nonce, Instant until, boolean spent) {
    Code nowSpent() {
        return new Code(draft, redirect, challenge, nonce, until, true);
    }
}
