package org.healthsphere.node.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.cluster.Reply.Appended;
import org.healthsphere.node.cluster.Reply.Introduced;
import org.healthsphere.node.cluster.Reply.Looked;
import org.healthsphere.node.cluster.Reply.Said;
import org.healthsphere.node.cluster.Reply.Taken;
import org.healthsphere.node.cluster.Reply.Vote;
import org.healthsphere.node.cluster.Request.Append;
import org.healthsphere.node.cluster.Request.Canvass;
import org.healthsphere.node.cluster.Request.Hand;
import org.healthsphere.node.cluster.Request.Introduce;
import org.healthsphere.node.cluster.Request.Listen;
import org.healthsphere.node.cluster.Request.Look;
import org.healthsphere.node.cluster.Request.Position;
import org.healthsphere.node.cluster.Request.Slots;
import org.healthsphere.specs.Bytes;

/** Requests and replies as bytes. Processes of one node run the same release: another one's messages are not understood. */
public final class Wire {
    private static final byte FORMAT = 1;
    private static final int CANVASS = 1;
    private static final int APPEND = 2;
    private static final int LOOK = 3;
    private static final int INTRODUCE = 4;
    private static final int HAND = 5;
    private static final int LISTEN = 6;

    private Wire() {}

    public static Bytes of(Request request) {
        return written(out -> {
            switch (request) {
                case Canvass canvass -> write(canvass, out);
                case Append append -> write(append, out);
                case Look _ -> out.writeByte(LOOK);
                case Introduce _ -> out.writeByte(INTRODUCE);
                case Listen(var from) -> {
                    out.writeByte(LISTEN);
                    out.writeLong(from);
                }
                case Hand(var what) -> {
                    out.writeByte(HAND);
                    write(what, out);
                }
            }
        });
    }

    public static Bytes of(Reply reply) {
        return written(out -> {
            switch (reply) {
                case Vote(var term, var granted) -> {
                    out.writeByte(CANVASS);
                    out.writeLong(term);
                    out.writeBoolean(granted);
                }
                case Appended(var term, var taken, var last, var applied, var nextKey, var whole) -> {
                    out.writeByte(APPEND);
                    out.writeLong(term);
                    out.writeBoolean(taken);
                    out.writeLong(last);
                    out.writeLong(applied);
                    out.writeInt(nextKey);
                    out.writeBoolean(whole);
                }
                case Looked(var settled) -> {
                    out.writeByte(LOOK);
                    out.writeLong(settled);
                }
                case Taken(var done) -> {
                    out.writeByte(HAND);
                    out.writeBoolean(done);
                }
                case Said(var noted) -> {
                    out.writeByte(LISTEN);
                    write(noted, out);
                }
                case Introduced(var card) -> {
                    out.writeByte(INTRODUCE);
                    write(card, out);
                }
            }
        });
    }

    /** IllegalArgumentException when it is none. */
    public static Request request(Bytes bytes) {
        return read(bytes, (kind, in) -> switch (kind) {
            case CANVASS -> new Canvass(in.readLong(), in.readInt(), position(in), in.readBoolean());
            case APPEND -> append(in);
            case LOOK -> new Look();
            case INTRODUCE -> new Introduce();
            case HAND -> new Hand(bytes(in));
            case LISTEN -> new Listen(in.readLong());
            default -> throw new IOException("no such request");
        });
    }

    /** IllegalArgumentException when it is none. */
    public static Reply reply(Bytes bytes) {
        return read(bytes, (kind, in) -> switch (kind) {
            case CANVASS -> new Vote(in.readLong(), in.readBoolean());
            case APPEND ->
                new Appended(
                        in.readLong(), in.readBoolean(), in.readLong(), in.readLong(), in.readInt(), in.readBoolean());
            case LOOK -> new Looked(in.readLong());
            case INTRODUCE -> new Introduced(bytes(in));
            case HAND -> new Taken(in.readBoolean());
            case LISTEN -> new Said(bytes(in));
            default -> throw new IOException("no such reply");
        });
    }

    private static void write(Canvass canvass, DataOutputStream out) throws IOException {
        out.writeByte(CANVASS);
        out.writeLong(canvass.term());
        out.writeInt(canvass.candidate());
        write(canvass.last(), out);
        out.writeBoolean(canvass.trial());
    }

    private static void write(Append append, DataOutputStream out) throws IOException {
        out.writeByte(APPEND);
        out.writeLong(append.term());
        out.writeInt(append.head());
        write(append.previous(), out);
        out.writeInt(append.entries().size());
        for (var entry : append.entries()) {
            out.writeLong(entry.change());
            out.writeLong(entry.term());
            write(entry.chunks(), out);
        }
        out.writeLong(append.settled());
        out.writeInt(append.keys().first());
        write(append.keys().slots(), out);
        out.writeBoolean(append.certain());
    }

    private static Append append(DataInputStream in) throws IOException {
        var term = in.readLong();
        var head = in.readInt();
        var previous = position(in);
        List<Entry> entries = new ArrayList<>();
        for (var left = in.readInt(); left > 0; left--) {
            entries.add(new Entry(in.readLong(), in.readLong(), list(in)));
        }
        return new Append(
                term, head, previous, entries, in.readLong(), new Slots(in.readInt(), list(in)), in.readBoolean());
    }

    private static void write(Position position, DataOutputStream out) throws IOException {
        out.writeLong(position.change());
        out.writeLong(position.term());
        out.writeLong(position.stamp());
    }

    private static Position position(DataInputStream in) throws IOException {
        return new Position(in.readLong(), in.readLong(), in.readLong());
    }

    private static void write(List<Bytes> list, DataOutputStream out) throws IOException {
        out.writeInt(list.size());
        for (var bytes : list) {
            write(bytes, out);
        }
    }

    private static List<Bytes> list(DataInputStream in) throws IOException {
        List<Bytes> list = new ArrayList<>();
        for (var left = in.readInt(); left > 0; left--) {
            list.add(bytes(in));
        }
        return list;
    }

    private static void write(Bytes bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length());
        out.write(bytes.array());
    }

    private static Bytes bytes(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("cut short");
        }
        return Bytes.of(in.readNBytes(length));
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static Bytes written(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(bytes.toByteArray());
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(int kind, DataInputStream in) throws IOException;
    }

    private static <T> T read(Bytes bytes, Reading<T> reading) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes.array()))) {
            if (in.readByte() != FORMAT) {
                throw new IOException("another release's");
            }
            var read = reading.from(in.readByte(), in);
            if (in.available() > 0) {
                throw new IOException("more than it should be");
            }
            return read;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a message of this release", e);
        }
    }
}
