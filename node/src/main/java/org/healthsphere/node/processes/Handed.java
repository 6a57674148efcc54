package org.healthsphere.node.processes;

import java.nio.ByteBuffer;
import org.healthsphere.specs.Bytes;

/**
 * What somebody wrote to a file of one process, on its way to the one that leads.
 *
 * @param before what lay there when it was last as the store has it; nothing where that does not matter
 */
@SuppressWarnings("EnumOrdinal") // both ends are of one release
public record Handed(Kind kind, Bytes before, Bytes after) {
    /** What the file is. */
    public enum Kind {
        ACCOUNTS,
        APPS
    }

    Bytes bytes() {
        return Bytes.of(ByteBuffer.allocate(2 * Integer.BYTES + before.length() + after.length())
                .putInt(kind.ordinal())
                .putInt(before.length())
                .put(before.array())
                .put(after.array())
                .array());
    }

    /** What {@link #bytes} gave. */
    static Handed of(Bytes bytes) {
        var in = ByteBuffer.wrap(bytes.array());
        var kind = Kind.values()[in.getInt()];
        var before = new byte[in.getInt()];
        in.get(before);
        var after = new byte[in.remaining()];
        in.get(after);
        return new Handed(kind, Bytes.of(before), Bytes.of(after));
    }
}
