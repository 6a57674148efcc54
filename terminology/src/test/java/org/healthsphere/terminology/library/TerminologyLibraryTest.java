package org.healthsphere.terminology.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.Samples.animal;
import static org.healthsphere.terminology.TerminologyContract.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminologyLibraryTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void the_second_start_reads_what_the_first_has_compiled() throws IOException {
        var first = open(Samples.sources());
        age();
        var second = open(Samples.sources().reversed());
        assertThat(written()).isEmpty();
        assertThat(second.lookup(animal("duck"))).isEqualTo(first.lookup(animal("duck")));
        assertThat(digests(second)).isEqualTo(digests(first));
    }

    @Test
    void changed_sources_are_compiled_again() throws IOException {
        var before = digests(open(Samples.sources()));
        age();
        var more =
                open(with(Samples.valueSet("stones", "{\"include\":[" + Samples.filter("code", "=", "stone") + "]}")));
        assertThat(more.expand("https://example.org/vs/stones").orElseThrow().concepts())
                .hasSize(1);
        assertThat(digests(more)).containsAll(before).hasSize(before.size() + 1);
    }

    @Test
    void a_damaged_missing_or_foreign_file_is_made_again() throws IOException {
        var expected = digests(open(Samples.sources()));
        for (var name : files().keySet()) {
            if (name.endsWith(".txi")) {
                var damaged = Files.readAllBytes(folder.resolve(name));
                damaged[damaged.length / 2] ^= 1;
                Files.write(folder.resolve(name), damaged);
                assertThat(digests(open(Samples.sources()))).isEqualTo(expected);
                Files.write(folder.resolve(name), Arrays.copyOf(damaged, 20));
                assertThat(digests(open(Samples.sources()))).isEqualTo(expected);
                Files.delete(folder.resolve(name));
                assertThat(digests(open(Samples.sources()))).isEqualTo(expected);
            }
        }
        Files.writeString(folder.resolve("terminology.lock"), "not a lock");
        assertThat(digests(open(Samples.sources()))).isEqualTo(expected);
    }

    @Test
    void compiling_twice_gives_equal_folders() throws IOException {
        var _ = open(Samples.sources());
        var first = files();
        Files.delete(folder.resolve("terminology.lock"));
        var _ = open(Samples.sources().reversed());
        assertThat(files()).isEqualTo(first);
    }

    @Test
    void what_is_wrong_with_the_sources_is_listed_and_the_folder_stays_as_it_was() throws IOException {
        var _ = open(Samples.sources());
        var before = files();
        var broken = TerminologyLibrary.open(
                folder, with(Samples.file("a.json", "{"), Samples.file("b.txt", ""), Samples.file("c.csv", "code\n1")));
        assertThat(fault(broken))
                .isInstanceOfSatisfying(
                        Fault.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Fault.Problem::toString)
                                .contains(
                                        "a.json: is not a JSON document",
                                        "b.txt: is neither .json, .sssom.tsv nor .csv",
                                        "c.csv: lacks the column display"));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void a_start_without_changes_does_not_load_jena() throws Exception {
        var _ = open(BundledContent.sources());
        try (var loader = new URLClassLoader(classPathWithout("jena"), ClassLoader.getPlatformClassLoader())) {
            var sources = loader.loadClass(BundledContent.class.getName())
                    .getMethod("sources")
                    .invoke(null);
            var opened = loader.loadClass(TerminologyLibrary.class.getName())
                    .getMethod("open", Path.class, List.class)
                    .invoke(null, folder, sources);
            assertThat(opened.getClass().getName()).isEqualTo(Outcome.Success.class.getName());
            assertThat(opened.getClass()).isNotSameAs(Outcome.Success.class);
        }
    }

    private static URL[] classPathWithout(String part) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().contains(part))
                .map(TerminologyLibraryTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private CompiledTerminology open(List<SourceFile> sources) {
        return TerminologyLibrary.open(folder, sources).orElseThrow();
    }

    private static List<SourceFile> with(SourceFile... more) {
        return Stream.concat(Samples.sources().stream(), Arrays.stream(more)).toList();
    }

    private static List<String> digests(CompiledTerminology terminology) {
        return terminology.files().stream().map(file -> file.sha256().hex()).toList();
    }

    private SortedMap<String, Bytes> files() throws IOException {
        SortedMap<String, Bytes> files = new TreeMap<>();
        try (var all = Files.list(folder)) {
            for (var file : all.toList()) {
                files.put(file.getFileName().toString(), Bytes.of(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private void age() throws IOException {
        for (var name : files().keySet()) {
            Files.setLastModifiedTime(folder.resolve(name), LONG_AGO);
        }
    }

    private List<String> written() throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(file -> {
                        try {
                            return !Files.getLastModifiedTime(file).equals(LONG_AGO);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .map(Path::toString)
                    .toList();
        }
    }
}
