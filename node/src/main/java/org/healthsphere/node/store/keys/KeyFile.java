package org.healthsphere.node.store.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file of keys: a head, then a slot for each. A slot is written in its place and never moved. */
final class KeyFile implements AutoCloseable {
    private static final byte[] HEAD = "HealthSphere keys 1\n".getBytes(US_ASCII);
    private static final int READ_SLOTS = 8_192;

    private final FileChannel channel;

    private KeyFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens or begins it; nobody else writes to it meanwhile. */
    static KeyFile open(Path file) {
        try {
            createFolder(file);
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var channel = FileChannel.open(file, Set.of(CREATE, READ, WRITE), owner);
            try {
                return new KeyFile(channel).begun(file);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createFolder(Path file) throws IOException {
        var folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new IOException("not a file");
        }
        Files.createDirectories(folder);
    }

    private KeyFile begun(Path file) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new IOException("another process uses " + file);
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("it is in use already: " + file, e);
        }
        if (channel.size() < HEAD.length) {
            write(0, ByteBuffer.wrap(Arrays.copyOf(HEAD, Slot.BYTES)));
            force();
        }
        var head = ByteBuffer.allocate(HEAD.length);
        read(head, 0);
        if (!Arrays.equals(head.array(), HEAD)) {
            throw new IOException("not a file of keys of this release: " + file);
        }
        return this;
    }

    /** All slots from number 1 on; free where nothing whole is. */
    List<Optional<Slot>> slots() {
        try {
            List<Optional<Slot>> slots = new ArrayList<>();
            var size = channel.size();
            for (long at = Slot.BYTES; at < size; ) {
                var buffer = ByteBuffer.allocate((int) Math.min((long) READ_SLOTS * Slot.BYTES, size - at));
                read(buffer, at);
                for (var from = 0; from + Slot.BYTES <= buffer.capacity(); from += Slot.BYTES) {
                    slots.add(Slot.of(Arrays.copyOfRange(buffer.array(), from, from + Slot.BYTES)));
                }
                at += buffer.capacity();
            }
            return slots;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not yet durable. */
    void put(int number, Slot slot) {
        try {
            write((long) number * Slot.BYTES, ByteBuffer.wrap(slot.bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(long at, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            var _ = channel.write(bytes, at + bytes.position());
        }
    }

    private void read(ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
