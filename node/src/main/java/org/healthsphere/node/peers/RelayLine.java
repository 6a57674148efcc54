package org.healthsphere.node.peers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.peers.PeerEndpoint.Answerer;
import org.healthsphere.node.peers.PeerEndpoint.Carrier;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that a member keeps open to its relay, by which it is asked although no connection reaches it. When it breaks it is opened
 * anew, after a pause that grows.
 */
public final class RelayLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLine.class);
    private static final long FIRST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 15_000;
    private static final int PING_SECONDS = 20;
    private static final int OK = 200;

    private final Vertx vertx;
    private final WebSocketClient client;
    private final WebSocketConnectOptions relay;
    private final PeerTls tls;
    private final Answerer answerer;
    private final Semaphore places;
    private final Map<Sha256, Future<Outcome<Bytes>>> open = new ConcurrentHashMap<>();
    private volatile long pause = FIRST_PAUSE;
    private volatile boolean closed;
    private volatile Optional<WebSocket> line = Optional.empty();

    /**
     * Opens it, and keeps it open until it is closed.
     *
     * @param endpoint this member's own, as the register has it: a path at its relay
     */
    public RelayLine(Vertx vertx, PeerTls tls, PeerLimits limits, URI endpoint, Answerer answerer) {
        this.vertx = vertx;
        this.tls = tls;
        this.answerer = answerer;
        this.places = new Semaphore(limits.concurrent());
        var options = new WebSocketClientOptions()
                .setMaxMessageSize(limits.largestMessage() + Relay.HEAD)
                .setVerifyHost(false);
        tls.configure(
                options,
                CertificateUse.TLS_SERVER,
                refusal -> LOG.info("a relay was left alone: {}", refusal.ground()));
        options.setUseAlpn(false).setIdleTimeout(3 * PING_SECONDS);
        this.client = vertx.createWebSocketClient(options);
        this.relay = new WebSocketConnectOptions()
                .setSsl(true)
                .setHost(endpoint.getHost())
                .setPort(endpoint.getPort())
                .setURI(RelayAddress.LINE);
        // On an event loop: what the relay sends at once would be lost before whoever reads it is there.
        vertx.runOnContext(_ -> connect());
    }

    private void connect() {
        if (!closed) {
            client.connect(relay).onComplete(this::opened, failure -> {
                LOG.debug("no line to the relay: {}", failure.getClass().getSimpleName());
                again();
            });
        }
    }

    private void again() {
        line = Optional.empty();
        if (!closed) {
            vertx.setTimer(pause, _ -> connect());
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
        }
    }

    private void opened(WebSocket socket) {
        var carrier = PeerTls.shown(socket::peerCertificates)
                .then(chain -> tls.member(chain, CertificateUse.TLS_SERVER)
                        .map(member -> new Carrier(member, PeerTls.fingerprint(chain))));
        switch (carrier) {
            case Outcome.Failure<Carrier> _ -> {
                socket.close();
                again();
            }
            case Outcome.Success<Carrier>(var relaying) -> {
                pause = FIRST_PAUSE;
                line = Optional.of(socket);
                // That it broke is told by its end, and it is opened anew.
                socket.exceptionHandler(failure -> LOG.debug(
                        "the line to the relay: {}", failure.getClass().getSimpleName()));
                var ping = vertx.setPeriodic(PING_SECONDS * 1_000L, _ -> socket.writePing(Buffer.buffer()));
                socket.binaryMessageHandler(message -> asked(socket, relaying, message));
                socket.closeHandler(_ -> {
                    vertx.cancelTimer(ping);
                    again();
                });
            }
        }
    }

    /** Whether the relay can reach this member now. */
    public boolean isOpen() {
        return line.isPresent();
    }

    private void asked(WebSocket socket, Carrier carrier, Buffer message) {
        if (message.length() < Relay.NUMBER) {
            return;
        }
        var number = message.getLong(0);
        if (!places.tryAcquire()) {
            reply(socket, number, Outcome.failed(new Fault.TooMany("messages at once")));
            return;
        }
        var envelope = Bytes.of(message.getBytes(Relay.NUMBER, message.length()));
        var name = Sha256.of(envelope.array());
        var work = open.computeIfAbsent(name, _ -> answerer.useCases().call(() -> answerer.answer(carrier, envelope)));
        work.onComplete(_ -> open.remove(name, work))
                .onComplete(_ -> places.release())
                .onComplete(outcome -> reply(socket, number, outcome), defect -> {
                    LOG.error("a message by the relay was not answered", defect);
                    reply(socket, number, Outcome.failed(new Fault.Unavailable("this member")));
                });
    }

    private static void reply(WebSocket socket, long number, Outcome<Bytes> outcome) {
        var reply = switch (outcome) {
            case Outcome.Success<Bytes>(var sealed) -> frame(number, OK, sealed.array());
            case Outcome.Failure<Bytes>(var fault) ->
                frame(number, OperationOutcomes.status(fault), OperationOutcomes.json(fault));
        };
        socket.writeBinaryMessage(reply)
                .onFailure(failure ->
                        LOG.debug("a reply was lost: {}", failure.getClass().getSimpleName()));
    }

    private static Buffer frame(long number, int status, byte[] body) {
        return Buffer.buffer(Relay.HEAD + body.length)
                .appendLong(number)
                .appendUnsignedShort(status)
                .appendBytes(body);
    }

    @Override
    public void close() {
        closed = true;
        var _ = client.close();
    }
}
