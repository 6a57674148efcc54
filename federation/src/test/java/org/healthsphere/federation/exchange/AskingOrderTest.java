package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.Test;

class AskingOrderTest {
    private final SimulatedNetwork network = new SimulatedNetwork();

    @Test
    void who_took_longest_lately_is_asked_first() {
        var east = network.join("east");
        var south = network.join("south");
        var west = network.join("west");
        var order = new ArrayList<NodeId>();
        UnaryOperator<PeerChannel> watched = _ -> new PeerChannel() {
            private final TimedChannel inner =
                    new TimedChannel(network, Map.of(west.id, Duration.ofMillis(300), east.id, Duration.ofMillis(200)));

            @Override
            public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
                return inner.ask(requests, deadline);
            }

            @Override
            public void converse(Conversation conversation, Deadline deadline) {
                conversation.begin((peer, _) -> order.add(peer.id()));
                inner.converse(conversation, deadline);
            }
        };
        var exchange = network.join("north").exchange(watched);
        assertThat(exchange.ask(Samples.question(), network.deadline()).isComplete())
                .isTrue();
        assertThat(order).containsExactly(east.id, south.id, west.id);
        order.clear();
        assertThat(exchange.ask(Samples.question(), network.deadline()).isComplete())
                .isTrue();
        assertThat(order).containsExactly(west.id, east.id, south.id);
    }
}
