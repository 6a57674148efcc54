package org.healthsphere.node.openid;

import java.util.Optional;

/**
 * By what the provider knows somebody who is in by it.
 *
 * @param subject whom it calls him
 * @param sid which of his stays there (OpenID Connect Back-Channel Logout 1.0, section 2.1), where it says so
 * @param token the identity token that it gave, which it takes back as a hint when he leaves
 */
public record Stay(String subject, Optional<String> sid, String token) {
    @Override
    public String toString() {
        return "Stay[REDACTED]";
    }
}
