package org.healthsphere.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.CoreContent;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code systems and value sets of FHIR's core, as they are read from the library that holds them. */
class CoreContentTest {
    private static final String V3 = "http://terminology.hl7.org/CodeSystem/v3-";

    @TempDir
    static Path folder;

    private static CompiledTerminology terminology;

    @BeforeAll
    static void open() {
        terminology = TerminologyLibrary.open(folder).orElseThrow();
    }

    @Test
    void everything_on_the_list_is_there() throws IOException {
        var list = new String(
                CoreContent.class.getResourceAsStream("/fhir/core-content.txt").readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ContentReader.readAll(CoreContent.sources()).orElseThrow())
                .extracting((Content content) -> content.id().url())
                .containsExactlyInAnyOrderElementsOf(list.lines().toList());
    }

    @Test
    void every_value_set_has_codes() {
        var empty = terminology.catalog().valueSets().stream()
                .map(valueSet -> valueSet.id().toString())
                .filter(id -> terminology.members(id).orElseThrow().size() == 0)
                .toList();
        assertThat(empty).isEmpty();
    }

    @Test
    void codes_that_core_profiles_bind_to_are_judged() {
        var marital = "http://hl7.org/fhir/ValueSet/marital-status";
        assertThat(terminology
                        .validateCode(marital, new Coding(V3 + "MaritalStatus", "M"))
                        .orElseThrow()
                        .display())
                .isEqualTo("Married");
        assertThat(terminology
                        .validateCode(marital, new Coding(V3 + "NullFlavor", "UNK"))
                        .orElseThrow()
                        .result())
                .isTrue();
        assertThat(terminology
                        .validateCode(marital, new Coding(V3 + "MaritalStatus", "Z"))
                        .orElseThrow()
                        .result())
                .isFalse();
        var encounter = "http://terminology.hl7.org/ValueSet/v3-ActEncounterCode";
        assertThat(terminology
                        .validateCode(encounter, new Coding(V3 + "ActCode", "AMB"))
                        .orElseThrow()
                        .result())
                .isTrue();
        assertThat(terminology
                        .validateCode(encounter, new Coding(V3 + "ActCode", "ETREAT"))
                        .orElseThrow()
                        .result())
                .isFalse();
    }

    @Test
    void the_next_start_reads_only_what_was_compiled() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).contains("terminology.lock");
        }
        var again = TerminologyLibrary.open(folder).orElseThrow();
        assertThat(digests(again)).isEqualTo(digests(terminology));
    }

    private static List<String> digests(CompiledTerminology terminology) {
        return terminology.files().stream().map(file -> file.sha256().hex()).toList();
    }
}
