package org.healthsphere.federation;

import java.util.LinkedHashMap;
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

    /**
     * Asks by turns, and returns at the deadline at the latest, with every reply told of. All of the conversation is led on the thread that
     * asks. A channel that gets all replies at once tells of them one after the other.
     */
    default void converse(Conversation conversation, Deadline deadline) {
        var next = new LinkedHashMap<Peer, Bytes>();
        conversation.begin(next::put);
        conversation.meanwhile();
        while (!next.isEmpty()) {
            var requests = new LinkedHashMap<>(next);
            next.clear();
            ask(requests, deadline).forEach((member, reply) -> conversation.arrived(member, reply, next::put));
        }
    }

    /** What is asked of whom, where more may be asked once something was answered. */
    interface Conversation {
        /** The first questions; where the channel can, each is on its way before the next is made. */
        void begin(Sending sending);

        /** Is done once, when the first questions were sent and before it is waited for a reply. */
        default void meanwhile() {}

        /** Each question has one reply, which is told of when it is there, while others are waited for. */
        void arrived(NodeId member, PeerReply reply, Sending sending);

        /**
         * Whether its questions cost their members more than others, or come in numbers: they are no measure of how soon a member answers, and
         * a channel that repeats what was not answered for a while repeats them late.
         */
        default boolean isCostly() {
            return false;
        }
    }

    /** Puts questions on their way; a member is asked anew when it has replied. */
    @FunctionalInterface
    interface Sending {
        void send(Peer peer, Bytes message);
    }
}
