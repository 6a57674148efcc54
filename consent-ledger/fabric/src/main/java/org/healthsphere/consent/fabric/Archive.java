package org.healthsphere.consent.fabric;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A compressed archive of regular files (POSIX ustar in gzip), the same bytes for the same files: its hash is a contract's name. */
final class Archive {
    private static final int RECORD = 512;
    private static final int NAME = 0;
    private static final int MODE = 100;
    private static final int OWNER = 108;
    private static final int GROUP = 116;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int SUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;

    private Archive() {}

    static byte[] of(Map<String, byte[]> files) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            for (var file : files.entrySet()) {
                var content = file.getValue();
                gzip.write(header(file.getKey(), content.length));
                gzip.write(content);
                gzip.write(new byte[Math.floorMod(-content.length, RECORD)]);
            }
            gzip.write(new byte[2 * RECORD]);
        }
        return out.toByteArray();
    }

    private static byte[] header(String name, int length) {
        var header = new byte[RECORD];
        put(header, NAME, name);
        put(header, MODE, "0000644");
        put(header, OWNER, "0000000");
        put(header, GROUP, "0000000");
        put(header, SIZE, "%011o".formatted(length));
        put(header, TIME, "00000000000");
        put(header, SUM, "        ");
        put(header, TYPE, "0");
        put(header, MAGIC, "ustar\00000");
        var sum = 0;
        for (var b : header) {
            sum += b & 0xff;
        }
        put(header, SUM, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
