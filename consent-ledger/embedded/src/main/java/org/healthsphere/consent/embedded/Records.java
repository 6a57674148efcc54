package org.healthsphere.consent.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

    private final FileChannel file;
    private final List<Long> starts = new ArrayList<>();
    private long end;

    private Records(FileChannel file) {
        this.file = file;
    }

    static Records open(Path path) throws IOException {
        var records = new Records(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        records.scan();
        if (records.file.size() > records.end) {
            records.file.truncate(records.end);
            records.file.force(true);
        }
        return records;
    }

    /** Looks, and changes nothing: a record cut short is an error. */
    static Records readOnly(Path path) throws IOException {
        var records = new Records(FileChannel.open(path, StandardOpenOption.READ));
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

    /** Puts records at the end; when it returns, they are on disk. */
    void append(List<byte[]> records) throws IOException {
        var size = records.stream()
                .mapToInt(record -> LENGTH_BYTES + record.length)
                .sum();
        var buffer = ByteBuffer.allocate(size);
        records.forEach(record -> buffer.putInt(record.length).put(record));
        buffer.flip();
        var at = end;
        while (buffer.hasRemaining()) {
            at += file.write(buffer, at);
        }
        file.force(false);
        records.forEach(record -> {
            starts.add(end);
            end += LENGTH_BYTES + record.length;
        });
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
