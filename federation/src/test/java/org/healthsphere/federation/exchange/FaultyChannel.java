package org.healthsphere.federation.exchange;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;

/** A channel on which something happens to what goes to one member, or to what comes back from it. */
final class FaultyChannel implements PeerChannel {
    private final PeerChannel inner;
    private final NodeId member;
    private final Function<Bytes, Bytes> going;
    private final Function<PeerReply, PeerReply> coming;

    private FaultyChannel(
            PeerChannel inner, NodeId member, Function<Bytes, Bytes> going, Function<PeerReply, PeerReply> coming) {
        this.inner = inner;
        this.member = member;
        this.going = going;
        this.coming = coming;
    }

    static FaultyChannel going(PeerChannel inner, NodeId member, Function<Bytes, Bytes> fault) {
        return new FaultyChannel(inner, member, fault, Function.identity());
    }

    static FaultyChannel coming(PeerChannel inner, NodeId member, Function<PeerReply, PeerReply> fault) {
        return new FaultyChannel(inner, member, Function.identity(), fault);
    }

    /** What comes back was answered, and is changed on the way. */
    static FaultyChannel altered(PeerChannel inner, NodeId member, Function<Bytes, Bytes> fault) {
        return coming(
                inner,
                member,
                reply -> reply instanceof PeerReply.Replied(var envelope, var after)
                        ? new PeerReply.Replied(fault.apply(envelope), after)
                        : reply);
    }

    /** Everything arrives twice; the second answer is the one that comes back. */
    static PeerChannel duplicating(PeerChannel inner) {
        return (requests, deadline) -> {
            var first = inner.ask(requests, deadline);
            var second = inner.ask(requests, deadline);
            return first.isEmpty() ? first : second;
        };
    }

    @Override
    public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
        var changed = new HashMap<Peer, Bytes>();
        requests.forEach(
                (peer, envelope) -> changed.put(peer, peer.id().equals(member) ? going.apply(envelope) : envelope));
        var replies = new HashMap<>(inner.ask(changed, deadline));
        replies.computeIfPresent(member, (_, reply) -> coming.apply(reply));
        return replies;
    }
}
