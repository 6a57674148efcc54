package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steward's commands on a list of local codes, from the first load to its removal. */
class TerminologyCommandTest {
    private static final String URL = "https://northfield.example/wards";

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void settings() throws IOException {
        config = Files.writeString(folder.resolve("node.conf"), """
                node.id = northfield
                node.organization = Northfield General
                data = data
                secrets = secrets
                ledger.address = localhost:7051
                """);
    }

    private Path codes(String version, String rows) throws IOException {
        return Files.writeString(folder.resolve("wards-" + version + ".csv"), """
                # url: %s
                # version: %s
                # licence: internal
                code,display
                %s""".formatted(URL, version, rows));
    }

    private Ended run(Object... arguments) {
        var all = new Object[arguments.length + 3];
        all[0] = "terminology";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--config";
        all[all.length - 1] = config;
        return Ended.of(all);
    }

    @Test
    void a_list_is_loaded_listed_compared_and_removed() throws IOException {
        assertThat(run("list").out()).contains("Nothing was loaded");
        var loaded = run("load", codes("1", "A,First ward\n"));
        assertThat(loaded.code()).as(loaded.err()).isZero();
        assertThat(loaded.out()).contains("loaded: CODE_SYSTEM " + URL + "|1", "1 loaded");
        assertThat(loaded.err()).contains("wards-1.csv: 1 rows", "compiling " + URL + "|1");
        assertThat(run("load", codes("1", "A,First ward\n")).out()).contains("is there already: " + URL + "|1");
        assertThat(run("load", codes("2", "A,First ward\nB,Second ward\n")).code())
                .isZero();
        assertThat(run("list").out()).contains("from wards-1.csv; licence: internal", "from wards-2.csv");
        assertThat(run("versions", URL).out().lines()).hasSize(2).allMatch(line -> line.contains("sha256"));
        assertThat(run("diff", URL, "1", "2").out()).contains("added 1: B", "removed 0");
        assertThat(run("remove", URL + "|1").out()).contains("removed: CODE_SYSTEM " + URL + "|1");
        assertThat(run("versions", URL).out()).contains(URL + "|2").doesNotContain(URL + "|1 ");
    }

    @Test
    void a_map_is_suggested_reviewed_and_published() throws IOException {
        var conditions = "https://healthsphere.org/fhir/CodeSystem/conditions";
        assertThat(run("load", codes("1", "D2,Type 2 diabetes\n")).code()).isZero();
        var draft = folder.resolve("wards.sssom.tsv");
        var map = "https://northfield.example/maps/wards";
        var suggested = run("suggest", URL, conditions, "--map", map, "--into", draft);
        assertThat(suggested.code()).as(suggested.err()).isZero();
        var text = Files.readString(draft);
        assertThat(text).contains("L:D2\tType 2 diabetes\t", "semapv:LexicalMatching");
        assertThat(run("publish", draft, "--version-of-map", "1").err()).contains("nothing is reviewed");
        var at = text.indexOf("L:D2");
        var end = text.indexOf("\t\t", at);
        Files.writeString(draft, text.substring(0, end) + "\tsteward-7\t" + text.substring(end + 2));
        var published = run("publish", draft, "--version-of-map", "1");
        assertThat(published.code()).as(published.err()).isZero();
        assertThat(published.out()).contains("loaded: CONCEPT_MAP " + map + "|1");
        assertThat(run("publish", draft, "--version-of-map", "1").err()).contains("there is a file already");
    }

    @Test
    void what_is_wrong_is_told_by_file_and_line_and_nothing_is_loaded() throws IOException {
        var refused = run("load", codes("1", "A,First ward\nA,Again\n"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("wards-1.csv line 6: has a code that was there before: A");
        assertThat(run("list").out()).contains("Nothing was loaded");
        assertThat(run("load", folder.resolve("none.zip")).err()).contains("none.zip");
        assertThat(run("remove", URL + "|1").code()).isEqualTo(1);
        assertThat(run("versions", "https://example.org/none").code()).isEqualTo(1);
    }

    @Test
    void codes_of_hl7_v3_that_core_profiles_bind_to_are_there_and_keep_their_version() throws IOException {
        var marital = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";
        assertThat(run("versions", marital).out()).contains(marital + "|2018-08-12");
        assertThat(run("versions", "http://hl7.org/fhir/ValueSet/marital-status")
                        .out())
                .contains("|4.0.1");
        var other = Files.writeString(folder.resolve("other.csv"), """
                # url: %s
                # version: 2018-08-12
                # licence: none
                code,display
                M,Moon
                """.formatted(marital));
        assertThat(run("load", other).err()).contains("is there already, from another source");
    }
}
