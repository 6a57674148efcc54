package org.healthsphere.node.web.me;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.cases.Case;

/**
 * Who saw what, and what a law permits.
 *
 * @param cases what the patient has questioned
 */
public record LookedView(List<Law> laws, Looked looked, List<Case> cases, Optional<String> done) {
    public LookedView {
        laws = List.copyOf(laws);
        cases = List.copyOf(cases);
    }

    public List<Look> looks() {
        return looked.looks();
    }

    public Optional<Case> caseOf(Look look) {
        return cases.stream()
                .filter(one -> one.about().look().equals(look.id()))
                .findFirst();
    }
}
