package org.healthsphere.node.web.start;

import java.time.Instant;
import java.util.Optional;

/**
 * The sign-in form.
 *
 * @param trouble what became of the last try; empty before the first
 * @param next where to go on; empty: to the first page
 */
public record LoginView(String login, String trouble, Optional<Instant> until, String next) {
    static LoginView first(Optional<String> next) {
        return new LoginView("", "", Optional.empty(), next.orElse(""));
    }

    @Override
    public String toString() {
        return "LoginView[" + trouble + "]";
    }
}
