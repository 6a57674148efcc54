package org.healthsphere.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/**
 * A change of what a patient has said, before it is made: first these consents end, then this one begins.
 *
 * @param ended ids of consents
 * @param granted what would be said anew
 */
public record Supposition(Set<String> ended, Optional<Supposed> granted) {
    private static final String ID = "supposed";

    public Supposition {
        ended = Set.copyOf(ended);
    }

    /** A consent that nobody has signed. */
    public record Supposed(ConsentTerms terms, Set<PurposeOfUse> purposes, Instant notAfter) {
        public Supposed {
            purposes = Set.copyOf(purposes);
        }
    }

    /** No change. */
    public static Supposition nothing() {
        return new Supposition(Set.of(), Optional.empty());
    }

    /** What would be held after it, if it came on the ledger behind this height. */
    List<Held> over(List<Held> held, NodeId custodian, long height) {
        var end = new Position(height + 1, 0);
        List<Held> after = new ArrayList<>();
        held.forEach(h -> after.add(ended.contains(h.id()) ? h.revokedAt(end) : h));
        granted.map(supposed -> Held.of(
                        grant(supposed, custodian), 1, new Position(height + 1, 1), Optional.of(supposed.terms())))
                .ifPresent(after::add);
        return after;
    }

    private static Grant grant(Supposed supposed, NodeId custodian) {
        var nobody = Sha256.of(ID);
        return new Grant(
                ID,
                custodian,
                ID,
                nobody,
                supposed.purposes(),
                supposed.notAfter(),
                nobody,
                Optional.empty(),
                Bytes.NONE,
                Bytes.NONE);
    }
}
