package org.healthsphere.terminology.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.Terminology.Subsumption;
import org.healthsphere.terminology.TerminologyContract;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.Snomed;
import org.healthsphere.terminology.index.Compiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnomedRf2Test {
    @TempDir
    private Path folder;

    private final SyntheticSnomed edition = SyntheticSnomed.of(7, 300);

    private static List<Content> read(Path source) throws IOException {
        List<Content> contents = new ArrayList<>();
        var _ = Releases.read(source, Wishes.NONE, Progress.UNHEARD, contents::add)
                .orElseThrow();
        return contents;
    }

    private static List<String> problems(Path source) throws IOException {
        return switch (Releases.read(source, Wishes.NONE, Progress.UNHEARD, _ -> {})) {
            case Outcome.Failure<?>(Fault.Invalid(var problems)) ->
                problems.stream().map(Problem::toString).toList();
            case Outcome.Failure<?>(var fault) -> throw new AssertionError(fault);
            case Outcome.Success<?> _ -> List.of();
        };
    }

    @Test
    void every_concept_is_there_as_it_was_invented() throws IOException {
        var system = (CodeSystem) read(edition.write(folder, 1)).getFirst();
        assertThat(system.id().toString())
                .isEqualTo("http://snomed.info/sct|http://snomed.info/sct/900000000000207008/version/20260101");
        var rows = system.rows().stream().collect(Collectors.toMap(CodeSystem.Row::code, row -> row));
        assertThat(rows).hasSize(edition.concepts.size());
        for (var concept : edition.concepts) {
            var row = Optional.ofNullable(rows.get(concept.id())).orElseThrow();
            assertThat(row.inactive()).isEqualTo(!concept.active());
            assertThat(row.words().display()).isEqualTo(concept.name());
            assertThat(Set.copyOf(row.parents())).isEqualTo(Set.copyOf(concept.parents()));
            assertThat(row.words().designations())
                    .extracting(CodeSystem.Designation::value)
                    .contains(concept.name(), concept.name() + " (thing)", concept.german());
            assertThat(without(values(row, Snomed.MEMBER_OF), "447562003")).isEqualTo(concept.refsets());
            for (var relation : concept.relations()) {
                assertThat(values(row, relation.type())).contains(relation.value());
            }
        }
    }

    private static Set<String> values(CodeSystem.Row row, String property) {
        return row.values().stream()
                .filter(value -> value.property().equals(property))
                .map(CodeSystem.Value::value)
                .collect(Collectors.toSet());
    }

    /** The map that the generator writes is a reference set, too. */
    private static Set<String> without(Set<String> all, String one) {
        return all.stream().filter(value -> !value.equals(one)).collect(Collectors.toSet());
    }

    @Test
    void the_order_of_columns_and_rows_changes_nothing() throws IOException {
        var first = read(edition.write(folder.resolve("a"), 1));
        var second = read(edition.write(folder.resolve("b"), 2));
        assertThat(Bytes.of(Compiler.compile(sameOrigin(second.getFirst())).orElseThrow()))
                .isEqualTo(
                        Bytes.of(Compiler.compile(sameOrigin(first.getFirst())).orElseThrow()));
    }

    private static Content sameOrigin(Content content) {
        var system = (CodeSystem) content;
        return new CodeSystem(
                system.id(),
                system.title(),
                system.language(),
                Samples.ORIGIN,
                system.facts(),
                system.rules(),
                system.rows());
    }

    @Test
    void what_was_read_answers() throws IOException {
        var terminology =
                Samples.compiledContents(read(edition.write(folder, 3))).orElseThrow();
        var child = edition.concepts.stream()
                .filter(concept -> concept.active() && concept.parents().size() == 1)
                .reduce((_, last) -> last)
                .orElseThrow();
        var parent = new Coding(Snomed.SYSTEM, child.parents().getFirst());
        assertThat(terminology
                        .subsumes(parent, new Coding(Snomed.SYSTEM, child.id()))
                        .orElseThrow())
                .isEqualTo(Subsumption.SUBSUMES);
        var mapped = new Coding(Snomed.SYSTEM, edition.concepts.getLast().id());
        assertThat(terminology
                        .translate(mapped, "http://hl7.org/fhir/sid/icd-10")
                        .orElseThrow())
                .extracting(match -> match.target().code())
                .containsExactly("X99");
        assertThat(TerminologyContract.fault(terminology.lookup(new Coding(Snomed.SYSTEM, "1"))))
                .isInstanceOf(Fault.NotFound.class);
    }

    @Test
    void a_wrong_cell_is_told_with_file_row_and_column() throws IOException {
        var _ = edition.write(folder, 1);
        var file = folder.resolve("Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt");
        Files.write(
                file,
                List.of(
                        "active\tid\tmoduleId\teffectiveTime\tdefinitionStatusId",
                        "1\t138875005\t900000000000207008\t20260101\t900000000000074008",
                        "2\t138875005\t900000000000207008\t20260101\t900000000000074008",
                        "1\t138875006\t900000000000207008\t20260101\t900000000000074008",
                        "1\t138875005"));
        assertThat(problems(folder))
                .contains(
                        "Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt row 3 column active: is neither 0 nor 1",
                        "Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt row 3 column id: is there twice: 138875005",
                        "Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt row 4 column id: is not a SNOMED CT"
                                + " identifier: its check digit is wrong",
                        "Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt row 5 column definitionStatusId: has 2"
                                + " cells where 5 are needed");
    }

    @Test
    void a_column_that_is_missing_and_a_file_that_is_missing_are_named() throws IOException {
        var _ = edition.write(folder, 1);
        var file = folder.resolve("Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt");
        Files.write(file, List.of("id\teffectiveTime\tactive\tmoduleId"));
        Files.delete(folder.resolve("Snapshot/Terminology/sct2_Relationship_Snapshot_INT_20260101.txt"));
        assertThat(problems(folder))
                .hasSize(2)
                .contains(
                        "Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt: lacks the column definitionStatusId")
                .anyMatch(problem -> problem.contains("has no file sct2_Relationship_Snapshot"));
    }

    @Test
    void a_line_that_does_not_end_and_bytes_that_are_no_text_are_refused_within_bounds() throws IOException {
        var _ = edition.write(folder, 1);
        var file = folder.resolve("Snapshot/Terminology/sct2_TextDefinition_Snapshot-en_INT_20260101.txt");
        var head = "id\tactive\tconceptId\tlanguageCode\ttypeId\tterm\n";
        Files.writeString(file, head + "x".repeat(Lines.LONGEST + 10));
        assertThat(problems(folder)).anyMatch(problem -> problem.endsWith("row 2: does not end"));
        Files.write(file, (head + "\u00ff").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(folder)).anyMatch(problem -> problem.endsWith("row 2: is not in UTF-8"));
    }

    @Test
    void many_errors_are_told_up_to_a_bound_and_counted() throws IOException {
        var _ = edition.write(folder, 1);
        List<String> lines = new ArrayList<>(List.of("id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId"));
        for (var i = 0; i < 500; i++) {
            lines.add("1\t2\t1\t4\t5");
        }
        Files.write(folder.resolve("Snapshot/Terminology/sct2_Concept_Snapshot_INT_20260101.txt"), lines);
        assertThat(problems(folder)).hasSize(51).last().asString().contains("more problems");
    }
}
