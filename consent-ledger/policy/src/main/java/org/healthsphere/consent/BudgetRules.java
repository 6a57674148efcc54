package org.healthsphere.consent;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.RegisterStudy;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What studies may spend, and how long members' logs are. */
final class BudgetRules {
    private final Map<String, RegisterStudy> studies = new HashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Long> logs = new HashMap<>();

    private record Account(long limit, long spent) {}

    boolean knows(String study) {
        return studies.containsKey(study);
    }

    Outcome<Directive> register(RegisterStudy study, Instant now) {
        if (!study.notAfter().isAfter(now)) {
            return LedgerRules.broken("notAfter", "has passed");
        }
        studies.put(study.study(), study);
        return Outcome.of(study);
    }

    Outcome<Directive> debit(Debit debit, Instant now) {
        var study = studies.get(debit.study());
        if (study != null && study.limitMicros() != debit.limitMicros()) {
            return LedgerRules.broken("limitMicros", "differs from the limit that was set for this study");
        }
        return study != null && now.isAfter(study.notAfter()) ? LedgerRules.broken("study", "is over") : spent(debit);
    }

    private Outcome<Directive> spent(Debit debit) {
        var name = debit.study() + "/" + debit.member();
        var before = accounts.getOrDefault(name, new Account(debit.limitMicros(), 0));
        if (before.limit() != debit.limitMicros()) {
            return LedgerRules.broken("limitMicros", "differs from the limit that was set for this study");
        }
        if (debit.rhoMicros() == 0 || debit.rhoMicros() > before.limit() - before.spent()) {
            return LedgerRules.broken("rhoMicros", "nothing, or more than is left of the budget");
        }
        accounts.put(name, new Account(before.limit(), before.spent() + debit.rhoMicros()));
        return Outcome.of(debit);
    }

    Outcome<Directive> anchor(AnchorLog log) {
        var name = log.member() + "/" + log.log();
        if (log.entries() <= logs.getOrDefault(name, -1L)) {
            return Outcome.failed(new Fault.Conflict("the log was longer before"));
        }
        logs.put(name, log.entries());
        return Outcome.of(log);
    }
}
