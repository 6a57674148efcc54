package org.healthsphere.node.research;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.research.ReleaseRegister;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** This member's privacy budgets and releases, on the ledger. */
public final class LedgerBudget implements PrivacyBudget, ReleaseRegister {
    private final ConsentLedger ledger;
    private final NodeId self;
    private final Map<String, Long> spent = new HashMap<>();
    private long next;

    public LedgerBudget(ConsentLedger ledger, NodeId self) {
        this.ledger = ledger;
        this.self = self;
    }

    @Override
    public Outcome<Long> spentMicros(String study) {
        return ledger.eventsFrom(next()).map(this::added).map(sums -> sums.getOrDefault(study, 0L));
    }

    @Override
    public Outcome<Long> debit(Debit debit) {
        var directive =
                new Directive.Debit(debit.id().hex(), debit.study(), self, debit.epsilonMicros(), debit.limitMicros());
        return switch (ledger.submit(directive)) {
            case Outcome.Success<LedgerEvent>(var event) -> Outcome.of(event.height());
            case Outcome.Failure<LedgerEvent>(Fault.Unprocessable _) ->
                Outcome.failed(new Fault.TooCostly("the privacy budget of the study"));
            case Outcome.Failure<LedgerEvent>(var fault) -> Outcome.failed(fault);
        };
    }

    @Override
    public Outcome<Long> record(Sha256 id, String study, Sha256 certificate) {
        return ledger.submit(new Directive.Release(id.hex(), study, certificate))
                .map(LedgerEvent::height);
    }

    private synchronized long next() {
        return next;
    }

    /** Sums up what is new; a block that two callers read at once is added once. */
    private synchronized Map<String, Long> added(List<LedgerEvent> events) {
        var from = next;
        for (var event : events) {
            if (event.height() >= from) {
                if (event.directive() instanceof Directive.Debit debit
                        && debit.member().equals(self)) {
                    spent.merge(debit.study(), debit.epsilonMicros(), Long::sum);
                }
                next = Math.max(next, event.height() + 1);
            }
        }
        return Map.copyOf(spent);
    }
}
