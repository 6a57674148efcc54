package org.healthsphere.node.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire that breaks each connection after so many bytes of the server's. */
final class CuttingWire implements AutoCloseable {
    private final ServerSocket front;
    private final int target;
    private final long after;
    private final AtomicInteger connections = new AtomicInteger();

    CuttingWire(int target, long after) throws IOException {
        this.target = target;
        this.after = after;
        this.front = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        var _ = Thread.startVirtualThread(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (!front.isClosed()) {
                var client = front.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                connections.incrementAndGet();
                var _ = Thread.startVirtualThread(() -> copy(client, server, Long.MAX_VALUE));
                var _ = Thread.startVirtualThread(() -> copy(server, client, after));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void copy(Socket from, Socket to, long most) {
        var buffer = new byte[16 * 1024];
        var left = most;
        try (from;
                to) {
            for (var n = from.getInputStream().read(buffer);
                    n >= 0 && left > 0;
                    n = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, (int) Math.min(n, left));
                left -= n;
            }
        } catch (IOException e) {
            // One end hung up: that is the end of the wire.
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
