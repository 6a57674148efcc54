package org.healthsphere.node.web.ops;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Outcome;

/** What the page about possible matches needs. */
public interface MatchPages {
    /** Those that are open first. */
    Outcome<Matches> matches(Asking by);

    /**
     * Who may be one person twice.
     *
     * @param more whether there are more than these
     * @param compared whether all records were compared
     */
    record Matches(List<MatchCard> cards, boolean more, boolean compared) {
        public Matches {
            cards = List.copyOf(cards);
        }
    }

    /** Decides, or undoes what was decided last; the review's id. */
    Outcome<String> judge(Asking by, String review, MatchCard.Judgement judgement);
}
