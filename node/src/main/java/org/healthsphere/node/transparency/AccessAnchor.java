package org.healthsphere.node.transparency;

import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.node.audit.AuditHead;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Says on the ledger, now and then, where the log of who saw what ends: who rewrites the log later, the hospital itself included, is
 * found out by everybody who has the ledger.
 */
public final class AccessAnchor {
    private final NodeId self;
    private final ConsentLedger ledger;
    private final Supplier<AuditHead> head;
    private long anchored;

    public AccessAnchor(NodeId self, ConsentLedger ledger, Supplier<AuditHead> head) {
        this.self = self;
        this.ledger = ledger;
        this.head = head;
    }

    /** Anchors the log if it has grown; a ledger that cannot be reached hears of it the next time. */
    public synchronized Outcome<Optional<LedgerEvent>> anchor() {
        var now = head.get();
        if (now.sequence() <= anchored) {
            return Outcome.of(Optional.empty());
        }
        return ledger.submit(new AnchorLog(self, AnchorLog.ACCESS, now.sequence(), now.hash())).map(event -> {
            anchored = now.sequence();
            return Optional.of(event);
        });
    }

    /** The head that an anchor names. */
    public static Optional<AuditHead> of(LedgerEvent event, NodeId member) {
        return event.directive() instanceof AnchorLog(var who, var log, var entries, var hash)
                        && who.equals(member)
                        && log.equals(AnchorLog.ACCESS)
                ? Optional.of(new AuditHead(entries, hash))
                : Optional.empty();
    }
}
