package org.healthsphere.node.research;

import java.time.Duration;
import java.time.InstantSource;
import org.healthsphere.consent.Directive;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * The accounts that pay for single questions. Each is a study on the ledger that belongs to the one researcher who opened it; whoever names
 * another one's has none, and whoever opens many has still one odometer of his own.
 */
public final class QuestionAccounts {
    private static final Duration OPEN = Duration.ofDays(3650);

    private final LedgerBudget budget;
    private final NodeId self;
    private final long limitMicros;
    private final InstantSource clock;

    /**
     * The accounts at this member.
     *
     * @param limitMicros what each may spend, in millionths of rho
     */
    public QuestionAccounts(LedgerBudget budget, NodeId self, long limitMicros, InstantSource clock) {
        this.budget = budget;
        this.self = self;
        this.limitMicros = limitMicros;
        this.clock = clock;
    }

    public long limitMicros() {
        return limitMicros;
    }

    /** What all studies may spend at this hospital, in millionths of rho. */
    public long siteMicros() {
        return budget.limits().siteMicros();
    }

    /** What all studies have spent at this hospital. */
    public Outcome<Long> spentMicros() {
        return budget.spentMicros();
    }

    /** What stands for a researcher of this member, the same in all studies of that person. */
    public Sha256 researcher(String subject) {
        return researcher(self, subject);
    }

    static Sha256 researcher(NodeId member, String subject) {
        return Sha256.of("researcher|" + member + "|" + subject);
    }

    /** Opens an account, unless that was done. {@link Fault.NotFound} when the name is that of somebody else's. */
    public Outcome<Directive.RegisterStudy> open(String subject, String study) {
        var opened = budget.register(
                study,
                researcher(subject),
                Sha256.of("questions|" + self + "|" + study),
                limitMicros,
                clock.instant().plus(OPEN));
        return opened instanceof Outcome.Failure<Directive.RegisterStudy>(Fault.Conflict _)
                ? Outcome.failed(new Fault.NotFound("such a study of yours"))
                : opened;
    }

    /** What is left of an account, in millionths of rho; all of it where it was not opened yet. */
    public Outcome<Long> leftMicros(String study) {
        return budget.registration(study)
                .then(registered ->
                        registered.isPresent() ? budget.leftMicros(study, limitMicros) : Outcome.of(limitMicros));
    }
}
