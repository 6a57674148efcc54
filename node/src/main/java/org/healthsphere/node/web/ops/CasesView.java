package org.healthsphere.node.web.ops;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.cases.Case;

/** All that patients have questioned, newest first. */
public record CasesView(List<Case> cases, Optional<String> done) {
    public CasesView {
        cases = List.copyOf(cases);
    }

    public List<Case> open() {
        return cases.stream().filter(Case::isOpen).toList();
    }

    public List<Case> answered() {
        return cases.stream().filter(one -> !one.isOpen()).toList();
    }
}
