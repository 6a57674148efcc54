package org.healthsphere.node.ingest.mllp;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Bytes;

/**
 * Messages out of a stream of bytes (MLLP release 1): {@code 0x0B}, the message, {@code 0x1C 0x0D}.
 *
 * <p>However the stream is cut. What stands outside of frames is skipped. Not for use by two threads.
 */
final class Frames {
    private static final byte BEGIN = 0x0B;
    private static final byte END = 0x1C;
    private static final byte RETURN = 0x0D;

    private final int largest;
    private ByteArrayOutputStream message = new ByteArrayOutputStream();
    private boolean inside;
    private boolean ending;
    private boolean tooLarge;

    Frames(int largest) {
        this.largest = largest;
    }

    static byte[] framed(Bytes message) {
        var frame = new byte[message.length() + 3];
        frame[0] = BEGIN;
        System.arraycopy(message.array(), 0, frame, 1, message.length());
        frame[frame.length - 2] = END;
        frame[frame.length - 1] = RETURN;
        return frame;
    }

    /** The messages that these bytes complete. */
    List<Bytes> feed(Buffer bytes) {
        var complete = new ArrayList<Bytes>();
        for (var i = 0; i < bytes.length() && !tooLarge; i++) {
            next(bytes.getByte(i), complete);
        }
        return complete;
    }

    /** A message is larger than allowed: nothing that follows is read. */
    boolean tooLarge() {
        return tooLarge;
    }

    /** Whether a message has begun and not ended. */
    boolean isInside() {
        return inside;
    }

    /** How much is here of the message that has begun. */
    int size() {
        return message.size();
    }

    private void next(byte b, List<Bytes> complete) {
        if (!inside) {
            inside = b == BEGIN;
        } else if (ending && b == RETURN) {
            complete.add(Bytes.of(message.toByteArray()));
            // One that is emptied keeps its room: a large message would hold it as long as its sender is connected.
            message = new ByteArrayOutputStream();
            inside = false;
            ending = false;
        } else {
            if (ending) {
                keep(END);
            }
            ending = b == END;
            if (!ending) {
                keep(b);
            }
        }
    }

    private void keep(byte b) {
        message.write(b);
        tooLarge = message.size() > largest;
    }
}
