package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiledReleasesTest {
    private static final Sha256 KEY = Sha256.of("a question about some records");

    @Test
    void what_is_kept_is_found_again_by_the_next_process(@TempDir Path folder) throws IOException {
        var releases = new FiledReleases(folder.resolve("releases"));
        assertThat(releases.find(KEY)).isEmpty();
        releases.keep(KEY, Bytes.utf8("{}"));
        assertThat(new FiledReleases(folder.resolve("releases")).find(KEY)).contains(Bytes.utf8("{}"));
        try (var files = Files.list(folder.resolve("releases"))) {
            assertThat(files).containsExactly(folder.resolve("releases").resolve(KEY.hex() + ".json"));
        }
    }
}
