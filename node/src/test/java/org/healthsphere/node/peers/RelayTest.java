package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members whom no connection reaches, by way of one who relays. */
class RelayTest implements PeerChannelContract {
    private final Network network = new Network();
    private final MemberIdentity middle = network.member("middle");
    private final Relay relay = new Relay(network.vertx, new Relay.Bounds(PATIENCE, 400_000, 3));
    private final URI door = network.serveRelay(middle, relay).endpoint();

    /** One that gives up soon on whom nobody reaches. */
    private final Relay hasty = new Relay(network.vertx, new Relay.Bounds(Duration.ofMillis(300), 400_000, 3));

    private final URI hastyDoor =
            network.serveRelay(network.member("hasty"), hasty).endpoint();
    private final PeerChannel channel = network.channel(network.member("north"));

    @AfterEach
    void close() {
        network.close();
    }

    @Override
    public PeerChannel channel() {
        return channel;
    }

    private Peer relayed(MemberIdentity member) {
        return new Peer(member.id(), RelayAddress.of(door, member.id()), member.tlsFingerprint());
    }

    @Override
    public Peer reached(String member, Function<Bytes, Outcome<Bytes>> answering) {
        var identity = network.member(member);
        network.line(identity, relayed(identity).endpoint(), answering);
        return relayed(identity);
    }

    @Override
    public Peer unreached(String member) {
        var identity = network.member(member);
        return new Peer(identity.id(), RelayAddress.of(hastyDoor, identity.id()), identity.tlsFingerprint());
    }

    @Override
    public InstantSource clock() {
        return network.clock;
    }

    private PeerReply ask(Peer peer, Bytes message) {
        return ask(peer, message, PATIENCE);
    }

    private PeerReply ask(Peer peer, Bytes message, Duration patience) {
        var replies = channel.ask(Map.of(peer, message), Deadline.in(patience, network.clock));
        return replies.getOrDefault(peer.id(), new PeerReply.Unreachable(Duration.ofDays(1)));
    }

    @Test
    void what_waits_for_a_member_is_forgotten_after_a_while() {
        assertThat(ask(unreached("south"), QUESTION)).isInstanceOf(PeerReply.Unreachable.class);
        assertThat(hasty.held()).isZero();
    }

    /** The line comes up while the message waits: it opens from within the answer of another member, so that no time is guessed. */
    @Test
    void what_waits_for_a_member_reaches_it_once_its_line_is_up() {
        var south = network.member("south");
        var asked = new AtomicInteger();
        var east = reached("east", _ -> {
            network.line(south, relayed(south).endpoint(), message -> {
                asked.incrementAndGet();
                return Outcome.of(message);
            });
            return Outcome.of(QUESTION);
        });
        var replies =
                channel.ask(Map.of(relayed(south), QUESTION, east, QUESTION), Deadline.in(PATIENCE, network.clock));
        assertThat(replies.get(south.id())).isEqualTo(new PeerReply.Replied(QUESTION, Duration.ZERO));
        assertThat(asked.get()).isPositive();
        assertThat(relay.held()).isZero();
    }

    @Test
    void more_than_agreed_does_not_wait() {
        assertThat(ask(unreached("south"), Bytes.of(new byte[400_001])))
                .isEqualTo(new PeerReply.Refused(429, Duration.ZERO));
        assertThat(hasty.held()).isZero();
    }

    /** Whoever has the line of another name is not that one: the line is the certificate's. */
    @Test
    void a_line_is_its_members_own_and_no_other() {
        var asked = new AtomicInteger();
        var east = network.member("east");
        network.line(east, RelayAddress.of(door, new NodeId("south")), message -> {
            asked.incrementAndGet();
            return Outcome.of(message);
        });
        assertThat(ask(relayed(east), QUESTION)).isEqualTo(new PeerReply.Replied(QUESTION, Duration.ZERO));
        assertThat(ask(relayed(network.member("south")), QUESTION, Duration.ofMillis(500)))
                .isNotInstanceOf(PeerReply.Replied.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void who_is_no_member_is_not_carried_for() {
        var stranger = network.member("stranger", network.found(), Duration.ofDays(1));
        var south = reached("south", Outcome::of);
        assertThat(network.channel(stranger).ask(Map.of(south, QUESTION), Deadline.in(PATIENCE, network.clock)))
                .isEqualTo(Map.of(south.id(), new PeerReply.Unreachable(Duration.ZERO)));
    }

    @Test
    void a_place_at_a_relay_is_read_back() {
        var place = RelayAddress.of(URI.create("https://middle.example:8444"), new NodeId("south"));
        assertThat(place).hasToString("https://middle.example:8444/relay/v1/south");
        assertThat(RelayAddress.member(place.getPath())).contains(new NodeId("south"));
        assertThat(RelayAddress.isRelayed(URI.create("https://south.example:8444")))
                .isFalse();
    }
}
