package org.healthsphere.node.peers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.healthsphere.federation.Peer;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.peers.PeerEndpoint.Address;
import org.healthsphere.node.peers.PeerEndpoint.Answerer;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.slf4j.LoggerFactory;

/** A network on loopback with an authority of its own. */
final class Network implements AutoCloseable {
    /** Nothing is asked once more, but where that is what is tested. */
    static final PeerLimits LIMITS =
            new PeerLimits(1 << 20, 4, 2, Duration.ofSeconds(10), always(Duration.ofMinutes(10)));

    final MovableClock clock = new MovableClock();
    final Vertx vertx = Vertx.vertx();
    private final SecureRandom random = new SecureRandom();
    private final UseCases useCases = new UseCases(vertx);
    private final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<PeerEndpoint> endpoints = new ArrayList<>();
    private final List<HttpsPeerChannel> channels = new ArrayList<>();
    private final List<RelayLine> lines = new CopyOnWriteArrayList<>();
    final CertificateAuthority authority = found();

    /** After so long, whatever is known of the member. */
    static PeerLimits.Hedge always(Duration time) {
        return new PeerLimits.Hedge(time, time, time);
    }

    /** Another authority of the same name. */
    CertificateAuthority found() {
        return new CertificateAuthorities(clock, random)
                .inMemory(new Founding("ca.network", "network", Duration.ofDays(3650)));
    }

    MemberIdentity member(String id) {
        return member(id, authority, Duration.ofDays(30));
    }

    MemberIdentity member(String id, CertificateAuthority issuer, Duration validity) {
        var applicant = Applicant.create(new NodeId(id), "Hospital " + id, List.of("localhost"), random);
        var requests = new BcCertificateRequests();
        var signing = issuer.issue(applicant.signingProfile(), applicant.signingRequest(requests), validity);
        var tls = issuer.issue(applicant.tlsProfile(), applicant.tlsRequest(requests), validity);
        return applicant
                .admitted(signing.orElseThrow(), tls.orElseThrow(), issuer.certificate())
                .orElseThrow();
    }

    Peer serve(MemberIdentity member, Function<Bytes, Outcome<Bytes>> handler) {
        return serve(member, LIMITS, handler);
    }

    Peer serve(MemberIdentity member, PeerLimits limits, Function<Bytes, Outcome<Bytes>> handler) {
        var endpoint = PeerEndpoint.listen(
                        vertx,
                        new Address("127.0.0.1", 0),
                        tls(member),
                        limits,
                        new Answerer(useCases, handler, refusals::add))
                .await();
        endpoints.add(endpoint);
        return peer(member, endpoint.port());
    }

    /** A member that carries for others, and answers nobody itself. */
    Peer serveRelay(MemberIdentity member, Relay relay) {
        var endpoint = PeerEndpoint.listen(
                        vertx,
                        new Address("127.0.0.1", 0),
                        tls(member),
                        new PeerEndpoint.Offer(LIMITS, Optional.of(relay)),
                        new Answerer(useCases, _ -> Outcome.failed(new Fault.Unavailable("an answer")), refusals::add))
                .await();
        endpoints.add(endpoint);
        return peer(member, endpoint.port());
    }

    /** Keeps a line to a relay, from now on. */
    void line(MemberIdentity member, URI endpoint, Function<Bytes, Outcome<Bytes>> handler) {
        lines.add(new RelayLine(vertx, tls(member), LIMITS, endpoint, new Answerer(useCases, handler, refusals::add)));
    }

    static Peer peer(MemberIdentity member, int port) {
        return new Peer(member.id(), URI.create("https://127.0.0.1:" + port), member.tlsFingerprint());
    }

    /** The next refusal that a server notes; it may come after the refused one knows. */
    Refusal refusal() {
        try {
            return Optional.ofNullable(refusals.poll(90, TimeUnit.SECONDS)).orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpsPeerChannel channel(MemberIdentity member) {
        return channel(member, LIMITS);
    }

    HttpsPeerChannel channel(MemberIdentity member, PeerLimits limits) {
        var channel = new HttpsPeerChannel(vertx, tls(member), limits, clock);
        channels.add(channel);
        return channel;
    }

    private PeerTls tls(MemberIdentity member) {
        var trust = new MemberTrust(member.authority());
        PeerTls.Check check = (chain, use) -> {
            if (use == CertificateUse.TLS_CLIENT) {
                looks.incrementAndGet();
            }
            return trust.verify(chain, authority.revocations(), use, clock.instant());
        };
        return new PeerTls(member, check, random);
    }

    /** How often servers have looked at who is there: at each connection and at each message. */
    int looks() {
        return looks.get();
    }

    @Override
    public void close() {
        channels.forEach(HttpsPeerChannel::close);
        lines.forEach(RelayLine::close);
        endpoints.forEach(endpoint -> ended(endpoint.close()));
        useCases.close();
        ended(vertx.close());
    }

    /** The library can wait for ever for a handshake that was never answered; nothing of ours does. */
    private static void ended(Future<Void> closed) {
        try {
            var _ = closed.await(5, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LoggerFactory.getLogger(Network.class).warn("left open: {}", e.toString());
        }
    }
}
