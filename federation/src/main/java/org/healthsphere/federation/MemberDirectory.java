package org.healthsphere.federation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.NodeId;

/** Who is in the network, as the ledger's register has it at the height that this node has seen. */
public interface MemberDirectory {
    /** The members that take part now, in the order of their names; who is suspended or has left is not among them. */
    List<Peer> active();

    /** Members that take part and whose entry in the register this node cannot read: they cannot be asked, and no answer is complete without them. */
    default Set<NodeId> unreadable() {
        return Set.of();
    }

    default Optional<Peer> active(NodeId id) {
        return active().stream().filter(peer -> peer.id().equals(id)).findFirst();
    }
}
