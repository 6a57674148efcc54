package org.healthsphere.terminology.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.junit.jupiter.api.Test;

/** The content that comes with the product holds what it promises. */
class BundledContentTest {
    private static final String FHIR = "https://healthsphere.org/fhir/";
    private static final String CONDITIONS = FHIR + "CodeSystem/conditions";
    private static final String LABORATORY = FHIR + "CodeSystem/laboratory";
    private static final Set<String> LICENSED = Set.of("http://snomed.info/sct", "http://loinc.org");
    private static final Path SOURCES = Path.of("../specs/src/main/resources/fhir");

    private final List<Content> contents =
            ContentReader.readAll(BundledContent.sources()).orElseThrow();
    private final CompiledTerminology terminology = Samples.bundled();

    @Test
    void every_file_is_listed() throws IOException {
        var listed = BundledContent.sources().stream().map(SourceFile::name).toList();
        try (var files = Files.walk(SOURCES)) {
            assertThat(listed)
                    .isSorted()
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> SOURCES.relativize(file).toString().replace('\\', '/'))
                            .filter(name -> Pattern.matches("(CodeSystem|ValueSet|ConceptMap|iso)/.*", name))
                            .toList());
        }
    }

    private static boolean isOfIso(Content content) {
        return content.origin().file().startsWith("iso/");
    }

    @Test
    void every_list_of_iso_says_whose_its_names_are() {
        assertThat(contents)
                .filteredOn(BundledContentTest::isOfIso)
                .hasSize(4)
                .allSatisfy(content ->
                        assertThat(content.origin().licence()).matches("(CC0-1.0|Unicode-3.0) \\(names: .*\\)"));
    }

    @Test
    void every_content_has_a_licence_and_a_url_of_its_own() {
        assertThat(contents).filteredOn(content -> !isOfIso(content)).allSatisfy(content -> {
            var ofFhir = content.id().url().startsWith("http://hl7.org/fhir/");
            assertThat(content.origin().licence()).contains(ofFhir ? "CC0 1.0" : "Apache License");
            assertThat(content.id().url())
                    .matches("http://hl7\\.org/fhir/.*|https://(healthsphere\\.org|\\w+\\.example)/.*");
            assertThat(content.title()).isNotEqualTo(content.id().url());
        });
    }

    @Test
    void every_target_and_every_held_source_of_a_map_exists() {
        assertThat(maps())
                .isNotEmpty()
                .allSatisfy(map -> assertThat(map.mappings()).isNotEmpty().allSatisfy(line -> {
                    assertThat(terminology.lookup(line.target()).orElseThrow().inactive())
                            .isFalse();
                    if (!LICENSED.contains(line.source().system())) {
                        assertThat(terminology.display(line.source())).isNotEmpty();
                    }
                    assertThat(line.ground().justification()).startsWith("https://w3id.org/semapv/vocab/");
                }));
    }

    @Test
    void a_code_has_one_target_in_a_map() {
        assertThat(maps())
                .allSatisfy(map -> assertThat(map.mappings().stream().map(ConceptMap.Mapping::source))
                        .doesNotHaveDuplicates());
    }

    @Test
    void every_value_set_expands_and_none_is_empty() {
        assertThat(contents)
                .filteredOn(ValueSet.class::isInstance)
                .hasSizeGreaterThan(8)
                .allSatisfy(valueSet -> assertThat(terminology
                                .expand(valueSet.id().url())
                                .orElseThrow()
                                .concepts())
                        .isNotEmpty());
    }

    @Test
    void no_parent_is_missing_and_no_display_is_used_twice() {
        assertThat(contents)
                .filteredOn(content -> content instanceof CodeSystem && !isOfIso(content))
                .allSatisfy(content -> {
                    var system = (CodeSystem) content;
                    var codes = system.rows().stream().map(CodeSystem.Row::code).collect(Collectors.toSet());
                    assertThat(system.rows())
                            .allSatisfy(row -> assertThat(codes).containsAll(row.parents()));
                    assertThat(system.rows().stream().map(row -> row.words().display()))
                            .doesNotHaveDuplicates();
                });
    }

    /** Identifiers of licensed systems stand in maps without a word of theirs; their systems are not held. */
    @Test
    void no_text_of_a_licensed_system_is_here() {
        assertThat(BundledContent.sources())
                .filteredOn(source -> source.name().startsWith("ConceptMap/"))
                .allSatisfy(source -> assertThat(source.bytes().utf8()).doesNotContain("\"display\""));
        assertThat(LICENSED).noneMatch(terminology::holdsSystem);
    }

    @Test
    void type_2_diabetes_is_with_its_complications_and_without_prediabetes() {
        var diabetes = FHIR + "ValueSet/diabetes-type-2";
        assertThat(codes(diabetes))
                .containsExactlyInAnyOrder(
                        "type-2-diabetes", "type-2-diabetes-eye", "type-2-diabetes-kidney", "type-2-diabetes-nerve");
        assertThat(terminology
                        .descendantsAndSelf(new Coding(CONDITIONS, "type-2-diabetes"))
                        .orElseThrow()
                        .digest())
                .isEqualTo(terminology.expand(diabetes).orElseThrow().digest());
        assertThat(codes(FHIR + "ValueSet/diabetes"))
                .doesNotContain("prediabetes")
                .contains("type-1-diabetes");
    }

    @Test
    void the_sensitive_value_sets_keep_apart_what_they_name() {
        assertThat(codes(FHIR + "ValueSet/sensitive-substance-use"))
                .contains("opioid-use", "alcohol-dependence", "alcohol-score")
                .doesNotContain("tobacco-use", "depression");
        assertThat(codes(FHIR + "ValueSet/sensitive-mental-health")).contains("depression", "self-harm");
        assertThat(codes(FHIR + "ValueSet/sensitive-sexual-health")).contains("pregnancy-loss", "infertility");
        assertThat(codes(FHIR + "ValueSet/sensitive-hiv")).containsExactly("hiv-infection", "aids");
        assertThat(codes(FHIR + "ValueSet/sensitive-genetics")).contains("genetic-condition", "genetic-carrier");
        assertThat(codes(FHIR + "ValueSet/sensitive"))
                .contains("opioid-use", "depression", "infertility", "aids", "violence-or-abuse", "genetic-carrier")
                .doesNotContain("hypertension", "hba1c");
    }

    @Test
    void what_synthetic_patients_are_coded_with_is_translated() {
        assertThat(target("http://snomed.info/sct", "44054006", CONDITIONS)).isEqualTo("type-2-diabetes");
        assertThat(target("http://snomed.info/sct", "15777000", CONDITIONS)).isEqualTo("prediabetes");
        assertThat(target("http://loinc.org", "4548-4", LABORATORY)).isEqualTo("hba1c");
        assertThat(target("http://loinc.org", "8480-6", LABORATORY)).isEqualTo("systolic-blood-pressure");
    }

    @Test
    void both_hospitals_code_in_their_own_way_and_leave_a_few_codes_without_a_meaning() {
        assertThat(target("https://northfield.example/codes/diagnosis", "DM2", CONDITIONS))
                .isEqualTo("type-2-diabetes");
        assertThat(target("https://northfield.example/codes/lab", "A1C", LABORATORY))
                .isEqualTo("hba1c");
        assertThat(target("https://riverside.example/codes/diagnosis", "D1010", CONDITIONS))
                .isEqualTo("type-2-diabetes");
        assertThat(target("https://riverside.example/codes/lab", "M200", LABORATORY))
                .isEqualTo("hba1c");
        for (var hospital : List.of("northfield", "riverside")) {
            assertThat(unmapped("https://" + hospital + ".example/codes/diagnosis", CONDITIONS))
                    .hasSize(4);
            assertThat(unmapped("https://" + hospital + ".example/codes/lab", LABORATORY))
                    .hasSize(3);
        }
    }

    @Test
    void whatever_a_patient_is_coded_with_a_hospital_can_say_in_its_own_code() {
        assertThat(maps().filter(map -> map.id().url().endsWith("sct-conditions"))
                        .flatMap(map -> map.mappings().stream())
                        .map(ConceptMap.Mapping::target)
                        .distinct()
                        .filter(code -> terminology
                                .reverse(code, "https://northfield.example/codes/diagnosis")
                                .orElseThrow()
                                .isEmpty())
                        .map(Coding::code))
                .isEmpty();
    }

    private Stream<ConceptMap> maps() {
        return contents.stream().filter(ConceptMap.class::isInstance).map(ConceptMap.class::cast);
    }

    private List<String> codes(String valueSet) {
        return terminology.expand(valueSet).orElseThrow().concepts().stream()
                .map(Terminology.Concept::coding)
                .map(Coding::code)
                .toList();
    }

    private String target(String system, String code, String target) {
        var matches = terminology.translate(new Coding(system, code), target).orElseThrow();
        assertThat(matches).hasSize(1);
        return matches.getFirst().target().code();
    }

    private List<String> unmapped(String system, String target) {
        return contents.stream()
                .filter(content -> content.id().url().equals(system))
                .flatMap(content -> ((CodeSystem) content).rows().stream())
                .map(CodeSystem.Row::code)
                .filter(code -> terminology
                        .translate(new Coding(system, code), target)
                        .orElseThrow()
                        .isEmpty())
                .toList();
    }
}
