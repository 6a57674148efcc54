package org.healthsphere.node.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read of packages is not left out: without it everything would be called valid. */
class PackagesTest {
    private static final int BLOCK = 512;

    @TempDir
    private Path folder;

    private Outcome<List<String>> definitions() {
        return new Packages(Optional.of(folder)).definitions();
    }

    /** An archive of two profiles, without the zeros that may end it. */
    private static byte[] archive() {
        var out = new ByteArrayOutputStream();
        for (var name : List.of("a", "b")) {
            var header = new byte[BLOCK];
            put(header, 0, "package/StructureDefinition-" + name + ".json");
            put(header, 124, "00000000002");
            out.writeBytes(header);
            var content = new byte[BLOCK];
            put(content, 0, "{}");
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private static void put(byte[] block, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] zipped(byte[] archive) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(archive);
        }
        return out.toByteArray();
    }

    @Test
    void a_package_is_read_to_its_end_whatever_that_is() throws IOException {
        var archive = archive();
        for (var all : List.of(archive, Arrays.copyOf(archive, archive.length + 2 * BLOCK))) {
            Files.write(folder.resolve("p.tgz"), zipped(all));
            assertThat(definitions()).isEqualTo(Outcome.of(List.of("{}", "{}")));
        }
    }

    @Test
    void a_package_that_is_cut_off_is_not_a_shorter_one() throws IOException {
        var archive = archive();
        Files.write(folder.resolve("p.tgz"), zipped(Arrays.copyOf(archive, 2 * BLOCK + BLOCK / 2)));
        assertThat(definitions()).isEqualTo(Outcome.failed(new Fault.Unavailable("the package p.tgz")));
    }

    @Test
    void a_folder_that_cannot_be_read_is_not_an_empty_one() throws IOException {
        assertThat(definitions()).isEqualTo(Outcome.of(List.of()));
        var file = Files.writeString(folder.resolve("file"), "");
        assertThat(new Packages(Optional.of(file)).definitions())
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the folder of packages")));
    }
}
