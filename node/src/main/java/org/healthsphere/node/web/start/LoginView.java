package org.healthsphere.node.web.start;

import java.time.Instant;
import java.util.Optional;

/**
 * The sign-in form.
 *
 * @param trouble what became of the last try; empty before the first
 */
public record LoginView(String login, String trouble, Optional<Instant> until) {
    static final LoginView FIRST = new LoginView("", "", Optional.empty());

    @Override
    public String toString() {
        return "LoginView[" + trouble + "]";
    }
}
