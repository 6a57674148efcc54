package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel.Conversation;
import org.healthsphere.federation.PeerChannel.Sending;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.PeerReply.Replied;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked once more when there is no answer for a while. */
class HedgingTest {
    private static final Bytes QUESTION = Bytes.utf8("question");
    private static final Bytes OTHER = Bytes.utf8("another question");
    private static final Bytes ANSWER = Bytes.utf8("answer");
    private static final Duration LONG = Duration.ofMinutes(2);

    /** Asks once more after a moment. */
    private static final PeerLimits HEDGED =
            new PeerLimits(1 << 20, 4, 2, Duration.ofSeconds(10), Network.always(Duration.ofMillis(500)));

    private final Network network = new Network();
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() {
        network.close();
    }

    private PeerReply ask(HttpsPeerChannel channel, Peer peer) {
        return ask(channel, peer, QUESTION);
    }

    private PeerReply ask(HttpsPeerChannel channel, Peer peer, Bytes question) {
        return Optional.ofNullable(channel.ask(Map.of(peer, question), Deadline.in(LONG, network.clock))
                        .get(peer.id()))
                .orElseThrow();
    }

    @Test
    void over_a_connection_that_died_without_a_word_the_member_is_reached_all_the_same() throws IOException {
        var south = network.member("south");
        var served = network.serve(south, _ -> {
            handled.incrementAndGet();
            return Outcome.of(ANSWER);
        });
        try (var wire = new FreezingWire(served.endpoint().getPort())) {
            var overTheWire = Network.peer(south, wire.port());
            var channel = connected(wire, overTheWire);
            var connections = wire.connections();
            handled.set(0);
            wire.freeze();
            assertThat(ask(channel, overTheWire, QUESTION)).isEqualTo(new Replied(ANSWER, Duration.ZERO));
            assertThat(wire.connections()).isEqualTo(connections + 1);
            assertThat(handled).hasValue(1);
        }
    }

    /** A channel with one connection; where the machine was so slow that the first question was asked twice, another channel. */
    private HttpsPeerChannel connected(FreezingWire wire, Peer peer) {
        while (true) {
            var channel = network.channel(network.member("north"), HEDGED);
            var before = wire.connections();
            assertThat(ask(channel, peer, QUESTION)).isEqualTo(new Replied(ANSWER, Duration.ZERO));
            if (wire.connections() == before + 1) {
                return channel;
            }
        }
    }

    @Test
    void a_member_that_takes_its_time_works_once_however_often_it_is_asked() throws Exception {
        var release = new CountDownLatch(1);
        var south = network.member("south");
        var served = network.serve(south, HEDGED, message -> {
            if (message.equals(OTHER)) {
                return Outcome.of(ANSWER);
            }
            handled.incrementAndGet();
            try {
                return release.await(1, TimeUnit.MINUTES)
                        ? Outcome.of(ANSWER)
                        : Outcome.failed(new Fault.Timeout("test"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var channel = network.channel(network.member("north"), HEDGED);
        var another = network.channel(network.member("west"));
        assertThat(ask(another, served, OTHER)).isInstanceOf(Replied.class);
        var looks = network.looks();
        var _ = Thread.startVirtualThread(() -> {
            while (network.looks() < 3 * looks) {
                Thread.onSpinWait();
            }
            // It has come twice; what comes after it is answered after it was taken.
            var _ = ask(another, served, OTHER);
            release.countDown();
        });
        assertThat(ask(channel, served, QUESTION)).isEqualTo(new Replied(ANSWER, Duration.ZERO));
        assertThat(release.getCount()).isZero();
        assertThat(handled).hasValue(1);
    }

    private static PeerLimits hedging(Duration unknown, Duration most) {
        return new PeerLimits(
                1 << 20, 4, 2, Duration.ofSeconds(10), new PeerLimits.Hedge(Duration.ofMillis(20), unknown, most));
    }

    /** A member whose answers take so long by the clock of the asker, and really for so long as it is held. */
    private final class Slow {
        private final MemberIdentity south = network.member("south");
        private final FreezingWire wire;
        private volatile Duration takes = Duration.ZERO;
        private volatile CountDownLatch held = new CountDownLatch(0);

        Slow() throws IOException {
            var served = network.serve(south, _ -> {
                handled.incrementAndGet();
                try {
                    network.clock.advance(takes);
                    return held.await(1, TimeUnit.MINUTES)
                            ? Outcome.of(ANSWER)
                            : Outcome.failed(new Fault.Timeout("test"));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            wire = new FreezingWire(served.endpoint().getPort());
        }

        Peer peer() {
            return Network.peer(south, wire.port());
        }
    }

    @Test
    void who_is_known_to_be_slow_is_not_asked_twice() throws Exception {
        var slow = new Slow();
        try (var _ = slow.wire) {
            var channel =
                    network.channel(network.member("north"), hedging(Duration.ofSeconds(20), Duration.ofMinutes(10)));
            slow.takes = Duration.ofSeconds(25);
            for (var i = 0; i < 8; i++) {
                assertThat(ask(channel, slow.peer())).isInstanceOf(Replied.class);
            }
            slow.takes = Duration.ZERO;
            // Much longer than the least, and much less than this one usually takes.
            slow.held = new CountDownLatch(1);
            var _ = Thread.startVirtualThread(() -> {
                LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
                slow.held.countDown();
            });
            assertThat(ask(channel, slow.peer())).isInstanceOf(Replied.class);
            assertThat(slow.wire.connections()).isEqualTo(1);
            assertThat(handled).hasValue(9);
        }
    }

    @Test
    void who_is_known_to_be_fast_is_asked_twice_soon() throws Exception {
        var fast = new Slow();
        try (var _ = fast.wire) {
            var channel =
                    network.channel(network.member("north"), hedging(Duration.ofMinutes(10), Duration.ofMinutes(10)));
            for (var i = 0; i < 8; i++) {
                assertThat(ask(channel, fast.peer())).isInstanceOf(Replied.class);
            }
            fast.wire.freeze();
            assertThat(ask(channel, fast.peer())).isInstanceOf(Replied.class);
            assertThat(fast.wire.connections()).isEqualTo(2);
            // The connection that was overtaken takes nothing new in a moment: what would not be repeated for minutes
            // is answered.
            var talk = new Costly(fast.peer());
            for (var tries = 0; tries < 30 && !(talk.said.peekLast() instanceof Replied); tries++) {
                channel.converse(talk, Deadline.in(Duration.ofSeconds(1), network.clock));
            }
            assertThat(talk.said.peekLast()).isEqualTo(new Replied(ANSWER, Duration.ZERO));
        }
    }

    @Test
    void what_costs_a_member_much_is_repeated_late_and_is_no_measure() throws Exception {
        var slow = new Slow();
        try (var _ = slow.wire) {
            var channel =
                    network.channel(network.member("north"), hedging(Duration.ofMillis(30), Duration.ofMinutes(10)));
            slow.held = new CountDownLatch(1);
            var _ = Thread.startVirtualThread(() -> {
                LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
                slow.held.countDown();
            });
            var talk = new Costly(slow.peer());
            channel.converse(talk, Deadline.in(LONG, network.clock));
            assertThat(talk.said).containsExactly(new Replied(ANSWER, Duration.ZERO));
            assertThat(slow.wire.connections()).isEqualTo(1);
            assertThat(handled).hasValue(1);
        }
    }

    private static final class Costly implements Conversation {
        private final Peer peer;
        private final Deque<PeerReply> said = new ArrayDeque<>();

        Costly(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void begin(Sending sending) {
            sending.send(peer, QUESTION);
        }

        @Override
        public void arrived(NodeId member, PeerReply reply, Sending sending) {
            said.add(reply);
        }

        @Override
        public boolean isCostly() {
            return true;
        }
    }
}
