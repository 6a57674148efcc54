package org.healthsphere.node.store.ignite;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.ignite.Chunk.Entry;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.specs.Bytes;

/** What of a chunk is sealed with one key: marks, what is known of each version, and then all their bytes. */
record Section(int key, long change, Instant time) {
    private static final int AN_ENTRY = 96;

    static byte[] write(Chunk chunk, int key) {
        var marks = chunk.marks().stream().filter(m -> m.sealedBy() == key).toList();
        var entries = chunk.entries().stream().filter(e -> e.sealedBy() == key).toList();
        try {
            var bytes = new ByteArrayOutputStream(chunk.weight() + 64 + AN_ENTRY * entries.size());
            var out = new DataOutputStream(bytes);
            out.writeInt(marks.size());
            for (var mark : marks) {
                write(mark, out);
            }
            out.writeShort(entries.size());
            for (var entry : entries) {
                write(entry, out);
            }
            for (var entry : entries) {
                out.write(entry.resource().json().array());
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(MarkChange mark, DataOutputStream out) throws IOException {
        out.writeUTF(mark.space());
        out.writeUTF(mark.key());
        out.writeUTF(mark.value().flatMap(Mark::patient).orElse(""));
        out.writeInt(mark.value().map(m -> m.value().length()).orElse(-1));
        out.write(mark.value().map(Mark::value).orElse(Bytes.NONE).array());
    }

    private static void write(Entry entry, DataOutputStream out) throws IOException {
        var resource = entry.resource();
        out.writeShort(entry.slot());
        out.writeUTF(resource.id().type());
        out.writeUTF(resource.id().id());
        out.writeLong(resource.version());
        out.writeLong(entry.previous());
        out.writeUTF(resource.patient().orElse(""));
        out.writeInt(resource.deleted() ? -1 : resource.json().length());
    }

    void read(DataInputStream in, List<MarkChange> marks, List<Entry> entries) {
        try {
            for (var left = in.readInt(); left > 0; left--) {
                marks.add(readMark(in));
            }
            List<Head> heads = new ArrayList<>();
            for (var left = in.readUnsignedShort(); left > 0; left--) {
                heads.add(readHead(in));
            }
            for (var head : heads) {
                entries.add(head.entry(this, Bytes.of(in.readNBytes(Math.max(0, head.length)))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MarkChange readMark(DataInputStream in) throws IOException {
        var space = in.readUTF();
        var name = in.readUTF();
        var patient = Optional.of(in.readUTF()).filter(p -> !p.isEmpty());
        var length = in.readInt();
        var value = length < 0
                ? Optional.<Mark>empty()
                : Optional.of(new Mark(space, name, Bytes.of(in.readNBytes(length)), patient));
        return new MarkChange(key, space, name, value);
    }

    private static Head readHead(DataInputStream in) throws IOException {
        return new Head(
                in.readUnsignedShort(),
                new ResourceId(in.readUTF(), in.readUTF()),
                in.readLong(),
                in.readLong(),
                Optional.of(in.readUTF()).filter(p -> !p.isEmpty()),
                in.readInt());
    }

    /** A version without its bytes; the length of a deletion is negative. */
    private record Head(int slot, ResourceId id, long version, long previous, Optional<String> patient, int length) {
        Entry entry(Section section, Bytes json) {
            return new Entry(
                    slot,
                    section.key,
                    previous,
                    new StoredResource(id, version, section.change, section.time, patient, length < 0, json));
        }
    }
}
