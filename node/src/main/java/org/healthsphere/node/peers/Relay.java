package org.healthsphere.node.peers;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries sealed envelopes to members whom no connection reaches: each of them keeps one WebSocket open to here. Nothing is opened, and nothing
 * is written down.
 *
 * <p>What comes while a member's line is down waits for it, for as long as agreed and within a bound of memory for all; who asks hears that the
 * member was not reached.
 *
 * <p>To the member goes a number (8 bytes) and the envelope; from it come the number, a status of HTTP (2 bytes) and the reply.
 */
final class Relay {
    static final int NUMBER = Long.BYTES;
    static final int HEAD = Long.BYTES + Short.BYTES;

    /** Says that it is the relay who answers, and not the member. */
    static final String UNREACHED = "X-Relay-Unreached";

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int OK = 200;

    private final Vertx vertx;
    private final Bounds bounds;
    private final Map<NodeId, Line> lines = new HashMap<>();
    private final Map<Long, Parcel> parcels = new HashMap<>();
    private long last;
    private long held;

    /**
     * How much is carried for others.
     *
     * @param patience for so long a message waits for its member and for the reply
     * @param bytes that wait in memory for all members together
     * @param forEach messages of one member that are under way at once
     */
    record Bounds(Duration patience, long bytes, int forEach) {
        static final Bounds USUAL = new Bounds(Duration.ofSeconds(60), 256L << 20, 64);
    }

    /** A member's connection, as long as it is a member. */
    private record Line(ServerWebSocket socket, BooleanSupplier standing) {}

    /** A message under way, until its reply. */
    private static final class Parcel {
        final NodeId to;
        final HttpServerResponse response;
        final long timer;
        Buffer waiting;

        Parcel(NodeId to, HttpServerResponse response, long timer, Buffer waiting) {
            this.to = to;
            this.response = response;
            this.timer = timer;
            this.waiting = waiting;
        }
    }

    Relay(Vertx vertx, Bounds bounds) {
        this.vertx = vertx;
        this.bounds = bounds;
    }

    /**
     * From now on this is the member's line; one that was there before is closed.
     *
     * @param standing whether it is still a member: a line is older than a revocation
     */
    void line(HttpServerRequest request, NodeId member, BooleanSupplier standing) {
        request.toWebSocket()
                .onSuccess(socket -> opened(member, new Line(socket, standing)))
                .onFailure(failure -> LOG.debug(
                        "member {} opened no line: {}",
                        member,
                        failure.getClass().getSimpleName()));
    }

    private synchronized void opened(NodeId member, Line line) {
        var socket = line.socket();
        socket.exceptionHandler(failure -> LOG.debug(
                "the line of member {}: {}", member, failure.getClass().getSimpleName()));
        socket.binaryMessageHandler(message -> replied(member, message));
        socket.closeHandler(_ -> closed(member, line));
        var before = lines.put(member, line);
        if (before != null) {
            before.socket().close();
        }
        parcels.forEach((number, parcel) -> {
            if (parcel.to.equals(member) && parcel.waiting.length() > 0) {
                send(socket, number, parcel);
            }
        });
    }

    private synchronized void closed(NodeId member, Line line) {
        if (!lines.remove(member, line)) {
            return;
        }
        // What was sent there may have arrived: who asked decides whether to ask once more.
        List.copyOf(parcels.entrySet()).stream()
                .filter(parcel -> parcel.getValue().to.equals(member)
                        && parcel.getValue().waiting.length() == 0)
                .forEach(parcel -> unreached(parcel.getKey()));
    }

    /** Takes a message for a member. */
    void carry(NodeId to, Buffer envelope, HttpServerResponse response) {
        if (!taken(to, envelope, response)) {
            refuse(response, new Fault.TooMany("messages that wait for others"));
        }
    }

    private synchronized boolean taken(NodeId to, Buffer envelope, HttpServerResponse response) {
        var open =
                parcels.values().stream().filter(parcel -> parcel.to.equals(to)).count();
        if (open >= bounds.forEach() || held + envelope.length() > bounds.bytes()) {
            return false;
        }
        var number = ++last;
        var timer = vertx.setTimer(bounds.patience().toMillis(), _ -> unreached(number));
        var parcel = new Parcel(to, response, timer, envelope);
        held += envelope.length();
        parcels.put(number, parcel);
        // Who gave up takes no place.
        response.closeHandler(_ -> forgotten(number));
        Optional.ofNullable(lines.get(to)).ifPresent(line -> {
            if (line.standing().getAsBoolean()) {
                send(line.socket(), number, parcel);
            } else {
                line.socket().close();
            }
        });
        return true;
    }

    private void send(ServerWebSocket line, long number, Parcel parcel) {
        line.writeBinaryMessage(Buffer.buffer(NUMBER + parcel.waiting.length())
                        .appendLong(number)
                        .appendBuffer(parcel.waiting))
                .onFailure(_ -> unreached(number));
        held -= parcel.waiting.length();
        parcel.waiting = Buffer.buffer();
    }

    private void replied(NodeId member, Buffer message) {
        if (message.length() < HEAD) {
            return;
        }
        var status = message.getUnsignedShort(NUMBER);
        // A member answers what was sent to it, and nothing else.
        taken(message.getLong(0), Optional.of(member)).ifPresent(parcel -> {
            var reply = message.slice(HEAD, message.length());
            parcel.response
                    .setStatusCode(status)
                    .putHeader("Content-Type", status == OK ? "application/octet-stream" : "application/fhir+json")
                    .end(reply);
        });
    }

    private void unreached(long number) {
        taken(number, Optional.empty()).ifPresent(parcel -> {
            parcel.response.putHeader(UNREACHED, "true");
            refuse(parcel.response, new Fault.Unavailable("this member"));
        });
    }

    private void forgotten(long number) {
        var _ = taken(number, Optional.empty());
    }

    private synchronized Optional<Parcel> taken(long number, Optional<NodeId> by) {
        var parcel = parcels.get(number);
        if (parcel == null || by.filter(member -> !member.equals(parcel.to)).isPresent()) {
            return Optional.empty();
        }
        parcels.remove(number);
        held -= parcel.waiting.length();
        vertx.cancelTimer(parcel.timer);
        return Optional.of(parcel);
    }

    private static void refuse(HttpServerResponse response, Fault fault) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(OperationOutcomes.status(fault))
                    .putHeader("Content-Type", "application/fhir+json")
                    .end(Buffer.buffer(OperationOutcomes.json(fault)));
        }
    }

    /** Bytes in memory that wait for a member. */
    synchronized long held() {
        return held;
    }
}
