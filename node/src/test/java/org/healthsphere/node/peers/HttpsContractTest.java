package org.healthsphere.node.peers;

import java.time.InstantSource;
import java.util.function.Function;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;

class HttpsContractTest implements PeerChannelContract {
    private final Network network = new Network();
    private final PeerChannel channel = network.channel(network.member("north"));

    @AfterEach
    void close() {
        network.close();
    }

    @Override
    public PeerChannel channel() {
        return channel;
    }

    @Override
    public Peer reached(String member, Function<Bytes, Outcome<Bytes>> answering) {
        return network.serve(network.member(member), answering);
    }

    @Override
    public Peer unreached(String member) {
        return Network.peer(network.member(member), FreePort.next());
    }

    @Override
    public InstantSource clock() {
        return network.clock;
    }
}
