package org.healthsphere.federation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.specs.NodeId;

/** A register that is told what the ledger would tell it. */
public final class InMemoryMemberDirectory implements MemberDirectory {
    private final Map<NodeId, Peer> registered = new ConcurrentHashMap<>();
    private final Set<NodeId> suspended = ConcurrentHashMap.newKeySet();

    /** Registers a member, or its new endpoint and certificate; a suspension stays. */
    public void register(Peer peer) {
        registered.put(peer.id(), peer);
    }

    public void suspend(NodeId member) {
        suspended.add(member);
    }

    @Override
    public List<Peer> active() {
        return registered.values().stream()
                .filter(peer -> !suspended.contains(peer.id()))
                .sorted(Comparator.comparing(peer -> peer.id().value()))
                .toList();
    }
}
