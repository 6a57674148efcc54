package org.healthsphere.node.store.ignite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.store.ignite.Chunk.Entry;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.node.store.keys.KeyRing;

/**
 * How a chunk is written: a head that tells of nobody, then for each key that it is sealed with a section: the key's number, the
 * length, and what {@link Section} wrote, deflated and sealed.
 */
final class ChunkFormat {
    private static final byte FORMAT = 2;
    private static final int HEAD = 1 + 2 + 2 + 8 + 8 + 2;
    /** Format, chunk and change: what a section may not be moved away from. */
    private static final int PLACE = 1 + 2 + 2 + 8;

    private ChunkFormat() {}

    static byte[] write(Chunk chunk, KeyRing keys) {
        var used = used(chunk);
        var head = ByteBuffer.allocate(HEAD)
                .put(FORMAT)
                .putShort((short) chunk.number())
                .putShort((short) chunk.chunks())
                .putLong(chunk.change())
                .putLong(chunk.time().toEpochMilli())
                .putShort((short) used.size())
                .array();
        try {
            var bytes = new ByteArrayOutputStream(HEAD + 64 + chunk.weight() / 3);
            var out = new DataOutputStream(bytes);
            out.write(head);
            for (int key : used) {
                var isFhir = chunk.entries().stream().anyMatch(entry -> entry.sealedBy() == key);
                var packed = Deflation.deflated(Section.write(chunk, key), isFhir);
                var sealed = keys.seal(key, packed, context(head, key));
                out.writeInt(key);
                out.writeInt(sealed.length);
                out.write(sealed);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Integer> used(Chunk chunk) {
        var keys = new TreeSet<Integer>();
        chunk.marks().forEach(mark -> keys.add(mark.sealedBy()));
        chunk.entries().forEach(entry -> keys.add(entry.sealedBy()));
        return keys;
    }

    private static byte[] context(byte[] head, int key) {
        return ByteBuffer.allocate(PLACE + Integer.BYTES)
                .put(head, 0, PLACE)
                .putInt(key)
                .array();
    }

    /** Without what was sealed with a key that is no more. */
    static Chunk read(byte[] stored, KeyRing keys) {
        var in = head(stored);
        var number = in.getShort(1) & 0xFFFF;
        var chunks = in.getShort(3) & 0xFFFF;
        var change = in.getLong(5);
        var time = Instant.ofEpochMilli(in.getLong(13));
        List<MarkChange> marks = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        var sections = in.getShort(21) & 0xFFFF;
        in.position(HEAD);
        for (var i = 0; i < sections; i++) {
            var key = in.getInt();
            var sealed = new byte[in.getInt()];
            in.get(sealed);
            keys.open(key, sealed, context(stored, key))
                    .ifPresent(packed -> new Section(key, change, time)
                            .read(
                                    new DataInputStream(new ByteArrayInputStream(Deflation.inflated(packed))),
                                    marks,
                                    entries));
        }
        if (sections > 1) {
            entries.sort(Comparator.comparingInt(Entry::slot));
        }
        return new Chunk(number, chunks, change, time, List.copyOf(marks), List.copyOf(entries));
    }

    /** The numbers of the keys that a chunk is sealed with, without opening it. */
    static Set<Integer> keys(byte[] stored) {
        var in = head(stored);
        var keys = new TreeSet<Integer>();
        var sections = in.getShort(21) & 0xFFFF;
        in.position(HEAD);
        for (var i = 0; i < sections; i++) {
            keys.add(in.getInt());
            var length = in.getInt();
            in.position(in.position() + length);
        }
        return keys;
    }

    /** How many chunks the commit has that this one begins. */
    static int chunks(byte[] stored) {
        return head(stored).getShort(3) & 0xFFFF;
    }

    /** When the commit was made, in milliseconds. */
    static long time(byte[] stored) {
        return head(stored).getLong(13);
    }

    private static ByteBuffer head(byte[] stored) {
        if (stored[0] != FORMAT) {
            throw new IllegalStateException("another release wrote this store: chunk format " + stored[0]);
        }
        return ByteBuffer.wrap(stored);
    }
}
