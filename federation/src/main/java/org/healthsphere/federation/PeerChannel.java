package org.healthsphere.federation;

import java.util.Map;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;

/** The way to the other members. It carries sealed bytes and understands none of them. */
public interface PeerChannel {
    /**
     * Asks all of them at once and returns at the deadline at the latest, with one reply for each.
     *
     * <p>It never fails as a whole.
     */
    Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline);
}
