package org.healthsphere.node.web.desk;

import java.util.List;

/** What studies ask of this hospital's patients, and what all of them have spent here. */
public record ProposalsView(List<ProposalSheet> proposals, Budget spending) {
    public ProposalsView {
        proposals = List.copyOf(proposals);
    }
}
