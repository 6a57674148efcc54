package org.healthsphere.node.ingest.mllp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for HL7 v2 messages.
 *
 * <p>Messages of one connection are answered one after the other, in order, each before the next is begun; connections do not wait
 * for each other. A sender that does not wait for answers is read only as fast as it is answered. When a message cannot be
 * answered the connection ends: without an acknowledgement the sender keeps what is his.
 */
public final class MllpServer {
    private static final Logger LOG = LoggerFactory.getLogger(MllpServer.class);
    private static final int WAITING = 16;

    private final NetServer server;
    private final UseCases useCases;
    private final Function<Bytes, List<Bytes>> endpoint;
    private final int largest;

    private MllpServer(NetServer server, UseCases useCases, Function<Bytes, List<Bytes>> endpoint, int largest) {
        this.server = server;
        this.useCases = useCases;
        this.endpoint = endpoint;
        this.largest = largest;
    }

    /**
     * Starts to listen.
     *
     * @param options where, and with which certificate
     * @param endpoint the answers to a message, which may be none; may block
     * @param largest of a message, in bytes
     */
    public static Future<MllpServer> listen(
            Vertx vertx,
            UseCases useCases,
            NetServerOptions options,
            Function<Bytes, List<Bytes>> endpoint,
            int largest) {
        var mllp = new MllpServer(vertx.createNetServer(options), useCases, endpoint, largest);
        return mllp.server
                .connectHandler(socket -> mllp.new Connection(socket).begin())
                .listen()
                .map(_ -> mllp);
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }

    /** One sender; everything here runs on its event loop, but the answering. */
    private final class Connection {
        private final NetSocket socket;
        private final Frames frames = new Frames(largest);
        private final Deque<Bytes> waiting = new ArrayDeque<>();
        private boolean answering;

        Connection(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.exceptionHandler(
                    e -> LOG.debug("connection broke: {}", e.getClass().getSimpleName()));
            socket.handler(this::read);
        }

        private void read(Buffer bytes) {
            waiting.addAll(frames.feed(bytes));
            if (waiting.size() >= WAITING) {
                socket.pause();
            }
            answerNext();
        }

        private void answerNext() {
            if (answering) {
                return;
            }
            var next = Optional.ofNullable(waiting.poll());
            if (next.isEmpty()) {
                endWhenTooLarge();
                return;
            }
            answering = true;
            useCases.call(() -> endpoint.apply(next.get()))
                    .compose(answers -> socket.write(framed(answers)))
                    .onComplete(done -> {
                        answering = false;
                        if (done.succeeded()) {
                            socket.resume();
                            answerNext();
                        } else {
                            LOG.error("no answer: {}", done.cause().getClass().getSimpleName());
                            end();
                        }
                    });
        }

        private static Buffer framed(List<Bytes> answers) {
            var frames = Buffer.buffer();
            answers.forEach(answer -> frames.appendBytes(Frames.framed(answer)));
            return frames;
        }

        private void endWhenTooLarge() {
            if (frames.tooLarge()) {
                LOG.warn("message larger than {} bytes: connection ended", largest);
                end();
            }
        }

        private void end() {
            waiting.clear();
            socket.close()
                    .onFailure(
                            e -> LOG.debug("connection broke: {}", e.getClass().getSimpleName()));
        }
    }
}
