package org.healthsphere.node.cluster.tcp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import org.healthsphere.node.cluster.Member;
import org.healthsphere.node.cluster.Wire;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the other processes of the node ask. */
public final class TcpDoor {
    private static final Logger LOG = LoggerFactory.getLogger(TcpDoor.class);

    private final NetServer server;

    private TcpDoor(NetServer server) {
        this.server = server;
    }

    public static Future<TcpDoor> listen(
            Vertx vertx, String host, int port, OwnTls tls, Member member, UseCases useCases) {
        var options = new NetServerOptions().setClientAuth(ClientAuth.REQUIRED).setTcpNoDelay(true);
        tls.configure(options);
        return vertx.createNetServer(options)
                .connectHandler(socket ->
                        Frames.read(socket, (number, message) -> answer(socket, number, message, member, useCases)))
                .listen(port, host)
                .map(TcpDoor::new);
    }

    private static void answer(NetSocket socket, long number, Bytes message, Member member, UseCases useCases) {
        useCases.call(() -> Wire.of(member.answer(Wire.request(message))))
                .onSuccess(reply -> {
                    var _ = socket.write(Frames.of(number, reply));
                })
                .onFailure(defect -> {
                    LOG.error("another process of this node was not answered", defect);
                    var _ = socket.close();
                });
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
