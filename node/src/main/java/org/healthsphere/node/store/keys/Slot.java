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

    /** What has become of the key. Their order is that of the bytes in the file. */
    enum State {
        FREE,
        ALIVE,
        /** Its destruction has been decided and is under way. */
        CONDEMNED,
        DESTROYED
    }

    /** What it seals. Their order is that of the bytes in the file. */
    enum Kind {
        NODE,
        PATIENT,
        SHARED,
        MESSAGE
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
                .put((byte) state.ordinal())
                .put((byte) kind.ordinal())
                .putLong(subject.getMostSignificantBits())
                .putLong(subject.getLeastSignificantBits())
                .putLong(since)
                .putShort((short) wrapped.length());
        return buffer.put(wrapped.array()).array();
    }

    /** Empty where nothing was ever written, or a crash cut the writing short: nothing was sealed with that key yet. */
    static Optional<Slot> of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var state = buffer.get();
        var kind = buffer.get();
        var subject = new UUID(buffer.getLong(), buffer.getLong());
        var since = buffer.getLong();
        var length = buffer.getShort();
        if (state <= 0 || state >= State.values().length || kind < 0 || kind >= Kind.values().length) {
            return Optional.empty();
        }
        return length < 0 || length > BYTES - HEAD
                ? Optional.empty()
                : Optional.of(new Slot(
                        State.values()[state],
                        Kind.values()[kind],
                        subject,
                        since,
                        Bytes.of(Arrays.copyOfRange(bytes, HEAD, HEAD + length))));
    }
}
