package org.healthsphere.compose.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One TLS connection to a node's door for people and programs, for bytes that no HTTP library would send. */
public final class RawLine implements AutoCloseable {
    private static final int MOST_READ = 1 << 20;
    private static final int CHUNK = 64 << 10;

    private final SSLSocket socket;

    private RawLine(SSLSocket socket) {
        this.socket = socket;
    }

    static RawLine to(SSLContext tls, int port) {
        try {
            var socket = (SSLSocket) tls.getSocketFactory().createSocket(TestNetwork.LOCALHOST, port);
            socket.setSoTimeout((int) Patience.LONGEST.toMillis());
            return new RawLine(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back. */
    public record Answer(int status, String text) {
        /** The connection was ended without a word. */
        public boolean isNone() {
            return status == 0;
        }
    }

    /**
     * Sends a head and a body, and reads until the other side is done; an answer may come before everything is sent.
     *
     * @param head with its lines' ends, without the empty line
     */
    public Answer send(String head, InputStream body, boolean inChunks) {
        try {
            var out = socket.getOutputStream();
            try {
                out.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                copy(body, out, inChunks);
                out.flush();
            } catch (IOException _) {
                // Whoever is refused half way reads why.
            }
            return answer();
        } catch (IOException _) {
            return new Answer(0, "");
        }
    }

    private static void copy(InputStream body, OutputStream out, boolean inChunks) throws IOException {
        var buffer = new byte[CHUNK];
        for (var read = body.read(buffer); read > 0; read = body.read(buffer)) {
            if (inChunks) {
                out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write(buffer, 0, read);
            if (inChunks) {
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        if (inChunks) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private Answer answer() throws IOException {
        var all = new ByteArrayOutputStream();
        var in = socket.getInputStream();
        var buffer = new byte[CHUNK];
        try {
            for (var read = in.read(buffer); read > 0 && all.size() < MOST_READ; read = in.read(buffer)) {
                all.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The other side may end the line while we still send: what it said before counts.
            if (all.size() == 0) {
                throw e;
            }
        }
        var text = all.toString(StandardCharsets.UTF_8);
        var words = text.split(" ", 3);
        return words.length > 1 && words[0].startsWith("HTTP/1.")
                ? new Answer(Integer.parseInt(words[1]), text)
                : new Answer(0, text);
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
