package org.healthsphere.node.peers;

import java.net.URI;
import java.time.InstantSource;
import java.util.function.Function;
import org.healthsphere.federation.InMemoryPeerChannel;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

class InMemoryContractTest implements PeerChannelContract {
    private final MovableClock clock = new MovableClock();
    private final InMemoryPeerChannel channel = new InMemoryPeerChannel(clock, OperationOutcomes::status);

    @Override
    public PeerChannel channel() {
        return channel;
    }

    @Override
    public Peer reached(String member, Function<Bytes, Outcome<Bytes>> answering) {
        var peer = unreached(member);
        channel.connect(peer.id(), answering);
        return peer;
    }

    @Override
    public Peer unreached(String member) {
        return new Peer(new NodeId(member), URI.create("https://" + member + ".invalid:1"), Sha256.of(member));
    }

    @Override
    public InstantSource clock() {
        return clock;
    }
}
