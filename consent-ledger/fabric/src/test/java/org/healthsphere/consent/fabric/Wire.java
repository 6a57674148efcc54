package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Carries connections from one place to another: between two network namespaces, which share files and so sockets that are files. It may
 * be cut, and be whole again.
 *
 * <p>Its main is the end in the other namespace.
 */
final class Wire implements AutoCloseable {
    private static final int PIECE = 16 * 1024;

    private final ServerSocketChannel entrance;
    private final SocketAddress target;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isWhole = true;

    Wire(SocketAddress from, SocketAddress target) throws IOException {
        this.target = target;
        var family =
                from instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
        this.entrance = ServerSocketChannel.open(family).bind(from);
        threads.execute(this::accept);
    }

    static SocketAddress port(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    static SocketAddress file(Path folder, int port) {
        return UnixDomainSocketAddress.of(folder.resolve(Integer.toString(port)));
    }

    void cut() {
        isWhole = false;
        open.forEach(Wire::end);
    }

    void mend() {
        isWhole = true;
    }

    private void accept() {
        while (entrance.isOpen()) {
            try {
                var inside = entrance.accept();
                if (isWhole) {
                    join(inside);
                } else {
                    end(inside);
                }
            } catch (IOException _) {
                // It was closed.
            }
        }
    }

    private void join(SocketChannel inside) {
        try {
            var outside = SocketChannel.open(target);
            open.add(inside);
            open.add(outside);
            threads.execute(() -> carry(inside, outside));
            threads.execute(() -> carry(outside, inside));
        } catch (IOException _) {
            // Nobody is there: the caller sees a connection that ends.
            end(inside);
        }
    }

    private void carry(SocketChannel from, SocketChannel to) {
        var piece = ByteBuffer.allocate(PIECE);
        try {
            while (from.read(piece) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    var _ = to.write(piece);
                }
                piece.clear();
            }
        } catch (IOException _) {
            // One side is gone; the other learns of it below.
        }
        end(from);
        end(to);
        open.remove(from);
        open.remove(to);
    }

    private static void end(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
        threads.shutdownNow();
    }

    /**
     * The ends in the other namespace, until the process is ended.
     *
     * @param arguments the folder of the files; the port of who lives there; the ports that are reached from there
     */
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var own = Integer.parseInt(arguments[1]);
        List<Wire> all = new ArrayList<>();
        all.add(new Wire(file(folder, own), port(own)));
        for (var i = 2; i < arguments.length; i++) {
            var there = Integer.parseInt(arguments[i]);
            all.add(new Wire(port(there), file(folder, there)));
        }
        try {
            Thread.currentThread().join();
        } finally {
            Reference.reachabilityFence(all);
        }
    }
}
