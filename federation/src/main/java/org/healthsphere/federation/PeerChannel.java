package org.healthsphere.federation;

import java.util.Map;
import java.util.function.BiConsumer;
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

    /**
     * The same, and each reply is told of once, when it is there, on the thread that asks: what is made of it is made while others are waited
     * for. A channel that gets all replies at once tells of them at the end.
     */
    default Map<NodeId, PeerReply> ask(
            Map<Peer, Bytes> requests, Deadline deadline, BiConsumer<NodeId, PeerReply> arrived) {
        var replies = ask(requests, deadline);
        replies.forEach(arrived);
        return replies;
    }

    /**
     * The same, and while it is waited for the first reply something else is done on the thread that asks. A channel that cannot do both does
     * that first.
     */
    default Map<NodeId, PeerReply> ask(
            Map<Peer, Bytes> requests, Deadline deadline, BiConsumer<NodeId, PeerReply> arrived, Runnable meanwhile) {
        meanwhile.run();
        return ask(requests, deadline, arrived);
    }
}
