package org.healthsphere.node.http.forward;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.node.config.NodeConfig.Address;

/** A door behind which another process answers: bytes go through as they are, so what they are is between the two ends. */
public final class PassThrough {
    private final NetServer server;
    private final NetClient client;
    private final Supplier<Optional<Address>> target;

    private PassThrough(Vertx vertx, Supplier<Optional<Address>> target) {
        this.server = vertx.createNetServer();
        this.client = vertx.createNetClient();
        this.target = target;
    }

    /** Listens; port 0 takes a free one. */
    public static Future<PassThrough> listen(Vertx vertx, Address address, Supplier<Optional<Address>> target) {
        var made = new PassThrough(vertx, target);
        return made.server
                .connectHandler(made::pass)
                .listen(address.port(), address.host())
                .map(_ -> made);
    }

    private void pass(NetSocket in) {
        var to = target.get();
        if (to.isEmpty()) {
            end(in);
            return;
        }
        in.pause();
        client.connect(to.get().port(), to.get().host()).onFailure(_ -> end(in)).onSuccess(out -> {
            in.pipeTo(out).onFailure(_ -> end(out));
            out.pipeTo(in).onFailure(_ -> end(in));
        });
    }

    private static void end(NetSocket socket) {
        var _ = socket.close();
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        var _ = client.close();
        return server.close();
    }
}
