package org.healthsphere.node.openid;

import java.util.Optional;

/**
 * What somebody is sent to the provider for.
 *
 * @param next where he goes on; empty: to his first page
 * @param session which proves anew whose it is; empty: he signs in
 */
public record Asked(String next, Optional<String> session) {
    /** Whether the provider must see him now, whatever it remembers. */
    boolean isAnew() {
        return session.isPresent();
    }
}
