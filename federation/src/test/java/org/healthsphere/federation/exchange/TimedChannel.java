package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;

/** A channel on which each member takes its time, which is the network's: replies come in the order in which they are there. */
final class TimedChannel implements PeerChannel {
    private final SimulatedNetwork network;
    private final Map<NodeId, Duration> times;

    TimedChannel(SimulatedNetwork network, Map<NodeId, Duration> times) {
        this.network = network;
        this.times = times;
    }

    private record Due(Instant at, NodeId member, PeerReply reply) {}

    @Override
    public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
        throw new AssertionError("is asked by turns");
    }

    @Override
    public void converse(Conversation conversation, Deadline deadline) {
        var due = new PriorityQueue<Due>(Comparator.comparing(Due::at));
        Sending sending = (peer, message) -> due.add(sent(peer, message, deadline));
        conversation.begin(sending);
        conversation.meanwhile();
        while (!due.isEmpty()) {
            var next = due.remove();
            network.passes(Duration.between(network.now(), next.at()));
            conversation.arrived(next.member(), next.reply(), sending);
        }
    }

    private Due sent(Peer peer, Bytes message, Deadline deadline) {
        var takes = Optional.ofNullable(times.get(peer.id())).orElse(Duration.ZERO);
        var at = network.now().plus(takes);
        if (at.isAfter(deadline.at())) {
            var waited = Duration.between(network.now(), deadline.at());
            return new Due(deadline.at(), peer.id(), new PeerReply.Late(waited));
        }
        var reply = Optional.ofNullable(network.channel
                        .ask(new LinkedHashMap<>(Map.of(peer, message)), deadline)
                        .get(peer.id()))
                .orElseThrow();
        return new Due(
                at,
                peer.id(),
                reply instanceof PeerReply.Replied(var sealed, var _) ? new PeerReply.Replied(sealed, takes) : reply);
    }
}
