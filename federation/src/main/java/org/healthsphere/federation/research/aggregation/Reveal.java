package org.healthsphere.federation.research.aggregation;

import java.util.Map;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/**
 * What a member gives away once it knows who sent masked numbers: of whoever did, its share of the mask of its own; of whoever did not,
 * its shares of the masks that were shared with it. Never both of one member.
 *
 * @param own by survivors
 * @param shared by the lost member, then by the survivor
 */
public record Reveal(Map<NodeId, Bytes> own, Map<NodeId, Map<NodeId, Bytes>> shared) {
    public Reveal {
        own = Map.copyOf(own);
        shared = Map.copyOf(shared);
    }
}
