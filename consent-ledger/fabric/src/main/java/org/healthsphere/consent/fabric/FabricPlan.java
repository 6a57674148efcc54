package org.healthsphere.consent.fabric;

import java.security.cert.X509Certificate;
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
 * @param visitors authorities whose TLS clients may come to a peer, beside those of its hospital: of the hospitals' nodes
 */
public record FabricPlan(
        List<NodeId> hospitals,
        Ordering ordering,
        String host,
        int firstPort,
        Duration batch,
        List<X509Certificate> visitors) {
    private static final Duration BATCH = Duration.ofMillis(50);

    public FabricPlan {
        hospitals = List.copyOf(hospitals);
        visitors = List.copyOf(visitors);
        if (hospitals.isEmpty() || new HashSet<>(hospitals).size() < hospitals.size()) {
            throw new IllegalArgumentException("a network has hospitals, each once");
        }
        if (hospitals.contains(new NodeId(Sites.ORDERING))) {
            throw new IllegalArgumentException("no hospital is called " + Sites.ORDERING);
        }
    }

    /** On this machine alone, on ports that are free. */
    public static FabricPlan local(List<NodeId> hospitals, Ordering ordering) {
        return local(hospitals, ordering, 0, List.of());
    }

    /** On this machine alone, for visitors too. */
    public static FabricPlan local(
            List<NodeId> hospitals, Ordering ordering, int firstPort, List<X509Certificate> visitors) {
        return new FabricPlan(hospitals, ordering, "127.0.0.1", firstPort, BATCH, visitors);
    }
}
