package org.healthsphere.terminology.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTerminologyTest {
    private static final String URL = "https://example.org/codes";
    private static final Coding CODE = new Coding(URL, "a");

    @TempDir
    private Path folder;

    private Member north;
    private Member south;

    /** One of two members, each with what comes with the product. */
    private record Member(Path folder, LiveTerminology live, LoadedTerminology loaded, SharedTerminology shared) {
        static Member in(Path folder) {
            var live = LiveTerminology.in(
                    folder, texts -> TerminologyLibrary.open(folder, Samples.sources(), folder, texts));
            var loaded = LoadedTerminology.in(folder);
            return new Member(folder, live, loaded, new SharedTerminology(live, loaded));
        }

        Sha256 load(String licence) throws IOException {
            var file = Files.writeString(folder.resolve("codes.csv"), """
                    # url: %s
                    # version: 1
                    # licence: %s
                    code,display
                    a,First
                    """.formatted(URL, licence));
            var report =
                    loaded.load(file, Wishes.NONE, Set.of(), Progress.UNHEARD).orElseThrow();
            var _ = live.get();
            var _ = live.follow().orElseThrow();
            return report.added().getFirst().file();
        }
    }

    @BeforeEach
    void two_members() throws IOException {
        north = Member.in(Files.createDirectories(folder.resolve("north")));
        south = Member.in(Files.createDirectories(folder.resolve("south")));
    }

    @Test
    void a_file_that_may_be_handed_on_is_given_taken_and_answered_from_by_both() throws IOException {
        assertThat(south.shared().lock()).isEqualTo(north.shared().lock());
        var digest = north.load("CC0-1.0");
        assertThat(south.shared().lock()).isNotEqualTo(north.shared().lock());
        assertThat(south.shared().has(digest)).isFalse();
        var entry = south.shared()
                .take(digest, north.shared().give(digest).orElseThrow(), "north")
                .orElseThrow();
        assertThat(entry.id()).isEqualTo(new Canonical(URL, "1"));
        assertThat(entry.source()).isEqualTo("north");
        assertThat(south.live().follow().orElseThrow()).isPresent();
        assertThat(south.shared().lock()).isEqualTo(north.shared().lock());
        assertThat(south.live().lookup(CODE)).isEqualTo(north.live().lookup(CODE));
        assertThat(south.live().expand(URL + "/vs").orElseThrow().digest())
                .isEqualTo(north.live().expand(URL + "/vs").orElseThrow().digest());
    }

    @Test
    void what_is_licensed_to_the_one_is_not_given_to_the_other() throws IOException {
        var digest = north.load("SNOMED CT affiliate licence");
        assertThat(north.shared().give(digest))
                .isEqualTo(Outcome.failed(
                        new Fault.Forbidden("the licence of " + URL + "|1 does not let it be handed on")));
        assertThat(north.shared().give(Sha256.of("nothing"))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void what_is_not_what_its_digest_names_is_not_taken() throws IOException {
        var digest = north.load("CC0-1.0");
        var bytes = north.shared().give(digest).orElseThrow().array().clone();
        bytes[bytes.length / 2] ^= 1;
        assertThat(south.shared().take(digest, Bytes.of(bytes), "north")).isInstanceOf(Outcome.Failure.class);
        var nonsense = Bytes.utf8("no compiled file");
        assertThat(south.shared().take(Sha256.of(nonsense.array()), nonsense, "north"))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(south.loaded().entries()).isEqualTo(List.of());
    }

    @Test
    void another_meaning_of_a_version_is_not_taken_in_beside_the_one_there_is() throws IOException {
        var other = north.load("CC0-1.0");
        var _ = south.load("CC-BY-4.0");
        assertThat(south.shared().take(other, north.shared().give(other).orElseThrow(), "north"))
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void what_was_asked_under_a_lock_has_the_same_answer_after_other_versions_came() throws IOException {
        var _ = north.load("CC0-1.0");
        var then = north.shared().lock();
        north.shared().keep(then);
        var digest = north.live().expand(URL + "/vs").orElseThrow().digest();
        var newer = Files.writeString(north.folder().resolve("newer.csv"), """
                # url: %s
                # version: 2
                # licence: CC0-1.0
                code,display
                a,First
                b,Second
                """.formatted(URL));
        assertThat(north.loaded().load(newer, Wishes.NONE, Set.of(), Progress.UNHEARD)).isInstanceOf(Outcome.Success.class);
        assertThat(north.live().follow().orElseThrow()).isPresent();
        assertThat(north.live().expand(URL + "/vs").orElseThrow().digest()).isNotEqualTo(digest);
        var kept = north.shared().kept(then.digest()).orElseThrow();
        assertThat(kept).isEqualTo(then);
        assertThat(north.shared().by(kept).orElseThrow().expand(URL + "/vs").orElseThrow().digest())
                .isEqualTo(digest);
    }

    @Test
    void a_lock_that_cannot_be_answered_by_is_refused_by_the_names_of_its_files() throws IOException {
        var there = north.load("CC0-1.0");
        var lock = north.shared().lock();
        assertThat(south.shared().by(lock))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch(
                        "terminology: " + URL + "|1 as " + there + ", which is not here")));
        var here = south.load("CC-BY-4.0");
        assertThat(south.shared().by(lock))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch(
                        "terminology: " + URL + "|1 as " + there + ", which is " + here + " here")));
    }

    @Test
    void a_kept_lock_that_is_no_longer_what_its_name_says_is_none() throws IOException {
        var lock = north.shared().lock();
        north.shared().keep(lock);
        var file = north.folder().resolve("locks").resolve(lock.digest() + ".json");
        assertThat(TerminologyLock.parse(Bytes.of(Files.readAllBytes(file)))).isEqualTo(Outcome.of(lock));
        Files.writeString(file, "{\"files\":[]}");
        assertThat(north.shared().kept(lock.digest())).isEmpty();
        assertThat(TerminologyLock.parse(Bytes.utf8("nonsense"))).isInstanceOf(Outcome.Failure.class);
    }
}
