package org.healthsphere.node.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** The wire between two members, which hears what the server says in the clear: the first message of TLS. */
final class Wire implements AutoCloseable {
    private static final int KEY_SHARE = 51;

    private final ServerSocket front;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final int target;

    Wire(int target) throws IOException {
        this.target = target;
        this.front = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var _ = Thread.startVirtualThread(this::carry);
    }

    int port() {
        return front.getLocalPort();
    }

    /** The group of the key exchange in the ServerHello (RFC 8446, section 4.1.3). */
    synchronized int keyExchange() {
        var hello = ByteBuffer.wrap(heard.toByteArray());
        // Record header (5), handshake header (4), version (2), random (32).
        hello.position(43);
        skip(hello, hello.get());
        // Cipher suite (2), compression (1), length of the extensions (2).
        skip(hello, 5);
        var type = hello.getShort();
        while (type != KEY_SHARE) {
            skip(hello, hello.getShort());
            type = hello.getShort();
        }
        skip(hello, 2);
        return hello.getShort() & 0xffff;
    }

    private static void skip(ByteBuffer buffer, int length) {
        buffer.position(buffer.position() + length);
    }

    private void carry() {
        try (var client = front.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            var there = Thread.startVirtualThread(() -> copy(client, server, false));
            copy(server, client, true);
            there.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(Socket from, Socket to, boolean listen) {
        var buffer = new byte[16 * 1024];
        try {
            for (var n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (listen) {
                    hear(buffer, n);
                }
                to.getOutputStream().write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One end hung up: that is the end of the wire.
        }
    }

    private synchronized void hear(byte[] bytes, int length) {
        heard.write(bytes, 0, length);
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
