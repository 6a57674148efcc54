package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ArchiveTest {
    /** The files of an archive, read as POSIX describes it; every header's sum is checked. */
    static Map<String, byte[]> files(byte[] archive) throws IOException {
        byte[] tar;
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            tar = gzip.readAllBytes();
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        var at = 0;
        while (tar[at] != 0) {
            var header = Arrays.copyOfRange(tar, at, at + 512);
            assertThat(text(header, 257, 5)).isEqualTo("ustar");
            assertThat(Integer.parseInt(text(header, 148, 6), 8)).isEqualTo(sum(header));
            var length = Integer.parseInt(text(header, 124, 11), 8);
            files.put(text(header, 0, 100), Arrays.copyOfRange(tar, at + 512, at + 512 + length));
            at += 512 + (length + 511) / 512 * 512;
        }
        assertThat(tar).hasSize(at + 1024);
        return files;
    }

    private static String text(byte[] header, int at, int length) {
        return new String(header, at, length, StandardCharsets.US_ASCII).replace("\0", "");
    }

    private static int sum(byte[] header) {
        var sum = 0;
        for (var i = 0; i < header.length; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    @Test
    void files_come_out_as_they_went_in_whatever_their_length() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (var length : new int[] {0, 1, 511, 512, 513, 5_000}) {
            var content = new byte[length];
            Arrays.fill(content, (byte) length);
            files.put("file-" + length, content);
        }
        var read = files(Archive.of(files));
        assertThat(read.keySet()).containsExactlyElementsOf(files.keySet());
        read.forEach((name, content) -> assertThat(content).isEqualTo(files.get(name)));
    }

    @Test
    void the_same_files_are_the_same_bytes() throws IOException {
        var files = Map.of("connection.json", "{}".getBytes(StandardCharsets.US_ASCII));
        assertThat(Archive.of(files)).isEqualTo(Archive.of(files));
    }
}
