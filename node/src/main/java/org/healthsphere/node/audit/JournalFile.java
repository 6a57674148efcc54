package org.healthsphere.node.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A journal in a file, locked while it is open: two writers would break the chain.
 *
 * <p>Written as a stream, since a channel would be closed for all by the first thread that is interrupted in it.
 */
final class JournalFile implements Journal {
    private final FileOutputStream out;
    private final RandomAccessFile in;
    private final AtomicLong end;

    private JournalFile(FileOutputStream out, RandomAccessFile in) throws IOException {
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
            return Optional.of(new JournalFile(out, new RandomAccessFile(file.toFile(), "r")));
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
    public byte[] read(long offset, int length) throws IOException {
        var bytes = new byte[length];
        synchronized (in) {
            in.seek(offset);
            in.readFully(bytes);
        }
        return bytes;
    }

    /** Removes what comes after this many bytes. */
    void cut(long size) throws IOException {
        out.getChannel().truncate(size);
        force();
        end.set(size);
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
