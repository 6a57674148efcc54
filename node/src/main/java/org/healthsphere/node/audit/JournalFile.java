package org.healthsphere.node.audit;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A journal in a file, locked while it is open: two writers would break the chain.
 *
 * <p>Written as a stream, since a channel would be closed for all by the first thread that is interrupted in it.
 */
final class JournalFile implements Journal {
    private static final int PIECE = 1 << 16;

    private final Path file;
    private FileOutputStream out;
    private RandomAccessFile in;
    /** The place of its first byte. */
    private long begin;

    private final AtomicLong end;

    private JournalFile(Path file, FileOutputStream out, RandomAccessFile in) throws IOException {
        this.file = file;
        this.out = out;
        this.in = in;
        this.end = new AtomicLong(in.length());
    }

    /** Nothing, when somebody else writes to it. */
    static Optional<JournalFile> open(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        var out = new FileOutputStream(file.toFile(), true);
        if (locked(out)) {
            return Optional.of(new JournalFile(file, out, new RandomAccessFile(file.toFile(), "r")));
        }
        out.close();
        return Optional.empty();
    }

    private static boolean locked(FileOutputStream out) throws IOException {
        try {
            return out.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public synchronized void beginAt(long place) {
        end.addAndGet(place - begin);
        begin = place;
    }

    @Override
    public long size() {
        return end.get();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        out.write(bytes);
        end.addAndGet(bytes.length);
    }

    @Override
    public void force() throws IOException {
        out.getFD().sync();
    }

    @Override
    public synchronized byte[] read(long offset, int length) throws IOException {
        var bytes = new byte[length];
        in.seek(offset - begin);
        in.readFully(bytes);
        return bytes;
    }

    @Override
    public synchronized byte[] begin(int length) throws IOException {
        return read(begin, (int) Math.min(length, end.get() - begin));
    }

    /** Removes what comes after this place. */
    void cut(long size) throws IOException {
        out.getChannel().truncate(size - begin);
        force();
        end.set(size);
    }

    @Override
    public Rest without(long offset, byte[] line) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".shorter");
        Files.deleteIfExists(beside);
        var rest = open(beside).orElseThrow(() -> new IOException("somebody else shortens the log"));
        rest.append(line);
        var copied = copy(offset, end.get(), rest);
        rest.force();
        return new Rest(rest, offset - line.length, copied);
    }

    private long copy(long from, long to, JournalFile into) throws IOException {
        try (var source = new FileInputStream(file.toFile())) {
            source.skipNBytes(from - begin);
            for (var left = to - from; left > 0; ) {
                var piece = source.readNBytes((int) Math.min(PIECE, left));
                into.append(piece);
                left -= piece.length;
            }
        }
        return to;
    }

    @Override
    public synchronized void become(Rest rest) throws IOException {
        var next = rest.file();
        var _ = copy(rest.end(), end.get(), next);
        next.force();
        Files.move(next.file, file, StandardCopyOption.ATOMIC_MOVE);
        in.close();
        out.close();
        in = next.in;
        out = next.out;
        begin = rest.begin();
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        in.close();
        out.close();
    }
}
