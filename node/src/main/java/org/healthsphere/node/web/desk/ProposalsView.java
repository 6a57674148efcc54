package org.healthsphere.node.web.desk;

import java.util.List;

/** What studies ask of this hospital's patients. */
public record ProposalsView(List<ProposalSheet> proposals) {
    public ProposalsView {
        proposals = List.copyOf(proposals);
    }
}
