package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.PeerReply.Replied;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked once more when there is no answer for a while. */
class HedgingTest {
    private static final Bytes QUESTION = Bytes.utf8("question");
    private static final Bytes ANSWER = Bytes.utf8("answer");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Network network = new Network();
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() {
        network.close();
    }

    private PeerReply ask(HttpsPeerChannel channel, Peer peer) {
        return Optional.ofNullable(channel.ask(Map.of(peer, QUESTION), Deadline.in(LONG, network.clock))
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
            var channel = network.channel(network.member("north"));
            var overTheWire = Network.peer(south, wire.port());
            assertThat(ask(channel, overTheWire)).isEqualTo(new Replied(ANSWER, Duration.ZERO));
            wire.freeze();
            assertThat(ask(channel, overTheWire)).isEqualTo(new Replied(ANSWER, Duration.ZERO));
            assertThat(wire.connections()).isEqualTo(2);
            assertThat(handled).hasValue(2);
        }
    }

    @Test
    void a_member_that_takes_its_time_works_once_however_often_it_is_asked() throws Exception {
        var release = new CountDownLatch(1);
        var south = network.member("south");
        var served = network.serve(south, _ -> {
            handled.incrementAndGet();
            try {
                return release.await(1, TimeUnit.MINUTES)
                        ? Outcome.of(ANSWER)
                        : Outcome.failed(new Fault.Timeout("test"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (var wire = new FreezingWire(served.endpoint().getPort())) {
            var channel = network.channel(network.member("north"));
            var _ = Thread.startVirtualThread(() -> {
                while (wire.connections() < 2) {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
                // The second handshake takes its time; what comes after it is the same either way.
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                release.countDown();
            });
            assertThat(ask(channel, Network.peer(south, wire.port()))).isEqualTo(new Replied(ANSWER, Duration.ZERO));
            assertThat(wire.connections()).isEqualTo(2);
            assertThat(handled).hasValue(1);
        }
    }
}
