package org.healthsphere.federation;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.NodeId;

/** Who is in the network, as the ledger's register has it at the height that this node has seen. */
public interface MemberDirectory {
    /** The members that take part now, in the order of their names; who is suspended or has left is not among them. */
    List<Peer> active();

    default Optional<Peer> active(NodeId id) {
        return active().stream().filter(peer -> peer.id().equals(id)).findFirst();
    }
}
