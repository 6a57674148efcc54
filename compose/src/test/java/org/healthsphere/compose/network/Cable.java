package org.healthsphere.compose.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a port of this machine that can be cut: what runs through it breaks, and nothing comes through until it is mended. */
final class Cable implements AutoCloseable {
    private final ServerSocket door;
    private final int to;
    private final Set<Socket> through = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Cable(ServerSocket door, int to) {
        this.door = door;
        this.to = to;
    }

    static Cable to(int port) {
        try {
            var cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            Thread.startVirtualThread(cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    void cut() {
        cut = true;
        through.forEach(Cable::close);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var near = door.accept();
                if (cut) {
                    near.close();
                } else {
                    pass(near);
                }
            } catch (IOException e) {
                // Closed, or nobody listens there yet.
            }
        }
    }

    private void pass(Socket near) throws IOException {
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), to);
            through.add(near);
            through.add(far);
            if (cut) {
                // It was cut while this one was made.
                close(near);
                close(far);
            }
            Thread.startVirtualThread(() -> copy(near, far));
            Thread.startVirtualThread(() -> copy(far, near));
        } catch (IOException e) {
            near.close();
            throw e;
        }
    }

    private void copy(Socket from, Socket into) {
        try (from;
                into) {
            from.getInputStream().transferTo(into.getOutputStream());
        } catch (IOException e) {
            // One of them is gone: so is the other.
        } finally {
            through.remove(from);
            through.remove(into);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
