package org.healthsphere.node.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.healthsphere.specs.Bytes;

/** A piece of a backup. */
sealed interface Frame {
    Bytes content();

    /** Some bytes of a file of the node's folder. */
    record OfFile(String path, long offset, Bytes content) implements Frame {}

    /** An account of a person, sealed with the key of whom it belongs to. */
    record Account(int key, Bytes content) implements Frame {}

    /** A mark as it is stored. */
    record Mark(String space, UUID name, Bytes content) implements Frame {}

    /** A chunk of a commit as it is stored. */
    record Chunk(long place, Bytes content) implements Frame {}

    default void write(DataOutputStream out) throws IOException {
        switch (this) {
            case OfFile(var path, var offset, var _) -> {
                out.writeByte('F');
                out.writeUTF(path);
                out.writeLong(offset);
            }
            case Account(var key, var _) -> {
                out.writeByte('A');
                out.writeInt(key);
            }
            case Mark(var space, var name, var _) -> {
                out.writeByte('M');
                out.writeUTF(space);
                out.writeLong(name.getMostSignificantBits());
                out.writeLong(name.getLeastSignificantBits());
            }
            case Chunk(var place, var _) -> {
                out.writeByte('C');
                out.writeLong(place);
            }
        }
        out.writeInt(content().length());
        out.write(content().array());
    }

    /** The next one; empty at the end. */
    static Optional<Frame> read(DataInputStream in) throws IOException {
        var kind = in.read();
        return switch (kind) {
            case -1 -> Optional.empty();
            case 'F' -> Optional.of(new OfFile(in.readUTF(), in.readLong(), content(in)));
            case 'A' -> Optional.of(new Account(in.readInt(), content(in)));
            case 'M' -> Optional.of(new Mark(in.readUTF(), new UUID(in.readLong(), in.readLong()), content(in)));
            case 'C' -> Optional.of(new Chunk(in.readLong(), content(in)));
            default -> throw new IOException("not a piece of a backup");
        };
    }

    private static Bytes content(DataInputStream in) throws IOException {
        var length = in.readInt();
        var bytes = in.readNBytes(Math.max(0, length));
        if (length < 0 || bytes.length != length) {
            throw new EOFException("a piece of a backup is cut short");
        }
        return Bytes.of(bytes);
    }
}
