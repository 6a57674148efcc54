package org.healthsphere.node.peers;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to one member. Its reply comes at the deadline at the latest, and never fails.
 *
 * <p>When there is no answer for a while, the same bytes go there once more over a connection of their own, and whichever is answered
 * first counts. The member answers the same bytes once ({@link PeerEndpoint}).
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int OK = 200;

    private final Vertx vertx;
    private final Lines lines;
    private final PeerTls tls;
    private final Breaker breaker;
    private final PeerLimits limits;
    private final InstantSource clock;
    private final Instant asked;
    private final Promise<PeerReply> reply = Promise.promise();
    private final Queue<HttpClientRequest> connected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    // Whoever is behind a relay is connected with once it has replied.
    private volatile boolean relayed;
    private final AtomicReference<Optional<PeerReply>> refusal = new AtomicReference<>(Optional.empty());

    /** The usual way to a member, and one for what is asked once more. */
    record Lines(HttpClientAgent first, HttpClientAgent second) {}

    Exchange(Vertx vertx, Lines lines, PeerTls tls, Breaker breaker, PeerLimits limits, InstantSource clock) {
        this.vertx = vertx;
        this.lines = lines;
        this.tls = tls;
        this.breaker = breaker;
        this.limits = limits;
        this.clock = clock;
        this.asked = clock.instant();
    }

    Future<PeerReply> ask(Peer peer, Bytes message, Duration left) {
        relayed = RelayAddress.isRelayed(peer.endpoint());
        if (left.isZero()) {
            return Future.succeededFuture(new PeerReply.Late(after()));
        }
        if (!"https".equals(peer.endpoint().getScheme()) || !breaker.allows()) {
            return Future.succeededFuture(new PeerReply.Unreachable(after()));
        }
        var end = vertx.setTimer(Math.max(1, left.toMillis()), _ -> late());
        var hedge = vertx.setTimer(Math.max(1, limits.hedge().toMillis()), _ -> {
            if (!reply.future().isComplete()) {
                attempt(lines.second(), peer, message, left);
            }
        });
        attempt(lines.first(), peer, message, left);
        return reply.future().onComplete(_ -> {
            vertx.cancelTimer(end);
            vertx.cancelTimer(hedge);
            // What was answered has ended; what was not is not waited for.
            connected.forEach(HttpClientRequest::reset);
        });
    }

    private void attempt(HttpClientAgent client, Peer peer, Bytes message, Duration left) {
        attempts.incrementAndGet();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(address(peer))
                .setConnectTimeout(Math.max(1, left.toMillis()));
        client.request(options)
                .compose(request -> send(request, peer, message))
                .compose(this::read)
                .onComplete(this::answered, failure -> {
                    LOG.debug("member {}: {}", peer.id(), failure.getClass().getSimpleName());
                    // The connection may be older than a certificate that was renewed; a new one tells.
                    if (failure instanceof OtherCertificate && client.equals(lines.first())) {
                        attempt(lines.second(), peer, message, left);
                    }
                    ended();
                });
    }

    /** Whoever answers there shows another certificate than the register has. */
    private static final class OtherCertificate extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherCertificate() {
            super("not the certificate registered", null, false, false);
        }
    }

    /** An answer counts at once; a refusal only when nothing else is on its way, since the other attempt may have come in before. */
    private void answered(PeerReply answer) {
        breaker.connected();
        if (answer instanceof PeerReply.Replied) {
            reply.tryComplete(answer);
        } else {
            var _ = refusal.updateAndGet(first -> first.or(() -> Optional.of(answer)));
        }
        ended();
    }

    private void ended() {
        if (attempts.decrementAndGet() == 0) {
            refusal.get().ifPresentOrElse(reply::tryComplete, this::unreachable);
        }
    }

    private Future<HttpClientResponse> send(HttpClientRequest request, Peer peer, Bytes message) {
        if (!isPinned(request, peer)) {
            request.connection().close();
            return Future.failedFuture(new OtherCertificate());
        }
        if (!isStill(request, peer)) {
            request.connection().close();
            return Future.failedFuture(new IllegalStateException("the certificate is not good now"));
        }
        if (reply.future().isComplete()) {
            request.reset();
            return Future.failedFuture(new IllegalStateException("too late"));
        }
        connected.add(request);
        if (!relayed) {
            breaker.connected();
        }
        return request.putHeader("Content-Type", "application/octet-stream").send(Buffer.buffer(message.array()));
    }

    private static String address(Peer peer) {
        var base = peer.endpoint().toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + HttpsPeerChannel.PATH;
    }

    /** Who relays is any member, and sees nothing: the envelope itself says whether it is this one that answers. */
    private static boolean isPinned(HttpClientRequest request, Peer peer) {
        return RelayAddress.isRelayed(peer.endpoint()) || isRegistered(request, peer);
    }

    private static boolean isRegistered(HttpClientRequest request, Peer peer) {
        return PeerTls.shown(request.connection()::peerCertificates)
                .map(PeerTls::fingerprint)
                .map(peer.certificates()::contains)
                .equals(Outcome.of(true));
    }

    /** The connection may be older than a revocation. */
    private boolean isStill(HttpClientRequest request, Peer peer) {
        return PeerTls.shown(request.connection()::peerCertificates)
                .then(chain -> tls.member(chain, CertificateUse.TLS_SERVER))
                .map(member -> RelayAddress.isRelayed(peer.endpoint()) || member.equals(peer.id()))
                .equals(Outcome.of(true));
    }

    private Future<PeerReply> read(HttpClientResponse response) {
        if (response.getHeader(Relay.UNREACHED) != null) {
            return Future.failedFuture(new IllegalStateException("the relay did not reach it"));
        }
        if (response.statusCode() != OK) {
            return Future.succeededFuture(new PeerReply.Refused(response.statusCode(), after()));
        }
        return Bounded.body(response, limits.largestMessage())
                .<PeerReply>map(body -> new PeerReply.Replied(Bytes.of(body.getBytes()), after()))
                .onFailure(_ -> response.request().reset());
    }

    private Duration after() {
        return Duration.between(asked, clock.instant());
    }

    private void late() {
        if (connected.isEmpty()) {
            unreachable();
        } else {
            if (relayed) {
                breaker.unreachable();
            }
            reply.tryComplete(new PeerReply.Late(after()));
        }
    }

    private void unreachable() {
        if (connected.isEmpty() || relayed) {
            breaker.unreachable();
        }
        reply.tryComplete(new PeerReply.Unreachable(after()));
    }
}
