package org.healthsphere.node.matching;

import java.time.Instant;
import java.util.List;

/**
 * Two Patients here who may be one person, and all that was ever said about it.
 *
 * @param id of the review; it tells nothing of whom
 * @param one the id of a Patient
 * @param other of the other one
 * @param history oldest first, at least that it was proposed
 */
public record Review(String id, String one, String other, List<Event> history) {
    public Review {
        history = List.copyOf(history);
    }

    /** What was said, by whom and when. */
    public record Event(Instant at, String by, Step step) {}

    /** What can be said of two Patients. */
    public enum Step {
        PROPOSED,
        /** One person: both records stay, and each names the other. */
        LINKED,
        /** Two people. */
        DISTINCT,
        /** One person: the other's record is replaced by the first one's. */
        MERGED,
        /** What was decided last holds no more, and it is open again. */
        UNDONE,
        /** A message of the hospital's own system has merged or parted them meanwhile. */
        ELSEWHERE
    }

    public Step step() {
        return history.getLast().step();
    }

    public boolean isOpen() {
        return step() == Step.PROPOSED || step() == Step.UNDONE;
    }
}
