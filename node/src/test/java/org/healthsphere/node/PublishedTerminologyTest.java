package org.healthsphere.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedTerminologyTest {
    private static final String FHIR = "http://hl7.org/fhir/";
    private static final String THO = "http://terminology.hl7.org/";

    private Path folder = Path.of("");
    private CompiledTerminology published = CompiledTerminology.of(List.of()).orElseThrow();

    @BeforeAll
    void compile(@TempDir Path given) {
        folder = given;
        published = new PublishedTerminology(folder, BundledContent.sources()).get();
    }

    @Test
    void the_codes_of_a_required_binding_are_those_of_the_reference_model() {
        var expected = List.of(Observation.ObservationStatus.values()).stream()
                .filter(status -> status != Observation.ObservationStatus.NULL)
                .map(status -> new Coding(FHIR + "observation-status", status.toCode()))
                .toList();
        assertThat(published
                        .expand(FHIR + "ValueSet/observation-status")
                        .orElseThrow()
                        .concepts())
                .extracting(Terminology.Concept::coding)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource({
        FHIR + "ValueSet/observation-status," + FHIR + "observation-status,final",
        FHIR + "ValueSet/administrative-gender," + FHIR + "administrative-gender,female",
        FHIR + "ValueSet/condition-clinical," + THO + "CodeSystem/condition-clinical,remission",
        THO + "ValueSet/v2-0001," + THO + "CodeSystem/v2-0001,F",
        THO + "ValueSet/v3-PurposeOfUse," + THO + "CodeSystem/v3-ActReason,TREAT"
    })
    void a_code_is_found_in_the_value_set_that_has_it(String valueSet, String system, String code) {
        assertThat(published
                        .validateCode(valueSet, new Coding(system, code))
                        .orElseThrow()
                        .result())
                .isTrue();
        assertThat(published
                        .validateCode(valueSet, new Coding(system, "none-of-them"))
                        .orElseThrow()
                        .result())
                .isFalse();
    }

    @Test
    void every_type_of_resource_is_a_code() {
        assertThat(published
                        .expand(FHIR + "ValueSet/resource-types")
                        .orElseThrow()
                        .concepts())
                .extracting(concept -> concept.coding().code())
                .contains("Patient", "Observation", Enumerations.ResourceType.VISIONPRESCRIPTION.toCode());
    }

    @Test
    void what_the_node_brings_itself_is_still_its_own() {
        var own = TerminologyLibrary.open(folder.resolve("own"), BundledContent.sources())
                .orElseThrow();
        assertThat(published.files()).hasSizeGreaterThan(1_000);
        own.files()
                .forEach(file -> assertThat(published.files())
                        .anyMatch(other -> other.sha256().equals(file.sha256())));
    }

    @Test
    void a_later_start_maps_what_was_compiled() {
        var again = new PublishedTerminology(folder, BundledContent.sources()).get();
        assertThat(again.files()).hasSameSizeAs(published.files());
    }

    @Test
    void a_search_asks_it_only_for_what_the_node_does_not_know_itself() {
        var own = TerminologyLibrary.open(folder.resolve("own"), BundledContent.sources())
                .orElseThrow();
        var codes = new TerminologyCodes(own, () -> {
            throw new AssertionError("asked");
        });
        var female = new Coding(FHIR + "administrative-gender", "female");
        assertThat(codes.in(FHIR + "ValueSet/administrative-gender").orElseThrow())
                .accepts(female);
        var both = new TerminologyCodes(own, () -> published);
        assertThat(both.in(FHIR + "ValueSet/observation-status").orElseThrow())
                .accepts(new Coding(FHIR + "observation-status", "final"))
                .rejects(female);
        assertThat(both.below(new Coding(THO + "CodeSystem/v3-ActReason", "PurposeOfUse"))
                        .orElseThrow())
                .accepts(new Coding(THO + "CodeSystem/v3-ActReason", "TREAT"));
    }
}
