package org.healthsphere.consent.fabric;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.healthsphere.specs.NodeId;

/**
 * What a network is founded as.
 *
 * @param hospitals each with a peer and the contract behind it; a hospital's name is also its name on the ledger
 * @param host where all of its programs listen: an address of this machine
 * @param firstPort the first of the ports that it takes, one after the other; 0 takes whatever is free
 * @param batch how long an orderer waits for more transactions before it makes a block
 */
public record FabricPlan(List<NodeId> hospitals, Ordering ordering, String host, int firstPort, Duration batch) {
    private static final Duration BATCH = Duration.ofMillis(50);

    public FabricPlan {
        hospitals = List.copyOf(hospitals);
        if (hospitals.isEmpty() || new HashSet<>(hospitals).size() < hospitals.size()) {
            throw new IllegalArgumentException("a network has hospitals, each once");
        }
        if (hospitals.contains(new NodeId(Sites.ORDERING))) {
            throw new IllegalArgumentException("no hospital is called " + Sites.ORDERING);
        }
    }

    /** On this machine alone, on ports that are free. */
    public static FabricPlan local(List<NodeId> hospitals, Ordering ordering) {
        return new FabricPlan(hospitals, ordering, "127.0.0.1", 0, BATCH);
    }
}
