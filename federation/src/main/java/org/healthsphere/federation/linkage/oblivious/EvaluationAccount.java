package org.healthsphere.federation.linkage.oblivious;

import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * How many inputs each member has had turned into tokens. Whoever could have any number of them could try names: what a member is helped with
 * was counted on the ledger before, and no more counts in a month than was agreed on.
 */
public interface EvaluationAccount {
    /**
     * This member is about to ask for so many; when this returns they are on the ledger, and spent.
     *
     * <p>{@link org.healthsphere.specs.Fault.TooMany} when they are more than one month has left.
     */
    Outcome<Long> spend(long count);

    /**
     * Of what was spent, so many were spent in vain: nobody heard of them. If somebody did all the same, and his answer was lost, he counts
     * them, and says so next time.
     */
    void giveBack(long count);

    /** Others have counted more than this member has: what it had left is gone. */
    void writeOff();

    /** A member asks for so many here; {@link org.healthsphere.specs.Fault.TooMany} unless the ledger has counted them, and then none counts. */
    Outcome<Long> serve(NodeId member, long count);
}
