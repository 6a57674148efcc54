package org.healthsphere.node.release;

import java.security.SecureRandom;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Sha256;

/** The glass is broken in public or not at all: it is on the ledger before anything is shown. */
public final class BrokenGlass {

    private final NodeId self;
    private final ConsentLedger ledger;
    private final Consents consents;
    private final SecureRandom random;

    public BrokenGlass(NodeId self, ConsentLedger ledger, Consents consents, SecureRandom random) {
        this.self = self;
        this.ledger = ledger;
        this.consents = consents;
        this.random = random;
    }

    /**
     * Says on the ledger that somebody broke the glass of this hospital's patient; it is committed when this returns. The
     * ledger has a digest of who and why, the words stay here.
     */
    public Outcome<LedgerEvent> record(String patient, Requester requester, String reason, String correlation) {
        var said = "%s\n%s\n%s".formatted(requester.subject(), reason, correlation);
        return consents.handleFor(patient)
                .then(handle -> ledger.submit(new Directive.BreakGlass(
                        RandomId.draw(random), self, handle, requester.member(), Sha256.of(said))));
    }
}
