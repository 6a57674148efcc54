package org.healthsphere.node.web.ops;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.delegates.Delegation;

/**
 * All guardians there ever were.
 *
 * @param problem names the text that says what is missing; empty if nothing is
 */
public record GuardiansView(List<Delegation> guardians, Instant now, String problem, Optional<String> done) {
    public GuardiansView {
        guardians = List.copyOf(guardians);
    }

    public List<Delegation> inForce() {
        return guardians.stream()
                .filter(delegation -> delegation.isInForce(now))
                .toList();
    }

    public List<Delegation> past() {
        return guardians.stream()
                .filter(delegation -> !delegation.isInForce(now))
                .toList();
    }
}
