package org.healthsphere.consent.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** The line to a ledger, which can be slow, cut, or swallow what is sent. */
final class FaultProxy implements AutoCloseable {
    /** What becomes of bytes on their way. */
    enum Line {
        WHOLE,
        /** Each piece comes late. */
        SLOW,
        /** Connections break, and none is made. */
        CUT,
        /** Connections stand, and nothing comes out at the other end: a partition as TCP sees it. */
        SILENT
    }

    private static final long LATE_NANOS = 40_000_000;

    private final ServerSocket entrance;
    private final int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Line line = Line.WHOLE;

    FaultProxy(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** From now on the line is so. What was swallowed is lost: those connections break when the line is whole again. */
    void be(Line next) {
        var lost = line == Line.SILENT || next == Line.CUT;
        line = next;
        if (lost) {
            open.forEach(FaultProxy::end);
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                var inside = entrance.accept();
                if (line == Line.CUT) {
                    end(inside);
                } else {
                    pass(inside);
                }
            } catch (IOException _) {
                // The proxy is closed.
            }
        }
    }

    private void pass(Socket inside) {
        try {
            var outside = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(inside);
            open.add(outside);
            if (line == Line.CUT) {
                // It was cut while this one was made.
                end(inside);
                end(outside);
            }
            threads.execute(() -> carry(inside, outside));
            threads.execute(() -> carry(outside, inside));
        } catch (IOException _) {
            // The target is down: the caller sees a connection that ends.
            end(inside);
        }
    }

    private void carry(Socket from, Socket to) {
        var buffer = new byte[16 * 1024];
        try {
            for (var got = from.getInputStream().read(buffer);
                    got >= 0;
                    got = from.getInputStream().read(buffer)) {
                if (line == Line.SLOW) {
                    LockSupport.parkNanos(LATE_NANOS);
                }
                if (line != Line.SILENT) {
                    to.getOutputStream().write(buffer, 0, got);
                    to.getOutputStream().flush();
                }
            }
        } catch (IOException _) {
            // One side is gone; the other learns of it below.
        }
        end(from);
        end(to);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        open.forEach(FaultProxy::end);
        threads.shutdownNow();
    }
}
