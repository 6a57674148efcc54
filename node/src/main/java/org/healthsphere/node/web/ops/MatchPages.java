package org.healthsphere.node.web.ops;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Outcome;

/** What the page about possible matches needs. */
public interface MatchPages {
    /** Those that are open first. */
    Outcome<List<MatchCard>> matches(Asking by);

    /** Decides, or undoes what was decided last; the review's id. */
    Outcome<String> judge(Asking by, String review, MatchCard.Judgement judgement);
}
