package org.healthsphere.consent.client;

import java.util.List;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.specs.Outcome;

/** Who beside the gateway that one is connected to has a say: endorses what is to be written, and vouches for the head. */
interface Neighbours {
    /**
     * Whom to ask by name for the endorsement of what carries terms, since a gateway sends such a thing to nobody on its own;
     * nobody where the gateway endorses for all. Each attempt may name others.
     */
    Outcome<List<String>> endorsers(int attempt);

    /** Those of this attempt were enough: whoever asks next is named them first. */
    void wereEnough(int attempt);

    /** Whether this organization is another than one's own: its refusal may come from an older state than one's own peer has. */
    boolean isAnother(String organization);

    /** The newest block that somebody else states to be the head, and when. */
    Outcome<LedgerHead> head();
}
