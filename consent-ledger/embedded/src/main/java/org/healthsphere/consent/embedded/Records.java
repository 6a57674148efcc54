package org.healthsphere.consent.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of records, each behind its length, that only grows. What a crash cut short at its end is not a record and is taken off
 * on opening: nobody was told that it is there.
 */
final class Records implements AutoCloseable {
    private static final int LENGTH_BYTES = 4;
    /** Nothing that this ledger writes is larger; a length beyond it was not written by it. */
    private static final int LARGEST = 256 * 1024 * 1024;

    private final Disk.File file;
    private final List<Long> starts = new ArrayList<>();
    private long end;

    private Records(Disk.File file) {
        this.file = file;
    }

    static Records open(Disk disk, Path path) throws IOException {
        var records = new Records(
                disk.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        records.scan();
        if (records.file.size() > records.end) {
            records.cutBack();
        }
        return records;
    }

    /** Looks, and changes nothing: a record cut short is an error. */
    static Records readOnly(Path path) throws IOException {
        var records = new Records(Disk.REAL.open(path, StandardOpenOption.READ));
        records.scan();
        if (records.file.size() > records.end) {
            records.close();
            throw new EOFException("the last record is cut short");
        }
        return records;
    }

    private void scan() throws IOException {
        var size = file.size();
        while (end + LENGTH_BYTES <= size) {
            var length = read(end, LENGTH_BYTES).getInt();
            if (length <= 0 || length > LARGEST || end + LENGTH_BYTES + length > size) {
                return;
            }
            starts.add(end);
            end += LENGTH_BYTES + length;
        }
    }

    int count() {
        return starts.size();
    }

    byte[] get(int index) throws IOException {
        var start = starts.get(index);
        var length = read(start, LENGTH_BYTES).getInt();
        return read(start + LENGTH_BYTES, length).array();
    }

    /**
     * Puts records at the end; when it returns, they are on disk. A disk that takes no more is a {@link DiskFull}, after which
     * everything is as before. Any other failure leaves nobody knowing what is on disk.
     */
    void append(List<byte[]> records) throws IOException {
        var size = records.stream()
                .mapToInt(record -> LENGTH_BYTES + record.length)
                .sum();
        var buffer = ByteBuffer.allocate(size);
        records.forEach(record -> buffer.putInt(record.length).put(record));
        write(buffer.flip());
        file.force();
        records.forEach(record -> {
            starts.add(end);
            end += LENGTH_BYTES + record.length;
        });
    }

    private void write(ByteBuffer buffer) throws IOException {
        try {
            var at = end;
            while (buffer.hasRemaining()) {
                at += file.write(buffer, at);
            }
        } catch (IOException e) {
            cutBack();
            throw new DiskFull(e);
        }
    }

    /** Takes off what is not a whole record. */
    private void cutBack() throws IOException {
        file.truncate(end);
        file.force();
    }

    private ByteBuffer read(long from, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException("the file is shorter than it was");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
