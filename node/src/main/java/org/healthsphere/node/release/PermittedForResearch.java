package org.healthsphere.node.release;

import java.time.InstantSource;
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
        var access = new Access(new Requester(self, "study:" + study, Role.RESEARCHER), purpose, study);
        return filters.isRefused(access)
                ? Outcome.failed(new Fault.Unavailable("a fresh view of consent"))
                : Outcome.of(new Permission(filters.over(access), Math.max(0, view.height())));
    }
}
