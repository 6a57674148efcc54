package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.PeerReply.Late;
import org.healthsphere.federation.PeerReply.Refused;
import org.healthsphere.federation.PeerReply.Replied;
import org.healthsphere.federation.PeerReply.Unreachable;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpsPeerChannelTest {
    private static final Bytes QUESTION = Bytes.utf8("question");
    private static final Bytes SLOW = Bytes.utf8("slow question");
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Network network = new Network();
    private final MemberIdentity north = network.member("north");
    private final MemberIdentity south = network.member("south");
    private final AtomicInteger handled = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        network.close();
    }

    @Test
    void each_member_that_is_asked_answers_for_itself() {
        var toSouth = network.serve(south, this::echo);
        var east = network.member("east");
        var toEast = network.serve(east, _ -> Outcome.of(Bytes.utf8("from east")));
        var replies = network.channel(north).ask(Map.of(toSouth, QUESTION, toEast, QUESTION), in(LONG));
        assertThat(replies)
                .isEqualTo(Map.of(
                        south.id(), new Replied(Bytes.utf8("question!"), Duration.ZERO),
                        east.id(), new Replied(Bytes.utf8("from east"), Duration.ZERO)));
    }

    @Test
    void where_boringssl_runs_the_key_exchange_holds_against_a_quantum_computer() throws IOException {
        assumeTrue(OpenSSLEngineOptions.isAvailable());
        var toSouth = network.serve(south, this::echo);
        try (var wire = new Wire(toSouth.endpoint().getPort())) {
            var overTheWire = Network.peer(south, wire.port());
            assertThat(ask(network.channel(north), overTheWire, QUESTION, LONG)).isInstanceOf(Replied.class);
            assertThat(wire.keyExchange()).as("X25519MLKEM768").isEqualTo(0x11EC);
        }
    }

    @Test
    void large_messages_pass_whole_and_larger_ones_than_agreed_do_not() {
        var toSouth = network.serve(south, Outcome::of);
        var channel = network.channel(north);
        var largest = new byte[Network.LIMITS.largestMessage()];
        new Random(1).nextBytes(largest);
        assertThat(ask(channel, toSouth, Bytes.of(largest), LONG))
                .isEqualTo(new Replied(Bytes.of(largest), Duration.ZERO));
        assertThat(ask(channel, toSouth, Bytes.of(new byte[largest.length + 1]), LONG))
                .isEqualTo(new Refused(413, Duration.ZERO));
    }

    @Test
    void an_answer_larger_than_agreed_is_not_taken() {
        var toSouth = network.serve(south, _ -> Outcome.of(Bytes.of(new byte[Network.LIMITS.largestMessage() + 1])));
        assertThat(ask(network.channel(north), toSouth, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
    }

    @Test
    void who_does_not_answer_in_time_is_late_and_delays_nobody_else() {
        var toSouth = network.serve(south, message -> {
            if (message.equals(SLOW)) {
                await(release);
            }
            return echo(message);
        });
        var east = network.member("east");
        var toEast = network.serve(east, this::echo);
        var channel = network.channel(north);
        assertThat(channel.ask(Map.of(toSouth, QUESTION, toEast, QUESTION), in(LONG)))
                .as("connected")
                .doesNotContainValue(new Unreachable(Duration.ZERO));
        var replies = channel.ask(Map.of(toSouth, SLOW, toEast, QUESTION), in(SOON));
        assertThat(replies)
                .isEqualTo(Map.of(
                        south.id(),
                        new Late(Duration.ZERO),
                        east.id(),
                        new Replied(Bytes.utf8("question!"), Duration.ZERO)));
    }

    @Test
    void a_deadline_that_has_passed_asks_nobody() {
        var toSouth = network.serve(south, this::echo);
        assertThat(ask(network.channel(north), toSouth, QUESTION, Duration.ZERO))
                .isEqualTo(new Late(Duration.ZERO));
        assertThat(handled).hasValue(0);
    }

    @Test
    void nobody_at_the_address_is_unreachable() throws IOException {
        assertThat(ask(network.channel(north), Network.peer(south, FreePort.next()), QUESTION, LONG))
                .isEqualTo(new Unreachable(Duration.ZERO));
    }

    @Test
    void an_address_that_accepts_and_says_nothing_is_unreachable_at_the_deadline() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ask(network.channel(north), Network.peer(south, silent.getLocalPort()), QUESTION, SOON))
                    .isEqualTo(new Unreachable(Duration.ZERO));
        }
    }

    @Test
    void a_refusal_comes_back_with_its_status_and_is_noted() {
        var toSouth = network.serve(south, _ -> Outcome.failed(new Fault.Forbidden("not for you")));
        assertThat(ask(network.channel(north), toSouth, QUESTION, LONG)).isEqualTo(new Refused(403, Duration.ZERO));
        assertThat(network.refusal())
                .isEqualTo(new Refusal(
                        Optional.of(north.id()), north.tlsFingerprint(), new Fault.Forbidden("not for you")));
    }

    @Test
    void a_defect_of_the_other_member_says_nothing_but_that() {
        var toSouth = network.serve(south, _ -> {
            throw new IllegalStateException("a defect");
        });
        assertThat(ask(network.channel(north), toSouth, QUESTION, LONG)).isEqualTo(new Refused(500, Duration.ZERO));
    }

    @Test
    void more_than_agreed_at_once_is_refused_and_the_place_is_free_again_afterwards() {
        var arrived = new CountDownLatch(Network.LIMITS.concurrent());
        var toSouth = network.serve(south, message -> {
            arrived.countDown();
            await(release);
            return Outcome.of(message);
        });
        var busy = IntStream.range(0, Network.LIMITS.concurrent())
                .mapToObj(i -> Thread.startVirtualThread(() -> assertThat(
                                ask(network.channel(network.member("busy" + i)), toSouth, QUESTION, LONG))
                        .isEqualTo(new Replied(QUESTION, Duration.ZERO))))
                .toList();
        await(arrived);
        assertThat(ask(network.channel(north), toSouth, QUESTION, LONG)).isEqualTo(new Refused(429, Duration.ZERO));
        release.countDown();
        busy.forEach(HttpsPeerChannelTest::join);
        assertThat(ask(network.channel(north), toSouth, QUESTION, LONG))
                .isEqualTo(new Replied(QUESTION, Duration.ZERO));
    }

    @Test
    void a_member_whose_certificate_has_expired_is_not_let_in() {
        var toSouth = network.serve(south, this::echo);
        var shortLived = network.member("shortlived", network.authority, Duration.ofDays(1));
        network.clock.advance(Duration.ofDays(2));
        assertThat(ask(network.channel(shortLived), toSouth, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(handled).hasValue(0);
        assertThat(network.refusal()).isEqualTo(refusal(shortLived, "the certificate has expired"));
    }

    @Test
    void a_certificate_of_another_authority_of_the_same_name_is_not_let_in() {
        var toSouth = network.serve(south, this::echo);
        var stranger = network.member("stranger", network.found(), Duration.ofDays(30));
        assertThat(ask(network.channel(stranger), toSouth, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_revoked_member_is_not_let_in() {
        var toSouth = network.serve(south, this::echo);
        revoke(north);
        assertThat(ask(network.channel(north), toSouth, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(handled).hasValue(0);
        assertThat(network.refusal()).isEqualTo(refusal(north, "the certificate has been revoked"));
    }

    @Test
    void a_member_revoked_while_its_connection_is_open_is_refused_at_the_next_message() {
        var toSouth = network.serve(south, this::echo);
        var channel = network.channel(north);
        assertThat(ask(channel, toSouth, QUESTION, LONG)).isInstanceOf(Replied.class);
        revoke(north);
        assertThat(ask(channel, toSouth, QUESTION, LONG)).isEqualTo(new Refused(401, Duration.ZERO));
        assertThat(handled).hasValue(1);
        assertThat(network.refusal()).isEqualTo(refusal(north, "the certificate has been revoked"));
    }

    @Test
    void a_server_with_another_certificate_than_registered_learns_nothing() {
        var toSouth = network.serve(south, this::echo);
        var registered = new Peer(south.id(), toSouth.endpoint(), Sha256.of("another certificate"));
        assertThat(ask(network.channel(north), registered, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_server_that_is_not_of_the_network_or_no_longer_is_learns_nothing() {
        var foreign = network.serve(network.member("stranger", network.found(), Duration.ofDays(30)), this::echo);
        var former = network.serve(south, this::echo);
        revoke(south);
        var channel = network.channel(north);
        assertThat(ask(channel, foreign, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(ask(channel, former, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(handled).hasValue(0);
    }

    @Test
    void an_address_without_tls_learns_nothing() {
        var heard = new AtomicInteger();
        var plain = network.vertx
                .createHttpServer()
                .requestHandler(request -> {
                    heard.incrementAndGet();
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .await();
        var peer = new Peer(south.id(), URI.create("http://127.0.0.1:" + plain.actualPort()), south.tlsFingerprint());
        assertThat(ask(network.channel(north), peer, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(heard).hasValue(0);
    }

    @Test
    void a_member_that_was_unreachable_again_and_again_is_left_alone_until_the_pause_is_over() throws IOException {
        var channel = network.channel(north);
        var gone = Network.peer(south, FreePort.next());
        assertThat(ask(channel, gone, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(ask(channel, gone, QUESTION, LONG)).isEqualTo(new Unreachable(Duration.ZERO));
        var back = network.serve(south, this::echo);
        assertThat(ask(channel, back, QUESTION, LONG)).as("left alone").isEqualTo(new Unreachable(Duration.ZERO));
        assertThat(handled).hasValue(0);
        network.clock.advance(Network.LIMITS.pause());
        assertThat(ask(channel, back, QUESTION, LONG)).as("tried again").isInstanceOf(Replied.class);
    }

    /** Of one whose certificate is not good. */
    private static Refusal refusal(MemberIdentity member, String ground) {
        return new Refusal(Optional.empty(), member.tlsFingerprint(), new Fault.Unauthenticated(ground));
    }

    private Outcome<Bytes> echo(Bytes message) {
        handled.incrementAndGet();
        return Outcome.of(Bytes.utf8(message.utf8() + "!"));
    }

    private PeerReply ask(HttpsPeerChannel channel, Peer peer, Bytes message, Duration time) {
        return channel.ask(Map.of(peer, message), in(time)).values().iterator().next();
    }

    private Deadline in(Duration time) {
        return Deadline.in(time, network.clock);
    }

    private void revoke(MemberIdentity member) {
        assertThat(network.authority.revoke(member.tlsCertificate().getSerialNumber()))
                .isInstanceOf(Outcome.Success.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
