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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
 * <p>When there is no sign of an answer for as long as the member usually needs, the same bytes go there once more over a connection of their
 * own, and whichever is answered first counts. The member answers the same bytes once ({@link PeerEndpoint}). A connection that was overtaken
 * so takes nothing new.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int OK = 200;
    private static final int LONGEST_REFUSAL = 1 << 16;
    private static final int FAREWELL_SECONDS = 30;

    private final Vertx vertx;
    private final Lines lines;
    private final PeerTls tls;
    private final Known known;
    private final PeerLimits limits;
    private final InstantSource clock;
    private final Instant asked;
    private final Promise<PeerReply> reply = Promise.promise();
    private final Set<HttpClientRequest> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attempts = new AtomicInteger();
    // Whoever is behind a relay is connected with once it has replied.
    private volatile boolean relayed;
    private volatile boolean connected;
    private volatile boolean answering;
    private final AtomicReference<Optional<PeerReply>> refusal = new AtomicReference<>(Optional.empty());

    /** The usual way to a member, and one for what is asked once more. */
    record Lines(HttpClientAgent first, HttpClientAgent second) {}

    /** What was learnt of a member by asking it before. */
    record Known(Breaker breaker, AnswerTimes times) {}

    /** @param costly whether it costs the member more than other questions */
    record Question(Peer peer, Bytes message, boolean costly) {}

    /** The question over one line. */
    private record Attempt(Question question, HttpClientAgent line, Instant began) {}

    Exchange(Vertx vertx, Lines lines, PeerTls tls, Known known, PeerLimits limits, InstantSource clock) {
        this.vertx = vertx;
        this.lines = lines;
        this.tls = tls;
        this.known = known;
        this.limits = limits;
        this.clock = clock;
        this.asked = clock.instant();
    }

    Future<PeerReply> ask(Question question, Duration left) {
        var endpoint = question.peer().endpoint();
        relayed = RelayAddress.isRelayed(endpoint);
        if (left.isZero()) {
            return Future.succeededFuture(new PeerReply.Late(after()));
        }
        if (!"https".equals(endpoint.getScheme()) || !known.breaker().allows()) {
            return Future.succeededFuture(new PeerReply.Unreachable(after()));
        }
        var patience = question.costly() ? limits.hedge().most() : known.times().patience();
        var end = vertx.setTimer(Math.max(1, left.toMillis()), _ -> late(question));
        var hedge = vertx.setTimer(Math.max(1, patience.toMillis()), _ -> {
            if (!reply.future().isComplete() && !answering) {
                attempt(lines.second(), question, left);
            }
        });
        attempt(lines.first(), question, left);
        return reply.future().onComplete(_ -> {
            vertx.cancelTimer(end);
            vertx.cancelTimer(hedge);
            // What is not answered by now is not waited for.
            open.forEach(HttpClientRequest::reset);
        });
    }

    private void attempt(HttpClientAgent line, Question question, Duration left) {
        attempts.incrementAndGet();
        var attempt = new Attempt(question, line, clock.instant());
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(address(question.peer()))
                .setConnectTimeout(Math.max(1, left.toMillis()));
        line.request(options).compose(request -> exchanged(request, attempt)).onComplete(this::answered, failure -> {
            LOG.debug("member {}: {}", question.peer().id(), failure.getClass().getSimpleName());
            // The connection may be older than a certificate that was renewed; a new one tells.
            if (failure instanceof OtherCertificate && line.equals(lines.first())) {
                attempt(lines.second(), question, left);
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
        known.breaker().connected();
        if (answer instanceof PeerReply.Replied) {
            reply.tryComplete(answer);
        }
        ended();
    }

    private void ended() {
        if (attempts.decrementAndGet() == 0) {
            refusal.get().ifPresentOrElse(reply::tryComplete, this::unreachable);
        }
    }

    private Future<PeerReply> exchanged(HttpClientRequest request, Attempt attempt) {
        // A stream that comes to its end before its time is nothing that an operator could mend.
        request.exceptionHandler(failure ->
                LOG.debug("a question has ended: {}", failure.getClass().getSimpleName()));
        var peer = attempt.question().peer();
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
        open.add(request);
        connected = true;
        if (!relayed) {
            known.breaker().connected();
        }
        // Who reads the answer is there before the question has left: what comes before nobody reads, and is lost.
        var read = request.response().compose(response -> read(response, attempt));
        var _ = request.putHeader("Content-Type", "application/octet-stream")
                .send(Buffer.buffer(attempt.question().message().array()));
        return read;
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

    private Future<PeerReply> read(HttpClientResponse response, Attempt attempt) {
        answering = true;
        if (response.getHeader(Relay.UNREACHED) != null) {
            return ended(response, LONGEST_REFUSAL)
                    .compose(_ -> Future.failedFuture(new IllegalStateException("the relay did not reach it")));
        }
        if (!attempt.question().costly()) {
            known.times().took(Duration.between(attempt.began(), clock.instant()));
        }
        if (response.statusCode() != OK) {
            var refused = new PeerReply.Refused(response.statusCode(), after());
            var _ = refusal.updateAndGet(first -> first.or(() -> Optional.of(refused)));
            return ended(response, LONGEST_REFUSAL).map(refused);
        }
        return ended(response, limits.largestMessage()).map(body -> {
            if (attempt.line().equals(lines.second())) {
                overtaken(response.request());
            }
            return new PeerReply.Replied(Bytes.of(body.getBytes()), after());
        });
    }

    /** The body, once all of it is there; what is larger than agreed fails, and its stream ends. */
    private Future<Buffer> ended(HttpClientResponse response, int largest) {
        var request = response.request();
        return Bounded.body(response, largest)
                .onSuccess(_ -> open.remove(request))
                .onFailure(_ -> request.reset());
    }

    /** What is on its way over the other connection may come yet; but it may be dead and not know it. */
    private void overtaken(HttpClientRequest by) {
        open.stream()
                .filter(other -> !other.equals(by))
                .forEach(other -> other.connection().shutdown(FAREWELL_SECONDS, TimeUnit.SECONDS));
    }

    private Duration after() {
        return Duration.between(asked, clock.instant());
    }

    private void late(Question question) {
        if (refusal.get().isPresent()) {
            reply.tryComplete(refusal.get().get());
        } else if (!connected) {
            unreachable();
        } else {
            if (relayed) {
                known.breaker().unreachable();
            }
            if (!question.costly()) {
                known.times().took(after());
            }
            reply.tryComplete(new PeerReply.Late(after()));
        }
    }

    private void unreachable() {
        if (!connected || relayed) {
            known.breaker().unreachable();
        }
        reply.tryComplete(new PeerReply.Unreachable(after()));
    }
}
