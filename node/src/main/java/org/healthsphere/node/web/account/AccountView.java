package org.healthsphere.node.web.account;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.access.Proven.Way;
import org.healthsphere.node.passkeys.Passkey;

/**
 * Somebody's own account.
 *
 * @param passkeys empty for staff, who have none here
 * @param places where he is signed in, this one included
 * @param problem names the text of what could not be done; empty if nothing was wanted
 */
public record AccountView(
        List<Passkey> passkeys, boolean mayHavePasskeys, Way way, int places, Optional<String> done, String problem) {
    public AccountView {
        passkeys = List.copyOf(passkeys);
    }
}
