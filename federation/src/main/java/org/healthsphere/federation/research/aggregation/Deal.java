package org.healthsphere.federation.research.aggregation;

import java.util.List;
import java.util.Map;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * What a member gives to the others before it masks anything: shares of the keys of its masks, so that its masks come off the sum
 * whether or not it is there at the end.
 *
 * @param commitments digests of the keys: its own mask first, then those with each member after it in the alphabet
 * @param sealed for each other member, its shares of those keys
 */
public record Deal(List<Sha256> commitments, Map<NodeId, Bytes> sealed) {
    public Deal {
        commitments = List.copyOf(commitments);
        sealed = Map.copyOf(sealed);
    }
}
