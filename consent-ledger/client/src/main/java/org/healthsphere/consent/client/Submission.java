package org.healthsphere.consent.client;

import org.healthsphere.specs.Fault;

/** What became of one attempt to put a directive on the ledger. */
sealed interface Submission {
    record Committed(String transaction, long block) implements Submission {}

    /** It was not taken, and will not be. */
    record Refused(Fault fault) implements Submission {}

    /** Somebody else changed what it rests on, or not all see it yet: it may be tried again, and this is said when that was in vain. */
    record Overtaken(Fault fault) implements Submission {}

    /** Nobody knows whether it was taken. */
    record Unseen(Fault fault) implements Submission {}
}
