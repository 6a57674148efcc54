package org.healthsphere.node.peers;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Reads a body to its end, unless it is larger than agreed. */
final class Bounded {
    private Bounded() {}

    /** The body; the future fails when it is too large, and what comes then is dropped. */
    static Future<Buffer> body(ReadStream<Buffer> stream, int largest) {
        Promise<Buffer> whole = Promise.promise();
        var read = Buffer.buffer();
        stream.exceptionHandler(whole::tryFail)
                .handler(part -> {
                    if (read.length() + part.length() <= largest) {
                        read.appendBuffer(part);
                    } else {
                        whole.tryFail(new TooLarge());
                    }
                })
                .endHandler(_ -> whole.tryComplete(read));
        return whole.future();
    }

    /** More than agreed. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("a body larger than agreed", null, false, false);
        }
    }
}
