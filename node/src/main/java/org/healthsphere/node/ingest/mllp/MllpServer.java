package org.healthsphere.node.ingest.mllp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.List;
import java.util.function.Function;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.metrics.Metrics;
import org.healthsphere.specs.Bytes;

/**
 * Listens for HL7 v2 messages.
 *
 * <p>Messages of one connection are answered one after the other, in order, each before the next is begun; connections do not wait
 * for each other. A sender that does not wait for answers is read only as fast as it is answered, and all of them together take up
 * no more than the {@link Bounds}. When a message cannot be answered the connection ends: without an acknowledgement the sender
 * keeps what is his.
 */
public final class MllpServer {
    private final NetServer server;
    private final Senders senders;

    private MllpServer(NetServer server, Senders senders) {
        this.server = server;
        this.senders = senders;
    }

    /**
     * Starts to listen.
     *
     * @param options where, and with which certificate
     * @param endpoint the answers to a message, which may be none; may block
     */
    public static Future<MllpServer> listen(
            Vertx vertx,
            UseCases useCases,
            NetServerOptions options,
            Function<Bytes, List<Bytes>> endpoint,
            Bounds bounds) {
        var mllp = new MllpServer(
                vertx.createNetServer(options.setTcpKeepAlive(true)), new Senders(bounds, new Traffic()));
        return mllp.server
                .connectHandler(socket -> new Connection(socket, useCases, endpoint, bounds, mllp.senders).begin(vertx))
                .listen()
                .map(_ -> mllp);
    }

    public int port() {
        return server.actualPort();
    }

    /** The bytes of all that is not answered yet. */
    long held() {
        return senders.traffic().bytes().sum();
    }

    /** Tells how many are connected, who was sent away, and what waits. */
    public void measure(Metrics metrics) {
        senders.traffic().measure(metrics);
    }

    public Future<Void> close() {
        return server.close();
    }
}
