package org.healthsphere.node.web.view;

import java.time.Duration;

/**
 * What became of the question at one hospital.
 *
 * @param entries how much of the record came from there
 */
public record SiteAnswer(Hospital hospital, Status status, int entries, Duration took) {
    /** The cases of a federated answer: it is complete or says why not. */
    public enum Status {
        ANSWERED,
        /** No such patient, no record, no consent: one answer. */
        NOTHING_TO_RELEASE,
        LATE,
        UNREACHABLE,
        STALE,
        VERSION_MISMATCH,
        /** It would not take the question. */
        REFUSED,
        /** It has more than is taken here at once. */
        TOO_LONG,
        /** What came back cannot be trusted. */
        INVALID;

        /** Whether what this hospital knows is all in the answer. */
        public boolean isComplete() {
            return this == ANSWERED || this == NOTHING_TO_RELEASE;
        }
    }
}
