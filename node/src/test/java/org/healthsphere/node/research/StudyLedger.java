package org.healthsphere.node.research;

import java.time.Instant;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** A network's ledger in memory, with some members admitted. */
final class StudyLedger {
    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(() -> Instant.parse("2026-03-01T08:00:00Z"));
    private final NodeId founder;
    private final int members;

    StudyLedger(NodeId... members) {
        this.founder = members[0];
        this.members = members.length;
        for (var member : members) {
            var _ = seenBy(founder)
                    .submit(new Directive.AdmitMember(
                            member, "A hospital", "https://" + member + ".example", Sha256.of(member.value()), "{}"))
                    .orElseThrow();
        }
    }

    ConsentLedger seenBy(NodeId member) {
        return ledger.seenBy(member);
    }

    /** What was written after the members were admitted. */
    List<LedgerEvent> events() {
        return seenBy(founder).eventsFrom(members).orElseThrow();
    }

    List<Directive> directives() {
        return events().stream().map(LedgerEvent::directive).toList();
    }
}
