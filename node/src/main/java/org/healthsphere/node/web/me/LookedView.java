package org.healthsphere.node.web.me;

import java.util.List;

/** Who saw what, and what a law permits. */
public record LookedView(List<Law> laws, List<Look> looks) {
    public LookedView {
        laws = List.copyOf(laws);
        looks = List.copyOf(looks);
    }
}
