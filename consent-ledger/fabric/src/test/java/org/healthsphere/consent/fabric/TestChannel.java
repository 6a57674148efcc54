package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.specs.NodeId;

/** One channel as each hospital's node reaches it, over its own peer. */
final class TestChannel implements AutoCloseable {
    private final FabricNetwork network;
    private final String name;
    private final Duration patience;
    private final Map<NodeId, GatewayConsentLedger> clients = new ConcurrentHashMap<>();

    TestChannel(FabricNetwork network, String name, Duration patience) {
        this.network = network;
        this.name = name;
        this.patience = patience;
    }

    String name() {
        return name;
    }

    /** As the hospital's node has it. */
    GatewayConsentLedger client(NodeId member) {
        return clients.computeIfAbsent(member, this::connect);
    }

    GatewayConsentLedger connect(NodeId member) {
        try {
            return GatewayConsentLedger.connect(network.connection(member, name, patience), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, but what is on the ledger is on every hospital's peer before the next word is said. */
    ConsentLedger settled(NodeId member) {
        return new SettledLedger(
                client(member), network.hospitals().stream().map(this::client).toList());
    }

    @Override
    public void close() {
        clients.values().forEach(ConsentLedger::close);
    }
}
