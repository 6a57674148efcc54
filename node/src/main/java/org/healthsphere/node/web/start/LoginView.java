package org.healthsphere.node.web.start;

import java.time.Instant;
import java.util.Optional;

/**
 * The ways in.
 *
 * @param trouble what became of the last try; empty before the first
 * @param next where to go on; empty: to the first page
 * @param options what a passkey is asked
 * @param provider whether staff comes in by the hospital's provider of identities
 */
public record LoginView(
        String login, String trouble, Optional<Instant> until, String next, String options, boolean provider) {
    @Override
    public String toString() {
        return "LoginView[" + trouble + "]";
    }
}
