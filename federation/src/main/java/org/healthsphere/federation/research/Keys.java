package org.healthsphere.federation.research;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.StudyMessage.KeyShares;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.federation.research.aggregation.RoundKeys;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Finds out whose keys would make the round fail for the others, so that not they are left out. */
final class Keys {
    private static final int ENCAPSULATION_BYTES = 1088;

    private Keys() {}

    /** Whether a secret can be agreed with these keys: it is tried. */
    static boolean usable(PublicKeys keys, SecureRandom random) {
        return RoundKeys.generate(random).encapsulate(keys) instanceof Outcome.Success<?>;
    }

    /** Whether the member speaks of this roster and has a secret for exactly those that come after it. */
    static boolean complete(Said<KeyShares> said, Roster roster) {
        var after = roster.members().stream()
                .map(NodeId::value)
                .filter(name -> said.from().value().compareTo(name) < 0)
                .collect(Collectors.toSet());
        var shares = said.message().encapsulations();
        return said.message().roster().equals(roster.hash())
                && shares.keySet().stream()
                        .map(NodeId::value)
                        .collect(Collectors.toSet())
                        .equals(after)
                && shares.values().stream().allMatch(bytes -> bytes.length() == ENCAPSULATION_BYTES);
    }
}
