package org.healthsphere.node.openid;

import java.util.Optional;

/**
 * Somebody has left the provider, as it says: one of his stays, or all of them.
 *
 * @param subject empty where the stay alone is named
 * @param sid empty where all of his stays are over
 */
public record Left(Optional<String> subject, Optional<String> sid) {
    /** Whether it is this stay, too, that is over. */
    public boolean ends(Stay stay) {
        return subject.map(stay.subject()::equals).orElse(true)
                && sid.map(named -> stay.sid().equals(Optional.of(named))).orElse(true);
    }

    @Override
    public String toString() {
        return "Left[REDACTED]";
    }
}
