package org.healthsphere.node.ingest.mllp;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
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

/** One sender; everything here runs on the event loop of the listener, but the answering. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int WAITING = 16;
    private static final long NOTHING = -1;

    private final NetSocket socket;
    private final UseCases useCases;
    private final Function<Bytes, List<Bytes>> endpoint;
    private final Bounds bounds;
    private final Senders senders;
    private final Frames frames;
    private final Deque<Bytes> waiting = new ArrayDeque<>();
    private long unanswered;
    private long toldBytes;
    private int toldMessages;
    private boolean answering;
    private boolean writing;
    private boolean paused;
    private boolean closed;
    private long received;
    private long answered;
    private long answeredBefore = NOTHING;
    private long receivedBefore = NOTHING;

    Connection(
            NetSocket socket,
            UseCases useCases,
            Function<Bytes, List<Bytes>> endpoint,
            Bounds bounds,
            Senders senders) {
        this.socket = socket;
        this.useCases = useCases;
        this.endpoint = endpoint;
        this.bounds = bounds;
        this.senders = senders;
        this.frames = new Frames(bounds.largest());
    }

    void begin(Vertx vertx) {
        if (!senders.admit(this)) {
            end();
            return;
        }
        var look = vertx.setPeriodic(bounds.patience().toMillis(), _ -> look());
        socket.exceptionHandler(
                e -> LOG.debug("connection broke: {}", e.getClass().getSimpleName()));
        socket.closeHandler(_ -> {
            vertx.cancelTimer(look);
            closed = true;
            drop();
            stop(false);
            pace();
            leave();
        });
        socket.handler(this::read);
    }

    /** The bytes of what is not answered yet. */
    private long held() {
        var held = unanswered + (closed ? 0 : frames.size());
        var messages = waiting.size() + (answering ? 1 : 0);
        var traffic = senders.traffic();
        traffic.bytes().add(held - toldBytes);
        traffic.messages().add(messages - toldMessages);
        toldBytes = held;
        toldMessages = messages;
        return held;
    }

    private void stop(boolean stops) {
        if (stops == paused) {
            return;
        }
        paused = stops;
        senders.traffic().stopped().add(stops ? 1 : -1);
        if (!closed) {
            var _ = stops ? socket.pause() : socket.resume();
        }
    }

    /** Whether nothing of this sender is here. */
    boolean isSilent() {
        return !answering && waiting.isEmpty() && !frames.isInside();
    }

    private void read(Buffer bytes) {
        received += bytes.length();
        for (var message : frames.feed(bytes)) {
            waiting.add(message);
            unanswered += message.length();
        }
        senders.heard(this);
        answerNext();
        pace();
    }

    /** It may bring its large message. */
    void turn() {
        pace();
    }

    /** Reads on, or leaves with the sender what there is no room for. */
    private void pace() {
        var isMuch = held() > Bounds.AHEAD;
        if (closed) {
            return;
        }
        if (!isMuch) {
            senders.small(this);
        }
        stop(waiting.size() >= WAITING || (isMuch && (answering || !senders.large(this))));
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
        var message = next.get();
        useCases.call(() -> endpoint.apply(message))
                .compose(answers -> {
                    writing = true;
                    return socket.write(framed(answers));
                })
                .onComplete(done -> {
                    writing = false;
                    answering = false;
                    answered++;
                    unanswered -= message.length();
                    if (done.failed()) {
                        LOG.error("no answer: {}", done.cause().getClass().getSimpleName());
                        end();
                    } else {
                        answerNext();
                    }
                    pace();
                    leave();
                });
    }

    /** Who is gone is counted as long as he keeps the node busy: coming again and again while it is slow makes it no slower. */
    private void leave() {
        if (closed && !answering) {
            senders.leave(this);
        }
    }

    /** From time to time: a sender who moves nothing of what he has begun is held no longer. */
    private void look() {
        var isStill = writing
                ? answered == answeredBefore
                : !paused && !answering && frames.isInside() && received == receivedBefore;
        if (isStill) {
            LOG.warn("a sender neither ended his message nor read his answer: connection ended");
            senders.traffic().stalled().increment();
            end();
        }
        answeredBefore = writing ? answered : NOTHING;
        receivedBefore = received;
    }

    private static Buffer framed(List<Bytes> answers) {
        var frames = Buffer.buffer();
        answers.forEach(answer -> frames.appendBytes(Frames.framed(answer)));
        return frames;
    }

    private void endWhenTooLarge() {
        if (frames.tooLarge()) {
            LOG.warn("message larger than {} bytes: connection ended", bounds.largest());
            senders.traffic().tooLarge().increment();
            end();
        }
    }

    private void drop() {
        waiting.forEach(message -> unanswered -= message.length());
        waiting.clear();
    }

    /** At once: the usual end of a socket waits until what was written is read, which may be never. */
    void end() {
        drop();
        if (socket instanceof NetSocketInternal internal) {
            var _ = internal.channelHandlerContext().close();
        } else {
            var _ = socket.close();
        }
    }
}
