package org.healthsphere.terminology.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;
import org.healthsphere.specs.Bytes;

/** Reads a tar archive (POSIX ustar, with the long names of pax and GNU), file after file, none larger than a bound. */
final class Tar {
    /** No file of a terminology package is larger. */
    static final int LARGEST = 512 << 20;

    private static final int BLOCK = 512;

    private final InputStream in;

    Tar(InputStream in) {
        this.in = in;
    }

    /** The next regular file; empty at the end. */
    Optional<File> next() throws IOException {
        var longName = "";
        while (true) {
            var head = in.readNBytes(BLOCK);
            if (head.length < BLOCK || isBlank(head)) {
                return Optional.empty();
            }
            var size = size(head);
            switch (head[156]) {
                case 0, '0' -> {
                    return Optional.of(new File(longName.isEmpty() ? name(head) : longName, Bytes.of(content(size))));
                }
                case 'x' -> longName = paxPath(content(size));
                case 'L' -> longName = text(content(size), 0, (int) size);
                default -> {
                    var _ = content(size);
                }
            }
        }
    }

    private static boolean isBlank(byte[] block) {
        for (var b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static long size(byte[] head) throws IOException {
        var digits = text(head, 124, 12).strip();
        try {
            var size = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
            if (size < 0 || size > LARGEST) {
                throw new ZipException("a file of the archive is too large");
            }
            return size;
        } catch (NumberFormatException e) {
            throw (ZipException) new ZipException("the archive is damaged").initCause(e);
        }
    }

    private byte[] content(long size) throws IOException {
        var content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new ZipException("the archive ends too early");
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        return content;
    }

    private static String name(byte[] head) {
        var name = text(head, 0, 100);
        var prefix = text(head, 345, 155);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** The path among records of the form {@code length key=value}. */
    private static String paxPath(byte[] records) {
        for (var record : new String(records, StandardCharsets.UTF_8).split("\n", -1)) {
            var at = record.indexOf(" path=");
            if (at >= 0) {
                return record.substring(at + " path=".length());
            }
        }
        return "";
    }

    private static String text(byte[] bytes, int from, int length) {
        var end = from;
        while (end < Math.min(bytes.length, from + length) && bytes[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.UTF_8);
    }

    /** A file of the archive. */
    record File(String name, Bytes content) {}
}
