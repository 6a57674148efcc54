package org.healthsphere.node.ingest.mllp;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import javax.net.SocketFactory;
import org.healthsphere.specs.Bytes;

/** Sends HL7 v2 messages, one at a time, and waits for each answer. Blocks; for one thread. */
public final class MllpClient implements AutoCloseable {
    private static final int LARGEST_ANSWER = 1024 * 1024;
    private static final int READ = 8192;

    private final Socket socket;
    private final Frames frames = new Frames(LARGEST_ANSWER);
    private final Deque<Bytes> answers = new ArrayDeque<>();

    private MllpClient(Socket socket) {
        this.socket = socket;
    }

    /**
     * Connects, with TLS when the sockets are.
     *
     * @param patience for the connection and for each answer
     */
    public static MllpClient connect(SocketFactory sockets, InetSocketAddress address, Duration patience) {
        try {
            var socket = sockets.createSocket();
            socket.connect(address, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            return new MllpClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer; UncheckedIOException when none comes: then the message may or may not have been stored, and is sent again. */
    public Bytes send(Bytes message) {
        try {
            socket.getOutputStream().write(Frames.framed(message));
            socket.getOutputStream().flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Bytes answer() throws IOException {
        var bytes = new byte[READ];
        while (answers.isEmpty()) {
            var count = socket.getInputStream().read(bytes);
            if (count < 0 || frames.tooLarge()) {
                throw new IOException("connection ended before the answer");
            }
            answers.addAll(frames.feed(Buffer.buffer(Arrays.copyOf(bytes, count))));
        }
        return answers.removeFirst();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
