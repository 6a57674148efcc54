package org.healthsphere.terminology.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.TerminologyContract;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Snomed;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.SyntheticSnomed;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedTerminologyTest {
    private static final String URL = "https://hospital.example/codes";

    @TempDir
    private Path folder;

    private Path terminology;
    private LoadedTerminology loaded;

    @BeforeEach
    void open() {
        terminology = folder.resolve("terminology");
        loaded = LoadedTerminology.in(terminology);
    }

    private Path csv(String name, String version, String rows) throws IOException {
        return Files.writeString(folder.resolve(name), """
                # url: %s
                # version: %s
                # licence: own
                code,display,parent
                %s""".formatted(URL, version, rows));
    }

    private LoadedTerminology.Report load(Path source) throws IOException {
        return loaded.load(source, Wishes.NONE, Set.of(), Progress.UNHEARD).orElseThrow();
    }

    private CompiledTerminology node() {
        return TerminologyLibrary.open(terminology, Samples.sources()).orElseThrow();
    }

    @Test
    void what_was_loaded_is_answered_beside_what_comes_with_the_product() throws IOException {
        var edition = SyntheticSnomed.of(5, 1_200);
        var report = load(edition.write(folder.resolve("release"), 1));
        assertThat(report.added()).extracting(entry -> entry.id().url()).startsWith(Snomed.SYSTEM);
        var node = node();
        var last = edition.concepts.getLast();
        assertThat(node.lookup(new Coding(Snomed.SYSTEM, last.id()))
                        .orElseThrow()
                        .display())
                .isEqualTo(last.name());
        assertThat(node.lookup(Samples.animal("duck")).orElseThrow().display()).isEqualTo("Duck");
        assertThat(node.members("http://snomed.info/sct?fhir_vs")
                        .orElseThrow()
                        .matching(last.name())
                        .size())
                .isPositive();
        assertThat(terminology
                        .resolve("loaded")
                        .resolve(report.added().getFirst().file() + ".text"))
                .isDirectory();
    }

    @Test
    void the_same_source_is_not_compiled_again_and_another_does_not_change_a_version() throws IOException {
        var source = csv("codes.csv", "1", "a,First,\n");
        assertThat(load(source).added()).hasSize(1);
        var again = load(source);
        assertThat(again.added()).isEmpty();
        assertThat(again.unchanged()).hasSize(1);
        var other = csv("codes.csv", "1", "a,Changed,\n");
        assertThat(TerminologyContract.fault(loaded.load(other, Wishes.NONE, Set.of(), Progress.UNHEARD)))
                .isInstanceOf(Fault.Conflict.class);
        var taken = csv("more.csv", "2", "a,First,\n");
        assertThat(TerminologyContract.fault(
                        loaded.load(taken, Wishes.NONE, Set.of(new Canonical(URL, "2")), Progress.UNHEARD)))
                .isInstanceOf(Fault.Conflict.class);
        assertThat(loaded.entries()).extracting(LoadedEntry::source).containsExactly("codes.csv");
    }

    @Test
    void an_interrupted_load_goes_on_where_it_was() throws IOException {
        var release = Files.createDirectories(folder.resolve("release"));
        var first = csv("release/a.csv", "1", "a,First,\n");
        var second = csv("release/b.csv", "2", "a,First,\nb,Second,a\n");
        var report = load(release);
        assertThat(report.added()).extracting(entry -> entry.id().version()).containsExactly("1", "2");
        var removed = loaded.remove(new Canonical(URL, "2")).orElseThrow();
        Files.writeString(terminology.resolve("loaded").resolve(removed.file() + ".txi.new"), "half");
        var again = load(release);
        assertThat(again.unchanged()).extracting(entry -> entry.id().version()).containsExactly("1");
        assertThat(again.added()).containsExactly(removed);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void errors_change_nothing() throws IOException {
        var fault = TerminologyContract.fault(
                loaded.load(csv("codes.csv", "1", "a,First,\na,Twice,\n"), Wishes.NONE, Set.of(), Progress.UNHEARD));
        assertThat(fault.toString()).contains("codes.csv", "line 6", "has a code that was there before: a");
        assertThat(loaded.entries()).isEmpty();
        assertThat(TerminologyContract.fault(
                        loaded.load(folder.resolve("none"), Wishes.NONE, Set.of(), Progress.UNHEARD)))
                .isInstanceOf(Fault.NotFound.class);
    }

    @Test
    void a_damaged_file_is_named_at_the_start_and_can_be_removed() throws IOException {
        var entry = load(csv("codes.csv", "1", "a,First,\n")).added().getFirst();
        var file = terminology.resolve("loaded").resolve(entry.file() + ".txi");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(TerminologyContract.fault(TerminologyLibrary.open(terminology, Samples.sources()))
                        .toString())
                .contains(URL + "|1", "codes.csv");
        assertThat(loaded.remove(entry.id()).orElseThrow()).isEqualTo(entry);
        assertThat(node().holdsSystem(URL)).isFalse();
        assertThat(TerminologyContract.fault(loaded.remove(entry.id()))).isInstanceOf(Fault.NotFound.class);
    }

    @Test
    void two_versions_are_compared_code_by_code() throws IOException {
        var _ = load(csv("old.csv", "1", "a,First,\nb,Second,a\nc,Third,a\nd,Fourth,\n"));
        var _ = load(csv("new.csv", "2", "a,First,\nb,Second thing,a\nc,Third,b\ne,Fifth,\n"));
        var difference = LoadedTerminology.difference(node(), new Canonical(URL, "1"), new Canonical(URL, "2"))
                .orElseThrow();
        assertThat(difference.added()).containsExactly("e");
        assertThat(difference.removed()).containsExactly("d");
        assertThat(difference.moved()).containsExactly("c");
        assertThat(difference.renamed()).containsExactly("b");
        assertThat(difference.retired()).isEmpty();
        assertThat(TerminologyContract.fault(
                        LoadedTerminology.difference(node(), new Canonical(URL, "1"), new Canonical(URL, "3"))))
                .isInstanceOf(Fault.NotFound.class);
    }
}
