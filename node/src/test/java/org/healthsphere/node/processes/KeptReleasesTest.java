package org.healthsphere.node.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.healthsphere.node.research.FiledReleases;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptReleasesTest {
    private static final Sha256 OF_ONE = Sha256.of("asked of one process");
    private static final Sha256 OF_THREE = Sha256.of("asked of three");

    @TempDir
    private Path folder;

    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> Instant.parse("2026-01-01T00:00:00Z"));

    private KeptReleases at(String machine, boolean shared) {
        return new KeptReleases(store, "releases", new FiledReleases(folder.resolve(machine)), shared);
    }

    @Test
    void of_several_processes_each_has_what_one_was_told() {
        at("first", true).keep(OF_THREE, Bytes.utf8("three"));
        assertThat(at("second", true).find(OF_THREE)).contains(Bytes.utf8("three"));
        assertThat(new KeptReleases(store, "studies", new FiledReleases(folder.resolve("second")), true).find(OF_THREE))
                .isEmpty();
    }

    @Test
    void nothing_is_forgotten_on_the_way_from_one_process_to_several_and_back() {
        at("first", false).keep(OF_ONE, Bytes.utf8("one"));
        at("first", true).keep(OF_THREE, Bytes.utf8("three"));
        assertThat(at("first", true).find(OF_ONE)).contains(Bytes.utf8("one"));
        assertThat(at("first", false).find(OF_THREE)).contains(Bytes.utf8("three"));
    }
}
