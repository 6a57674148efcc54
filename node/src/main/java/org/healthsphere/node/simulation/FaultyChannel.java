package org.healthsphere.node.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.node.peers.Breaker;
import org.healthsphere.node.peers.PeerLimits;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;

/**
 * A channel on which things go wrong: messages take their time and get lost, members are not there, and some lie. Time is the
 * simulation's; what a member does is real. It remembers what it did, so that the answers can be held against it.
 */
final class FaultyChannel implements PeerChannel {
    /** What a member's own answer takes: the search in its store and index. */
    static final Duration SERVICE = Duration.ofMillis(5);

    private static final double MEDIAN_MILLIS = 40;
    private static final double SPREAD = 0.6;
    private static final double SLOWER = 40;
    private static final double LOSS = 0.3;
    private static final long MICROS = 1_000;

    private final PeerChannel channel;
    private final Map<NodeId, SimulatedMember> members;
    private final VirtualClock clock;
    private final Random random;
    private final Map<NodeId, Breaker> breakers = new HashMap<>();
    private final Map<NodeId, Bytes> first = new HashMap<>();
    private final Map<NodeId, Done> done = new HashMap<>();
    private boolean partitioned;

    /** What became of one question to one member. */
    enum Done {
        UNREACHABLE,
        LATE,
        ARRIVED,
        TAMPERED
    }

    FaultyChannel(PeerChannel channel, Map<NodeId, SimulatedMember> members, VirtualClock clock, Random random) {
        this.channel = channel;
        this.members = Map.copyOf(members);
        this.clock = clock;
        this.random = random;
    }

    void partition(boolean cut) {
        partitioned = cut;
    }

    /** What became of the last question. */
    Map<NodeId, Done> done() {
        return Map.copyOf(done);
    }

    @Override
    public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
        done.clear();
        var replies = new HashMap<NodeId, PeerReply>();
        var left = deadline.left(clock);
        // In the order of names, so that the same seed draws the same chances.
        requests.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(peer -> peer.id().value())))
                .forEach(request ->
                        replies.put(request.getKey().id(), ask(request.getKey(), request.getValue(), deadline, left)));
        return replies;
    }

    private PeerReply ask(Peer peer, Bytes envelope, Deadline deadline, Duration left) {
        var member = Optional.ofNullable(members.get(peer.id())).orElseThrow();
        var latency = latency(member.fate);
        var lost = member.fate == Fate.LOSSY && random.nextDouble() < LOSS;
        if (member.fate == Fate.DEAD || (member.fate == Fate.PARTITIONED && partitioned)) {
            return unreachable(peer.id(), left);
        }
        var reply = Optional.ofNullable(
                        channel.ask(Map.of(peer, envelope), deadline).get(peer.id()))
                .orElseThrow();
        if (lost || latency.compareTo(left) >= 0) {
            done.put(peer.id(), Done.LATE);
            return new PeerReply.Late(left);
        }
        done.put(peer.id(), Done.ARRIVED);
        return switch (reply) {
            case PeerReply.Replied(var sealed, var _) -> new PeerReply.Replied(carried(member, sealed), latency);
            case PeerReply.Refused(var status, var _) -> new PeerReply.Refused(status, latency);
            case PeerReply.Late _, PeerReply.Unreachable _ -> throw new IllegalStateException("time stands still here");
        };
    }

    /** Nobody says that there is nobody: the first ones wait for it, and then the breaker spares the others that. */
    private PeerReply unreachable(NodeId member, Duration left) {
        done.put(member, Done.UNREACHABLE);
        var breaker = breakers.computeIfAbsent(member, _ -> new Breaker(PeerLimits.DEFAULT, clock));
        if (!breaker.allows()) {
            return new PeerReply.Unreachable(Duration.ZERO);
        }
        breaker.unreachable();
        return new PeerReply.Unreachable(left);
    }

    private Duration latency(Fate fate) {
        var millis = MEDIAN_MILLIS * Math.exp(SPREAD * random.nextGaussian()) * (fate == Fate.SLOW ? SLOWER : 1);
        return Duration.ofNanos(((long) (millis * MICROS)) * MICROS).plus(SERVICE);
    }

    private Bytes carried(SimulatedMember member, Bytes sealed) {
        var id = member.identity.id();
        return switch (member.fate) {
            case ALTERING -> {
                done.put(id, Done.TAMPERED);
                var bent = sealed.array().clone();
                bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
                yield Bytes.of(bent);
            }
            case REPLAYING -> {
                var before = first.putIfAbsent(id, sealed);
                if (before == null) {
                    yield sealed;
                }
                done.put(id, Done.TAMPERED);
                yield before;
            }
            default -> sealed;
        };
    }
}
