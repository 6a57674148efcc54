package org.healthsphere.node.web.ops;

import java.time.Instant;
import java.util.List;
import org.healthsphere.node.web.view.Person;

/**
 * Two records that may be of one person.
 *
 * @param id of the review
 * @param open whether somebody has to decide
 * @param history what was said, oldest first
 */
public record MatchCard(String id, Person one, Person other, boolean open, List<Said> history) {
    public MatchCard {
        history = List.copyOf(history);
    }

    /** What was said of them, by whom and when. */
    public record Said(Instant at, String by, Judgement judgement) {
        /** Whether it was no person who said it. */
        public boolean isOfTheNode() {
            return judgement == Judgement.PROPOSED || judgement == Judgement.ELSEWHERE;
        }
    }

    /** What can be said of two records. */
    public enum Judgement {
        PROPOSED,
        LINKED,
        DISTINCT,
        MERGED,
        UNDONE,
        ELSEWHERE
    }

    /** Whether what was decided can be undone here. */
    public boolean undoable() {
        return !open && history.getLast().judgement() != Judgement.ELSEWHERE;
    }
}
