package org.healthsphere.node.release;

import java.time.InstantSource;
import java.util.Set;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.node.research.ResearchConsent;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** What a study may count here: the gate's own filter, for a researcher. */
public final class PermittedForResearch implements ResearchConsent {
    private final NodeId self;
    private final ConsentView view;
    private final ConsentFilters filters;

    public PermittedForResearch(NodeId self, ConsentView view, InstantSource clock) {
        this.self = self;
        this.view = view;
        this.filters = new ConsentFilters(view, clock);
    }

    @Override
    public Outcome<Permission> now(PurposeOfUse purpose, String study) {
        return now(purpose, study, new Meant(Set.of(), Set.of()));
    }

    @Override
    public Outcome<Permission> now(PurposeOfUse purpose, String study, Meant meant) {
        var access = new Access(new Requester(self, "study:" + study, Role.RESEARCHER), purpose, study);
        var height = Math.max(0, view.height());
        return filters.unlessRefused(access, meant)
                .map(filter -> Outcome.of(new Permission(filter, height)))
                .orElseGet(() -> Outcome.failed(new Fault.Unavailable("a fresh view of consent")));
    }
}
