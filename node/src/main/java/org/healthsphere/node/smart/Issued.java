package org.healthsphere.node.smart;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An access token that was given out; of the token itself only the digest is kept.
 *
 * @param app to which app
 * @param connection by which connection; none when the app asks for itself
 * @param scopes what it is good for
 * @param identified whether an identity came with it (OpenID Connect)
 */
record Issued(
        String app, Optional<String> connection, List<String> scopes, boolean identified, Instant at, Instant until) {
    Issued {
        scopes = List.copyOf(scopes);
    }
}
