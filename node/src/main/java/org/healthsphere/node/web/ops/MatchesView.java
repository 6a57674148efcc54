package org.healthsphere.node.web.ops;

import java.util.List;

/** Who may be one person twice. */
public record MatchesView(MatchPages.Matches found) {
    public List<MatchCard> matches() {
        return found.cards();
    }
}
