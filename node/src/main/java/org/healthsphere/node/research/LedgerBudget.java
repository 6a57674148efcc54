package org.healthsphere.node.research;

import java.time.Instant;
import java.util.Optional;
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
 * This member's privacy budgets and releases, on the ledger: an odometer of rho for each study, one for each researcher whatever his studies
 * are called, and one for all of them together. A study that is not registered has nothing to spend, so that a name nobody answers for
 * is no new budget.
 *
 * <p>A study's own limit is the ledger's to keep. What a researcher and all studies may spend here is kept by this member, the only one that can
 * debit itself: one debit at a time, each after everything on the ledger has been added up.
 */
public final class LedgerBudget implements PrivacyBudget, ReleaseRegister {
    private final ConsentLedger ledger;
    private final NodeId self;
    private final Limits limits;
    private final ReentrantLock debiting = new ReentrantLock();
    private final Odometers odometers;

    /**
     * What may be spent here, in millionths of rho.
     *
     * @param researcherMicros by all studies of one researcher
     * @param siteMicros by all studies together
     */
    public record Limits(long researcherMicros, long siteMicros) {}

    public LedgerBudget(ConsentLedger ledger, NodeId self, Limits limits) {
        this.ledger = ledger;
        this.self = self;
        this.limits = limits;
        this.odometers = new Odometers(self);
    }

    /** What a study has spent here so far. */
    public Outcome<Long> spentMicros(String study) {
        return read().map(reading -> reading.ofStudy(study));
    }

    /** What all studies have spent here so far. */
    public Outcome<Long> spentMicros() {
        return read().map(Odometers.Reading::ofAll);
    }

    public Limits limits() {
        return limits;
    }

    @Override
    public Outcome<Long> leftMicros(String study, long limitMicros) {
        return read().map(reading -> left(reading, study, limitMicros));
    }

    private Outcome<Odometers.Reading> read() {
        return ledger.eventsFrom(odometers.next()).map(odometers::read);
    }

    private long left(Odometers.Reading reading, String study, long limitMicros) {
        return reading.study(study)
                .map(registered -> Math.min(
                        Math.min(limitMicros, registered.limitMicros()) - reading.ofStudy(study),
                        Math.min(
                                limits.researcherMicros() - reading.ofResearcherOf(registered),
                                limits.siteMicros() - reading.ofAll())))
                .orElse(0L);
    }

    @Override
    public Outcome<Long> debit(Debit debit) {
        debiting.lock();
        try {
            return read().then(reading -> reading.paid().contains(debit.id().hex())
                            || debit.rhoMicros() <= left(reading, debit.study(), debit.limitMicros())
                    ? submit(debit, reading)
                    : Outcome.failed(
                            new Fault.TooCostly("a privacy budget: of the study, the researcher or the hospital")));
        } finally {
            debiting.unlock();
        }
    }

    private Outcome<Long> submit(Debit debit, Odometers.Reading reading) {
        var limit = reading.study(debit.study())
                .map(Directive.RegisterStudy::limitMicros)
                .orElse(debit.limitMicros());
        var directive = new Directive.Debit(debit.id().hex(), debit.study(), self, debit.rhoMicros(), limit);
        return switch (ledger.submit(directive)) {
            case Outcome.Success<LedgerEvent>(var event) -> Outcome.of(event.height());
            case Outcome.Failure<LedgerEvent>(Fault.Unprocessable _) ->
                Outcome.failed(new Fault.TooCostly("the privacy budget of the study"));
            case Outcome.Failure<LedgerEvent>(var fault) -> Outcome.failed(fault);
        };
    }

    /** The registration of a study on the ledger. */
    public Outcome<Optional<Directive.RegisterStudy>> registration(String study) {
        return read().map(reading -> reading.study(study));
    }

    /**
     * Registers a study of this member, unless that was done: {@link Fault.Conflict} when the name is that of another one.
     *
     * @param protocol digest of the document that says what it asks
     */
    public Outcome<Directive.RegisterStudy> register(
            String study, Sha256 researcher, Sha256 protocol, long limitMicros, Instant notAfter) {
        return registration(study)
                .then(known -> known.map(registered -> same(registered, researcher, protocol))
                        .orElseGet(() -> {
                            var directive = new Directive.RegisterStudy(
                                    study, self, researcher, protocol, limitMicros, notAfter);
                            return ledger.submit(directive).map(_ -> directive);
                        }));
    }

    private Outcome<Directive.RegisterStudy> same(
            Directive.RegisterStudy registered, Sha256 researcher, Sha256 protocol) {
        return registered.member().equals(self)
                        && registered.researcher().equals(researcher)
                        && registered.protocol().equals(protocol)
                ? Outcome.of(registered)
                : Outcome.failed(new Fault.Conflict("a study of this name is registered already"));
    }

    @Override
    public Outcome<Long> record(Sha256 id, String study, Sha256 certificate) {
        return ledger.submit(new Directive.Release(id.hex(), study, certificate))
                .map(LedgerEvent::height);
    }
}
