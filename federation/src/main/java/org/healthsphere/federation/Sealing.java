package org.healthsphere.federation;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Signed and sealed envelopes between this member and another. */
public interface Sealing {
    /** Signs as this member, so that only the member named in the header reads it; a fault when it has no valid key. */
    Outcome<Bytes> seal(Header header, Bytes content);

    /** The same in the form for what is long, which only members read who take long answers in pieces. */
    default Outcome<Bytes> sealLong(Header header, Bytes content) {
        return seal(header, content);
    }

    /**
     * What is in an envelope, once everything about it has been checked: it is signed by the member that it names, a member
     * in good standing; it is sealed for this one; not a bit was changed; it is fresh; and it was never opened before.
     *
     * <p>The fault: {@link org.healthsphere.specs.Fault.Invalid} for what is no envelope of ours,
     * {@link org.healthsphere.specs.Fault.Unauthenticated} for a sender that is not who he says, or altered bytes,
     * {@link org.healthsphere.specs.Fault.Conflict} for one that was opened before.
     */
    Outcome<Opened> open(Bytes envelope);

    /**
     * What is written on an envelope, signed with it.
     *
     * @param id of this envelope, never used twice: 22 to 64 letters of base64url
     * @param inReplyTo the id of the envelope that this one answers
     * @param height of the ledger that the sender had seen
     * @param kind what is in it, for instance {@code record.query}
     */
    record Header(
            NodeId from,
            NodeId to,
            String id,
            Optional<String> inReplyTo,
            String kind,
            PurposeOfUse purpose,
            long height,
            Instant issuedAt) {}

    /** An envelope that was opened and is what it says. */
    record Opened(Header header, Bytes content) {}
}
