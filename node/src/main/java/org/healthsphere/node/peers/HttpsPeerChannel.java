package org.healthsphere.node.peers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
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
    private final Map<NodeId, Breaker> breakers = new ConcurrentHashMap<>();

    public HttpsPeerChannel(Vertx vertx, PeerTls tls, PeerLimits limits, InstantSource clock) {
        this.vertx = vertx;
        this.tls = tls;
        this.limits = limits;
        this.clock = clock;
        var options = new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2);
        options.setHttp2ConnectionWindowSize(WINDOW).setIdleTimeout(IDLE_SECONDS);
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
        this.client = vertx.createHttpClient(options, pool);
        // What is asked once more goes over a connection that nobody has waited on before.
        this.second = vertx.createHttpClient(new HttpClientOptions(options).setHttp2KeepAliveTimeout(1), pool);
    }

    @Override
    public Map<NodeId, PeerReply> ask(Map<Peer, Bytes> requests, Deadline deadline) {
        return ask(requests, deadline, (_, _) -> {});
    }

    @Override
    public Map<NodeId, PeerReply> ask(
            Map<Peer, Bytes> requests, Deadline deadline, BiConsumer<NodeId, PeerReply> arrived) {
        return ask(requests, deadline, arrived, () -> {});
    }

    @Override
    public Map<NodeId, PeerReply> ask(
            Map<Peer, Bytes> requests, Deadline deadline, BiConsumer<NodeId, PeerReply> arrived, Runnable meanwhile) {
        var left = deadline.left(clock);
        Map<NodeId, Future<PeerReply>> pending = new LinkedHashMap<>();
        requests.forEach((peer, message) -> {
            var breaker = breakers.computeIfAbsent(peer.id(), _ -> new Breaker(limits, clock));
            pending.put(
                    peer.id(),
                    new Exchange(vertx, new Exchange.Lines(client, second), tls, breaker, limits, clock)
                            .ask(peer, message, left));
        });
        var order = new LinkedBlockingQueue<NodeId>();
        pending.forEach((member, reply) -> reply.onComplete(_ -> order.add(member)));
        meanwhile.run();
        Map<NodeId, PeerReply> replies = new LinkedHashMap<>();
        // Each exchange ends by itself at the deadline.
        while (replies.size() < pending.size()) {
            var member = next(order);
            var reply = Optional.ofNullable(pending.get(member)).orElseThrow().await();
            replies.put(member, reply);
            arrived.accept(member, reply);
        }
        return replies;
    }

    private static NodeId next(LinkedBlockingQueue<NodeId> order) {
        try {
            return order.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("whoever asks was told to stop", e);
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
