package org.healthsphere.node.store.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.healthsphere.specs.Bytes;

/**
 * One key in the file of keys, in 128 bytes of its own, so that it can be destroyed where it stands.
 *
 * @param subject the name of what it seals, which tells nothing; of a destroyed key nothing is left to tell even that
 * @param since milliseconds of its making, or of its end
 * @param wrapped the key, sealed under the node's own
 */
record Slot(State state, Kind kind, UUID subject, long since, Bytes wrapped) {
    static final int BYTES = 128;

    private static final int HEAD = 1 + 1 + 16 + 8 + 2;
    private static final UUID NOBODY = new UUID(0, 0);

    /** What has become of the key, and the byte that says so in the file. */
    enum State {
        ALIVE(1),
        /** Its destruction has been decided and is under way. */
        CONDEMNED(2),
        DESTROYED(3);

        private final byte code;

        State(int code) {
            this.code = (byte) code;
        }
    }

    /** What it seals, and the byte that says so in the file. */
    enum Kind {
        NODE(0),
        PATIENT(1),
        SHARED(2),
        MESSAGE(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    Slot as(State other) {
        return new Slot(other, kind, subject, since, wrapped);
    }

    /** What is left of it: that there was one. */
    Slot destroyed(long now) {
        return new Slot(State.DESTROYED, kind, NOBODY, now, Bytes.NONE);
    }

    byte[] bytes() {
        var buffer = ByteBuffer.allocate(BYTES)
                .put(state.code)
                .put(kind.code)
                .putLong(subject.getMostSignificantBits())
                .putLong(subject.getLeastSignificantBits())
                .putLong(since)
                .putShort((short) wrapped.length());
        return buffer.put(wrapped.array()).array();
    }

    /** Empty where nothing was ever written, or a crash cut the writing short: nothing was sealed with that key yet. */
    static Optional<Slot> of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var stateCode = buffer.get();
        var kindCode = buffer.get();
        var state =
                Arrays.stream(State.values()).filter(s -> s.code == stateCode).findFirst();
        var kind = Arrays.stream(Kind.values()).filter(k -> k.code == kindCode).findFirst();
        var subject = new UUID(buffer.getLong(), buffer.getLong());
        var since = buffer.getLong();
        var length = buffer.getShort();
        return state.isEmpty() || kind.isEmpty() || length < 0 || length > BYTES - HEAD
                ? Optional.empty()
                : Optional.of(new Slot(
                        state.get(),
                        kind.get(),
                        subject,
                        since,
                        Bytes.of(Arrays.copyOfRange(bytes, HEAD, HEAD + length))));
    }
}
