package org.healthsphere.node.web.ops;

import java.util.List;

/** Who may be one person twice. */
public record MatchesView(List<MatchCard> matches) {
    public MatchesView {
        matches = List.copyOf(matches);
    }
}
