package org.healthsphere.node.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire whose connections die without a word when it freezes: nothing comes through, and nobody is told. New ones live. */
final class FreezingWire implements AutoCloseable {
    private final ServerSocket front;
    private final int target;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int frozen;

    FreezingWire(int target) throws IOException {
        this.target = target;
        this.front = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        var _ = Thread.startVirtualThread(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    void freeze() {
        frozen = connections.get();
    }

    private void accept() {
        try {
            while (!front.isClosed()) {
                var client = front.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                var number = connections.incrementAndGet();
                var _ = Thread.startVirtualThread(() -> copy(client, server, number));
                var _ = Thread.startVirtualThread(() -> copy(server, client, number));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void copy(Socket from, Socket to, int number) {
        var buffer = new byte[16 * 1024];
        try (from;
                to) {
            for (var n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (number > frozen) {
                    to.getOutputStream().write(buffer, 0, n);
                }
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
