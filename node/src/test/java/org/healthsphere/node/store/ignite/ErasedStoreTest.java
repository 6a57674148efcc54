package org.healthsphere.node.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.store.ResourceStoreContract.NOW;
import static org.healthsphere.node.store.ResourceStoreContract.id;
import static org.healthsphere.node.store.ResourceStoreContract.put;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An erasure on the disk: what the files say before and after. */
class ErasedStoreTest {
    private static final String FAMILY = "Xanthopoulos-Quirke";
    private static final String NUMBER = "MRN-7731-4409";
    private static final String TEXT = "zyzzyva in the left knee";
    private static final List<String> KNOWN = List.of(FAMILY, FAMILY.toLowerCase(Locale.ROOT), NUMBER, TEXT);

    @TempDir
    private Path directory;

    private IgniteResourceStore open() {
        return IgniteResourceStore.open(
                IgniteSettings.of(directory.resolve("store"), "erased"), Keys.in(directory), () -> NOW);
    }

    private LuceneResourceIndex index(IgniteResourceStore store) {
        return LuceneResourceIndex.open(store, SearchParameters.r4(), directory.resolve("index"));
    }

    private static String patient(String family, String number) {
        return "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"" + number + "\"}],\"name\":[{\"family\":\""
                + family + "\"}]}";
    }

    private static void fill(IgniteResourceStore store) {
        var someone = Optional.of("someone");
        for (var version = 0; version < 3; version++) {
            var _ = store.commit(new Commit(
                            List.of(
                                    put("Patient/someone", someone, patient(FAMILY, NUMBER)),
                                    put(
                                            "Condition/knee",
                                            someone,
                                            "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":"
                                                    + "\"Patient/someone\"},\"note\":[{\"text\":\"" + TEXT + "\"}]}"),
                                    put(
                                            "Patient/other" + version,
                                            Optional.of("other" + version),
                                            patient("Other", "1"))),
                            List.of(new Mark("patient-identifier", NUMBER + version, Bytes.utf8(NUMBER))
                                    .about("someone"))))
                    .orElseThrow();
        }
        var _ = store.commit(Commit.of(put(
                        "Group/two",
                        Optional.empty(),
                        "{\"resourceType\":\"Group\",\"member\":[{\"entity\":{\"reference\":\"Patient/someone\",\"display\":\""
                                + FAMILY + "\"}},{\"entity\":{\"reference\":\"Patient/other1\"}}]}")))
                .orElseThrow();
    }

    private static long matches(LuceneResourceIndex index, String family) {
        var criterion = Criterion.of("family", List.of(family));
        return index.search(
                        new Query("Patient", List.of(criterion), List.of(), 0, Optional.empty()),
                        ReleaseFilter.everything())
                .orElseThrow()
                .total();
    }

    @Test
    void after_an_erasure_no_file_holds_a_byte_of_the_patient() throws IOException {
        try (var store = open();
                var index = index(store)) {
            fill(store);
            index.catchUp();
        }
        // Only the index may tell before, in its words; the store never does.
        assertThat(holding(directory.resolve("store"))).isEmpty();
        assertThat(holding(directory.resolve("index"))).isNotEmpty();
        try (var store = open();
                var index = index(store)) {
            assertThat(matches(index, FAMILY)).isEqualTo(1);
            var erased = store.erase("someone", index::forget).orElseThrow();
            assertThat(erased.resources()).isEqualTo(2);
            assertThat(erased.masked()).isEqualTo(1);
            assertThat(holding(directory)).isEmpty();
            assertThat(matches(index, FAMILY)).isZero();
            assertThat(matches(index, "Other")).isEqualTo(3);
            var journal = store.marks(ResourceStore.ERASURES).toList();
            assertThat(journal).extracting(m -> m.value().utf8()).containsExactly(NOW.toString());
        }
        assertThat(holding(directory)).isEmpty();
        try (var store = open();
                var index = index(store)) {
            index.rebuild();
            assertThat(matches(index, FAMILY)).isZero();
            assertThat(store.get(id("Patient/someone"))).isEmpty();
            assertThat(store.get(id("Group/two"))).isPresent();
        }
        assertThat(holding(directory)).isEmpty();
    }

    /** The files below a folder that hold a known string, in either of the encodings that Java writes. */
    private static Set<Path> holding(Path folder) throws IOException {
        var found = new HashSet<Path>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = Files.readAllBytes(file);
                var narrow = new String(bytes, StandardCharsets.ISO_8859_1);
                var wide = new String(bytes, StandardCharsets.UTF_16LE);
                if (KNOWN.stream().anyMatch(k -> narrow.contains(k) || wide.contains(k))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void an_erasure_that_was_interrupted_is_ended_when_the_store_is_opened_again() {
        try (var store = open()) {
            fill(store);
            assertThat(store.erase("someone", _ -> {
                        throw new UncheckedIOException(new IOException("the index is on a full disk"));
                    }))
                    .isEqualTo(Outcome.failed(new Fault.Unavailable("a file beside the store")));
            assertThat(store.get(id("Patient/someone"))).isPresent();
        }
        var told = new ArrayList<ResourceId>();
        try (var store = open()) {
            store.endErasures(told::addAll);
            assertThat(told).containsExactlyInAnyOrder(id("Patient/someone"), id("Condition/knee"));
            assertThat(store.get(id("Patient/someone"))).isEmpty();
            assertThat(store.marks("patient-identifier")).isEmpty();
            assertThat(store.get(id("Group/two")).orElseThrow().json().utf8())
                    .contains("Patient/other1")
                    .doesNotContain("Patient/someone");
            store.endErasures(_ -> {
                throw new AssertionError("there is nothing left to end");
            });
        }
    }

    @Test
    void a_restored_copy_from_before_does_not_bring_the_patient_back() {
        var copied = new Copied();
        long last;
        try (var store = open()) {
            fill(store);
            last = store.copy(0, copied).orElseThrow();
            assertThat(store.erase("someone", _ -> {}).orElseThrow().resources())
                    .isEqualTo(2);
        }
        var settings = IgniteSettings.of(directory.resolve("restored"), "restored");
        IgniteResourceStore.restore(settings, last, Keys.in(directory), copied::tell);
        try (var store = IgniteResourceStore.open(settings, Keys.in(directory), () -> NOW)) {
            assertThat(store.get(id("Patient/someone"))).isEmpty();
            assertThat(store.get(id("Condition/knee"))).isEmpty();
            assertThat(store.marks("patient-identifier")).isEmpty();
            assertThat(IntStream.range(0, 3).mapToObj(i -> store.get(id("Patient/other" + i))))
                    .allMatch(Optional::isPresent);
            assertThat(store.changesAfter(0).map(r -> r.json().utf8())).noneMatch(json -> json.contains(FAMILY));
        }
    }
}
