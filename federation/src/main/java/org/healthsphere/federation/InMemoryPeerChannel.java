package org.healthsphere.federation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Members in one process: for a simulated network and for tests. One is asked after the other. */
public final class InMemoryPeerChannel implements PeerChannel {
    private final Map<NodeId, Function<Bytes, Outcome<Bytes>>> members = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final ToIntFunction<Fault> status;

    /**
     * Opens a channel to nobody yet.
     *
     * @param status the status of HTTP by which a member refuses
     */
    public InMemoryPeerChannel(InstantSource clock, ToIntFunction<Fault> status) {
        this.clock = clock;
        this.status = status;
    }

    /** From now on this member is reached, and answers like this. */
    public void connect(NodeId member, Function<Bytes, Outcome<Bytes>> answering) {
        members.put(member, answering);
    }

    /** From now on this member is not reached. */
    public void disconnect(NodeId member) {
        members.remove(member);
    }

    @Override
    public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
        var replies = new HashMap<NodeId, PeerReply>();
        requests.forEach((peer, envelope) -> replies.put(peer.id(), ask(peer.id(), envelope, deadline)));
        return replies;
    }

    private PeerReply ask(NodeId member, Bytes envelope, Deadline deadline) {
        var asked = clock.instant();
        var answering = members.get(member);
        if (answering == null) {
            return new PeerReply.Unreachable(Duration.ZERO);
        }
        if (deadline.left(clock).isZero()) {
            return new PeerReply.Late(Duration.ZERO);
        }
        var answer = answering.apply(envelope);
        var after = Duration.between(asked, clock.instant());
        if (deadline.hasPassed(clock)) {
            return new PeerReply.Late(after);
        }
        return switch (answer) {
            case Outcome.Success<Bytes>(var bytes) -> new PeerReply.Replied(bytes, after);
            case Outcome.Failure<Bytes>(var fault) -> new PeerReply.Refused(status.applyAsInt(fault), after);
        };
    }
}
