package org.healthsphere.node.store.ignite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ignite.Chunk.Entry;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.specs.Bytes;

/** How a chunk is written: one byte for the format, then everything deflated. */
final class ChunkFormat {
    private static final byte FORMAT = 1;

    private ChunkFormat() {}

    static byte[] write(Chunk chunk) {
        try {
            var bytes = new ByteArrayOutputStream(
                    chunk.raw().length() + 64 + 96 * chunk.entries().size());
            var out = new DataOutputStream(bytes);
            out.writeShort(chunk.chunks());
            out.writeLong(chunk.change());
            out.writeLong(chunk.time().toEpochMilli());
            writeMarks(chunk.marks(), out);
            out.writeShort(chunk.entries().size());
            for (var entry : chunk.entries()) {
                write(entry, out);
            }
            out.write(chunk.raw().array());
            return Deflation.deflated(FORMAT, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Chunk read(byte[] stored) {
        if (stored[0] != FORMAT) {
            throw new IllegalStateException("a newer release wrote this store: chunk format " + stored[0]);
        }
        try {
            var in = new DataInputStream(new ByteArrayInputStream(Deflation.inflated(stored)));
            var chunks = in.readUnsignedShort();
            var change = in.readLong();
            var time = Instant.ofEpochMilli(in.readLong());
            var marks = readMarks(in);
            var entries = readEntries(in);
            return new Chunk(chunks, change, time, marks, entries, Bytes.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeMarks(List<MarkChange> marks, DataOutputStream out) throws IOException {
        out.writeInt(marks.size());
        for (var mark : marks) {
            out.writeUTF(mark.space());
            out.writeUTF(mark.key());
            out.writeInt(mark.value().map(Bytes::length).orElse(-1));
            out.write(mark.value().orElse(Bytes.NONE).array());
        }
    }

    private static List<MarkChange> readMarks(DataInputStream in) throws IOException {
        var count = in.readInt();
        List<MarkChange> marks = new ArrayList<>(count);
        for (var i = 0; i < count; i++) {
            var space = in.readUTF();
            var key = in.readUTF();
            var length = in.readInt();
            marks.add(new MarkChange(
                    space, key, length < 0 ? Optional.empty() : Optional.of(Bytes.of(in.readNBytes(length)))));
        }
        return marks;
    }

    private static void write(Entry entry, DataOutputStream out) throws IOException {
        out.writeUTF(entry.id().type());
        out.writeUTF(entry.id().id());
        out.writeLong(entry.version());
        out.writeLong(entry.previous());
        out.writeUTF(entry.patient().orElse(""));
        out.writeInt(entry.deleted() ? -1 : entry.length());
    }

    private static List<Entry> readEntries(DataInputStream in) throws IOException {
        var count = in.readUnsignedShort();
        List<Entry> entries = new ArrayList<>(count);
        var start = 0;
        for (var i = 0; i < count; i++) {
            var id = new ResourceId(in.readUTF(), in.readUTF());
            var version = in.readLong();
            var previous = in.readLong();
            var patient = Optional.of(in.readUTF()).filter(p -> !p.isEmpty());
            var length = in.readInt();
            entries.add(new Entry(id, version, previous, patient, length < 0, start, Math.max(0, length)));
            start += Math.max(0, length);
        }
        return entries;
    }
}
