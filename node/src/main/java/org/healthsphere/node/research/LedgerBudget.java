package org.healthsphere.node.research;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.research.ReleaseRegister;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * This member's privacy budgets and releases, on the ledger: an odometer for each study, and one for all of them together.
 *
 * <p>A study's own limit is the ledger's to keep. What all studies may spend here is kept by this member, the only one that can
 * debit itself: one debit at a time, each after everything on the ledger has been added up.
 */
public final class LedgerBudget implements PrivacyBudget, ReleaseRegister {
    private final ConsentLedger ledger;
    private final NodeId self;
    private final long siteMicros;
    private final ReentrantLock debiting = new ReentrantLock();
    private final Map<String, Long> spent = new HashMap<>();
    private final Set<String> paid = new HashSet<>();
    private long next;

    /**
     * Opens the account.
     *
     * @param siteMicros the most that all studies together may spend here
     */
    public LedgerBudget(ConsentLedger ledger, NodeId self, long siteMicros) {
        this.ledger = ledger;
        this.self = self;
        this.siteMicros = siteMicros;
    }

    /** What a study has spent here so far. */
    public Outcome<Long> spentMicros(String study) {
        return sums().map(sums -> sums.getOrDefault(study, 0L));
    }

    @Override
    public Outcome<Long> leftMicros(String study, long limitMicros) {
        return sums().map(sums -> Math.min(limitMicros - sums.getOrDefault(study, 0L), siteMicros - total(sums)));
    }

    private Outcome<Map<String, Long>> sums() {
        return ledger.eventsFrom(next()).map(this::added);
    }

    private static long total(Map<String, Long> sums) {
        return sums.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Outcome<Long> debit(Debit debit) {
        debiting.lock();
        try {
            return sums().then(sums -> isPaid(debit) || debit.epsilonMicros() <= siteMicros - total(sums)
                    ? submit(debit)
                    : Outcome.failed(new Fault.TooCostly("the privacy budget of this hospital")));
        } finally {
            debiting.unlock();
        }
    }

    private synchronized boolean isPaid(Debit debit) {
        return paid.contains(debit.id().hex());
    }

    private Outcome<Long> submit(Debit debit) {
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
                    paid.add(debit.id());
                }
                next = Math.max(next, event.height() + 1);
            }
        }
        return Map.copyOf(spent);
    }
}
