package org.healthsphere.node.web.me;

import java.util.List;

/** Who saw what. */
public record LookedView(List<Look> looks) {
    public LookedView {
        looks = List.copyOf(looks);
    }
}
