package org.healthsphere.federation.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.healthsphere.keys.sealing.DataKey;
import org.healthsphere.specs.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is written once, sealed piece by piece with a key of its own, and read in whichever order. Memory holds one piece.
 *
 * <p>A piece is sealed with its number, so that none stands in the place of another.
 */
final class SealedFile extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(SealedFile.class);
    private static final int OVERHEAD = 28;

    private final Path path;
    private final LongPredicate room;
    private final SecureRandom random;
    private final DataKey key;
    private final int size;
    private byte[] piece;
    private int filled;
    private int pieces;
    private long length;
    private long onDisk;

    /** There is no room for more. */
    static final class Full extends IOException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("no room for more of this answer");
        }
    }

    /**
     * Nothing yet.
     *
     * @param room is asked before each piece whether there is room for so many bytes more
     */
    SealedFile(Path path, int size, LongPredicate room, SecureRandom random) {
        this.path = path;
        this.size = size;
        this.room = room;
        this.random = random;
        this.key = DataKey.generate(random);
        this.piece = new byte[size];
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        for (var at = from; at < from + count; ) {
            if (filled == size) {
                seal();
            }
            var part = Math.min(size - filled, from + count - at);
            System.arraycopy(bytes, at, piece, filled, part);
            filled += part;
            at += part;
        }
    }

    private void seal() throws IOException {
        var sealed = key.seal(filled == size ? piece : Arrays.copyOf(piece, filled), context(pieces), random);
        if (!room.test(sealed.length)) {
            throw new Full();
        }
        onDisk += sealed.length;
        Files.write(path, sealed, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        length += filled;
        pieces++;
        filled = 0;
    }

    /** Nothing more comes. */
    void end() throws IOException {
        if (filled > 0) {
            seal();
        }
        piece = new byte[0];
    }

    int pieces() {
        return pieces;
    }

    long length() {
        return length;
    }

    long onDisk() {
        return onDisk;
    }

    /** One of them; empty when the file is not what was written. */
    Optional<Bytes> piece(int number) {
        var at = (long) number * (size + OVERHEAD);
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            var sealed = ByteBuffer.allocate(Math.clamp(file.size() - at, 0, size + OVERHEAD));
            while (sealed.hasRemaining() && file.read(sealed, at + sealed.position()) >= 0) {
                // Until it is all there.
            }
            return key.open(sealed.array(), context(number)).map(Bytes::of);
        } catch (IOException e) {
            LOG.warn("a long answer cannot be read: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static byte[] context(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** As far as it was written. */
    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nobody can read it: the key goes with this.
            LOG.warn("a long answer stays on the disk: {}", e.getClass().getSimpleName());
        }
    }
}
