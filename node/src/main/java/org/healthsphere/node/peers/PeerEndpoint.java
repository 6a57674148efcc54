package org.healthsphere.node.peers;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where other members bring their envelopes: {@code POST /peer/v1/messages}, on a server of its own that lets in members
 * only.
 *
 * <p>Each envelope is answered on a virtual thread. The same bytes of the same member, while they are being answered, are answered
 * once: both get that answer. Who it is from is for the answerer to see from the envelope itself: the
 * certificate of the connection names the one that carried it.
 */
public final class PeerEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PeerEndpoint.class);
    private static final int IDLE_SECONDS = 75;
    private static final int FAREWELL_SECONDS = 3;
    private static final int STREAM_WINDOW = 1 << 20;
    private static final int CONNECTION_WINDOW = 4 << 20;
    private static final int DEFECT = 500;

    private final HttpServer server;

    private PeerEndpoint(HttpServer server) {
        this.server = server;
    }

    /** Listens; port 0 takes a free one. */
    public static Future<PeerEndpoint> listen(
            Vertx vertx, Address address, PeerTls tls, PeerLimits limits, Answerer answerer) {
        return listen(vertx, address, tls, new Offer(limits, Optional.empty()), answerer);
    }

    /** The same, and carries messages for members whom no connection reaches. */
    public static Future<PeerEndpoint> relaying(
            Vertx vertx, Address address, PeerTls tls, PeerLimits limits, Answerer answerer) {
        var relay = new Relay(vertx, Relay.Bounds.USUAL);
        return listen(vertx, address, tls, new Offer(limits, Optional.of(relay)), answerer);
    }

    /** What it does for how many. */
    record Offer(PeerLimits limits, Optional<Relay> relay) {}

    static Future<PeerEndpoint> listen(Vertx vertx, Address address, PeerTls tls, Offer offer, Answerer answerer) {
        var limits = offer.limits();
        var options = new HttpServerOptions()
                .setClientAuth(ClientAuth.REQUIRED)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setMaxWebSocketMessageSize(limits.largestMessage() + Relay.HEAD)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(limits.concurrent())
                        .setInitialWindowSize(STREAM_WINDOW));
        tls.configure(options, CertificateUse.TLS_CLIENT, answerer::turnedAway);
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> connection.exceptionHandler(PeerEndpoint::left))
                .requestHandler(new Door(tls, offer, answerer))
                .listen(address.port(), address.host())
                .map(PeerEndpoint::new);
    }

    /** Who asks may stop waiting, or go: that is nothing that an operator could mend. */
    private static void left(Throwable failure) {
        LOG.debug("a member has left: {}", failure.getClass().getSimpleName());
    }

    public int port() {
        return server.actualPort();
    }

    /** Takes no new connection and ends the open ones once they are answered, after a moment in any case. */
    public Future<Void> close() {
        return server.shutdown(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    /** Where to listen. */
    public record Address(String host, int port) {}

    /**
     * What becomes of an envelope, and where that is worked out.
     *
     * @param refusals hears of every member and every envelope that is refused, before the sender does when there is one to
     *     be told; it may block
     */
    public record Answerer(UseCases useCases, Function<Bytes, Outcome<Bytes>> handler, Consumer<Refusal> refusals) {

        /** Off the event loop, and so without delay for the one that is turned away in the middle of a handshake. */
        void turnedAway(Refusal refusal) {
            told(refusal).onFailure(defect -> LOG.error("a refusal was not noted", defect));
        }

        private Future<Boolean> told(Refusal refusal) {
            return useCases.call(() -> {
                refusals.accept(refusal);
                return true;
            });
        }

        Outcome<Bytes> answer(Carrier carrier, Bytes envelope) {
            var outcome = handler.apply(envelope);
            if (outcome instanceof Outcome.Failure<Bytes>(var fault)) {
                refusals.accept(new Refusal(Optional.of(carrier.member()), carrier.certificate(), fault));
            }
            return outcome;
        }
    }

    /** The member that a connection belongs to, by the certificate it has shown. */
    record Carrier(NodeId member, Sha256 certificate) {}

    /** Bytes that a member has brought. */
    private record Asked(NodeId member, Sha256 envelope) {}

    private static final class Door implements Handler<HttpServerRequest> {
        private final PeerTls tls;
        private final PeerLimits limits;
        private final Answerer answerer;
        private final Semaphore places;
        private final Map<Asked, Future<Outcome<Bytes>>> open = new ConcurrentHashMap<>();
        private final Optional<Relay> relay;

        Door(PeerTls tls, Offer offer, Answerer answerer) {
            this.tls = tls;
            this.limits = offer.limits();
            this.relay = offer.relay();
            this.answerer = answerer;
            this.places = new Semaphore(limits.concurrent());
        }

        @Override
        public void handle(HttpServerRequest request) {
            request.exceptionHandler(PeerEndpoint::left).response().exceptionHandler(PeerEndpoint::left);
            if (!isOwn(request) && (relay.isEmpty() || !isRelayed(request))) {
                refuse(request.response(), new Fault.NotFound("such a path for members"));
                return;
            }
            switch (PeerTls.shown(request.connection()::peerCertificates)) {
                case Outcome.Failure<List<Certificate>>(var fault) -> refuse(request.response(), fault);
                case Outcome.Success<List<Certificate>>(var chain) -> admit(request, chain);
            }
        }

        private static boolean isOwn(HttpServerRequest request) {
            return HttpsPeerChannel.PATH.equals(request.path()) && HttpMethod.POST.equals(request.method());
        }

        private static boolean isRelayed(HttpServerRequest request) {
            return HttpMethod.POST.equals(request.method())
                    ? RelayAddress.member(path(request)).isPresent()
                            && path(request).endsWith(HttpsPeerChannel.PATH)
                    : RelayAddress.LINE.equals(path(request));
        }

        private static String path(HttpServerRequest request) {
            return Optional.ofNullable(request.path()).orElse("");
        }

        private void admit(HttpServerRequest request, List<Certificate> chain) {
            var certificate = PeerTls.fingerprint(chain);
            switch (tls.member(chain, CertificateUse.TLS_CLIENT)) {
                case Outcome.Failure<NodeId>(var fault) ->
                    answerer.told(new Refusal(Optional.empty(), certificate, fault))
                            .onComplete(_ -> refuse(request.response(), fault));
                case Outcome.Success<NodeId>(var member) -> {
                    if (isOwn(request)) {
                        receive(request, new Carrier(member, certificate));
                    } else {
                        relay.ifPresent(carrying -> relay(carrying, request, member));
                    }
                }
            }
        }

        private void relay(Relay carrying, HttpServerRequest request, NodeId member) {
            RelayAddress.member(path(request))
                    .ifPresentOrElse(
                            to -> Bounded.body(request, limits.largestMessage())
                                    .onComplete(
                                            envelope -> carrying.carry(to, envelope, request.response()),
                                            failure -> failed(request.response(), member, failure)),
                            () -> carrying.line(request, member, () -> isStill(request, member)));
        }

        private boolean isStill(HttpServerRequest request, NodeId member) {
            return PeerTls.shown(request.connection()::peerCertificates)
                    .then(chain -> tls.member(chain, CertificateUse.TLS_CLIENT))
                    .equals(Outcome.of(member));
        }

        private void receive(HttpServerRequest request, Carrier carrier) {
            if (!places.tryAcquire()) {
                refuse(request.response(), new Fault.TooMany("messages at once"));
                return;
            }
            Bounded.body(request, limits.largestMessage())
                    .compose(body -> answered(carrier, Bytes.of(body.getBytes())))
                    .onComplete(_ -> places.release())
                    .onComplete(
                            outcome -> answer(request.response(), outcome),
                            failure -> failed(request.response(), carrier.member(), failure));
        }

        private Future<Outcome<Bytes>> answered(Carrier carrier, Bytes envelope) {
            var asked = new Asked(carrier.member(), Sha256.of(envelope.array()));
            var work = open.computeIfAbsent(
                    asked, _ -> answerer.useCases().call(() -> answerer.answer(carrier, envelope)));
            return work.onComplete(_ -> open.remove(asked, work));
        }

        private static void answer(HttpServerResponse response, Outcome<Bytes> outcome) {
            switch (outcome) {
                case Outcome.Failure<Bytes>(var fault) -> refuse(response, fault);
                case Outcome.Success<Bytes>(var message) ->
                    response.putHeader("Content-Type", "application/octet-stream")
                            .end(Buffer.buffer(message.array()));
            }
        }

        private static void failed(HttpServerResponse response, NodeId member, Throwable failure) {
            if (failure instanceof Bounded.TooLarge) {
                refuse(response, new Fault.TooCostly("a message of this size"));
            } else if (!response.closed()) {
                LOG.error("a message of member {} was not answered", member, failure);
                response.setStatusCode(DEFECT).end();
            }
        }

        private static void refuse(HttpServerResponse response, Fault fault) {
            response.setStatusCode(OperationOutcomes.status(fault))
                    .putHeader("Content-Type", "application/fhir+json")
                    .end(Buffer.buffer(OperationOutcomes.json(fault)));
        }
    }
}
