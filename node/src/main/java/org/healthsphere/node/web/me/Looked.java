package org.healthsphere.node.web.me;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who looked, as far as it can be shown.
 *
 * @param looks newest first
 * @param since the moment before which it cannot; none when these are all
 */
public record Looked(List<Look> looks, Optional<Instant> since) {
    public Looked {
        looks = List.copyOf(looks);
    }

    @Override
    public String toString() {
        return "Looked[REDACTED]";
    }
}
