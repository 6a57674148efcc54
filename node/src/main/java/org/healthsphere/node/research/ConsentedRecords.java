package org.healthsphere.node.research;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.research.CohortRecords;
import org.healthsphere.federation.research.Snapshot;
import org.healthsphere.node.research.ResearchConsent.Permission;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The columns as far as consent permits, which is asked after the records are frozen. */
public final class ConsentedRecords implements CohortRecords {
    private final ResearchColumns columns;
    private final ResearchConsent consent;
    private final Map<Use, Permission> since = new HashMap<>();

    private record Use(PurposeOfUse purpose, String study) {}

    public ConsentedRecords(ResearchColumns columns, ResearchConsent consent) {
        this.columns = columns;
        this.consent = consent;
    }

    @Override
    public Outcome<Frozen> freeze(PurposeOfUse purpose, String study) {
        var snapshot = columns.snapshot();
        return consent.now(purpose, study)
                .map(now -> unchangedSince(new Use(purpose, study), now))
                .map(permission -> new Frozen(
                        new PermittedFacts(snapshot, permission.filter()),
                        new Snapshot(snapshot.change(), permission.height())));
    }

    /**
     * The same permission with the height at which it was first seen: blocks that change nothing about it, a debit for
     * instance, do not make the same question a new one.
     */
    private synchronized Permission unchangedSince(Use use, Permission now) {
        var permission = Optional.ofNullable(since.get(use))
                .filter(before -> before.filter().equals(now.filter()))
                .orElse(now);
        since.put(use, permission);
        return permission;
    }
}
