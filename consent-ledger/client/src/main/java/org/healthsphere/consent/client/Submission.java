package org.healthsphere.consent.client;

import java.util.function.Supplier;
import org.healthsphere.specs.Fault;

/** What became of one attempt to put a directive on the ledger. */
sealed interface Submission {
    record Committed(String transaction, long block) implements Submission {}

    /** It was not taken, and will not be. */
    record Refused(Fault fault) implements Submission {}

    /** Somebody else changed what it rests on, or not all see it yet: it may be tried again, and this is said when that was in vain. */
    record Overtaken(Fault fault) implements Submission {}

    /**
     * Nobody knows whether it was taken.
     *
     * @param again hands in the same transaction once more, which counts once however often it arrives. Another one in its place
     *     could meet it in one block, and Fabric's peers do not come to the end of a block in which a transaction that they have
     *     already is followed by one that writes the same keys, where a policy was set for these
     */
    record Unseen(Fault fault, Supplier<Submission> again) implements Submission {}
}
