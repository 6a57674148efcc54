package org.healthsphere.node.cluster.tcp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import org.healthsphere.specs.Bytes;

/** A message on a line: its length, its number, its bytes. The answer has the number of what it answers. */
final class Frames {
    private static final int HEAD = Integer.BYTES + Long.BYTES;
    private static final int LONGEST = 256 << 20;

    private Frames() {}

    static Buffer of(long number, Bytes message) {
        return Buffer.buffer(HEAD + message.length())
                .appendInt(message.length())
                .appendLong(number)
                .appendBytes(message.array());
    }

    @FunctionalInterface
    interface Taker {
        void take(long number, Bytes message);
    }

    /** Hands over what comes; who sends what is no message is hung up on. */
    static void read(NetSocket socket, Taker taker) {
        var parser = RecordParser.newFixed(HEAD);
        var reading = new Reading(socket, parser, taker);
        parser.handler(reading::head);
        socket.handler(parser);
    }

    private record Reading(NetSocket socket, RecordParser parser, Taker taker) {
        void head(Buffer head) {
            var length = head.getInt(0);
            var number = head.getLong(Integer.BYTES);
            if (length <= 0 || length > LONGEST) {
                var _ = socket.close();
                return;
            }
            parser.fixedSizeMode(length);
            parser.handler(message -> {
                parser.fixedSizeMode(HEAD);
                parser.handler(this::head);
                taker.take(number, Bytes.of(message.getBytes()));
            });
        }
    }
}
