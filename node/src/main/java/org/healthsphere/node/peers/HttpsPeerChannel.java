package org.healthsphere.node.peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other members over HTTPS, each at the certificate that the register has for it.
 *
 * <p>The caller's thread waits: it is a virtual one, never an event loop.
 */
public final class HttpsPeerChannel implements PeerChannel, AutoCloseable {
    static final String PATH = "/peer/v1/messages";

    private static final Logger LOG = LoggerFactory.getLogger(HttpsPeerChannel.class);
    private static final int CLOSE_SECONDS = 2;
    private static final int WAITING = 256;
    private static final int IDLE_SECONDS = 60;
    private static final int WINDOW = 1 << 20;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final HttpClientAgent second;
    private final PeerTls tls;
    private final PeerLimits limits;
    private final InstantSource clock;
    private final Map<NodeId, Exchange.Known> known = new ConcurrentHashMap<>();

    public HttpsPeerChannel(Vertx vertx, PeerTls tls, PeerLimits limits, InstantSource clock) {
        this.vertx = vertx;
        this.tls = tls;
        this.limits = limits;
        this.clock = clock;
        var options = new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2);
        // An answer or a piece comes in one go: by the usual window its member would wait for word every 64 kB.
        options.setInitialSettings(new Http2Settings().setInitialWindowSize(WINDOW))
                .setHttp2ConnectionWindowSize(2 * WINDOW)
                .setIdleTimeout(IDLE_SECONDS);
        // A member is known by its certificate, not by the name of the machine it runs on.
        options.setVerifyHost(false);
        tls.configure(
                options,
                CertificateUse.TLS_SERVER,
                refusal -> LOG.info("a server was left alone: {}", refusal.ground()));
        var pool = new PoolOptions()
                .setHttp1MaxSize(limits.concurrent())
                .setHttp2MaxSize(1)
                .setMaxWaitQueueSize(WAITING);
        this.client = client(vertx, options, pool);
        // What is asked once more goes over a connection that nobody has waited on before.
        this.second = client(vertx, new HttpClientOptions(options).setHttp2KeepAliveTimeout(1), pool);
    }

    /** Whose connections end like others do: what was under way on one is told of to who waits for it. */
    private static HttpClientAgent client(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> connection.exceptionHandler(failure -> LOG.debug(
                        "a connection to a member has ended: {}",
                        failure.getClass().getSimpleName())))
                .build();
    }

    @Override
    public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
        var replies = new LinkedHashMap<NodeId, PeerReply>();
        converse(
                new Conversation() {
                    @Override
                    public void begin(Sending sending) {
                        requests.forEach(sending::send);
                    }

                    @Override
                    public void arrived(NodeId member, PeerReply reply, Sending sending) {
                        replies.put(member, reply);
                    }
                },
                deadline);
        return replies;
    }

    @Override
    public void converse(Conversation conversation, Deadline deadline) {
        var talk = new Talk(conversation.isCostly(), deadline);
        conversation.begin(talk);
        conversation.meanwhile();
        // Each exchange ends by itself at the deadline.
        while (talk.open > 0) {
            var next = talk.next();
            conversation.arrived(next.member(), next.reply(), talk);
        }
    }

    private record Arrived(NodeId member, PeerReply reply) {}

    /** What is on its way of one conversation, and what has come. */
    private final class Talk implements Sending {
        private final boolean costly;
        private final Deadline deadline;
        private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        private int open;

        Talk(boolean costly, Deadline deadline) {
            this.costly = costly;
            this.deadline = deadline;
        }

        @Override
        public void send(Peer peer, Bytes message) {
            open++;
            var member = known.computeIfAbsent(
                    peer.id(), _ -> new Exchange.Known(new Breaker(limits, clock), new AnswerTimes(limits.hedge())));
            var asked = new Exchange.Question(peer, message, costly);
            var _ = new Exchange(vertx, new Exchange.Lines(client, second), tls, member, limits, clock)
                    .ask(asked, deadline.left(clock))
                    .onSuccess(reply -> arrived.add(new Arrived(peer.id(), reply)));
        }

        Arrived next() {
            open--;
            try {
                return arrived.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("whoever asks was told to stop", e);
            }
        }
    }

    /** Ends what is open. A member that still holds up a handshake does not hold up the end of this node. */
    @Override
    public void close() {
        end(second);
        end(client);
    }

    private static void end(HttpClientAgent client) {
        try {
            var _ = client.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("connections to other members were not closed within {} seconds", CLOSE_SECONDS);
        } catch (RuntimeException e) {
            // The library can trip over a handshake that never came to an end.
            LOG.warn(
                    "connections to other members were not closed: {}",
                    e.getClass().getSimpleName());
        }
    }
}
