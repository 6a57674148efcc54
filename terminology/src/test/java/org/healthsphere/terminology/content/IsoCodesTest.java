package org.healthsphere.terminology.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of ISO that FHIR refers to. */
class IsoCodesTest {
    private static final CompiledTerminology BUNDLED = Samples.bundled();

    @ParameterizedTest
    @CsvSource({
        "urn:iso:std:iso:3166, DE, Germany",
        "urn:iso:std:iso:3166, DEU, Germany",
        "urn:iso:std:iso:3166, 276, Germany",
        "urn:iso:std:iso:4217, EUR, Euro",
        "http://terminology.hl7.org/CodeSystem/iso639-1, de, German",
        "http://terminology.hl7.org/CodeSystem/iso639-2, deu, German",
        "http://terminology.hl7.org/CodeSystem/iso639-2, ger, German"
    })
    void a_code_has_its_name(String system, String code, String name) {
        var coding = new Coding(system, code);
        assertThat(BUNDLED.lookup(coding).orElseThrow())
                .extracting(Concept::display, Concept::inactive)
                .containsExactly(name, false);
        assertThat(BUNDLED.validateCode(system + "/vs", coding).orElseThrow().result())
                .isTrue();
        assertThat(BUNDLED.validateCode(system + "/vs", new Coding(system, "Q9Q"))
                        .orElseThrow()
                        .result())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "urn:iso:std:iso:3166, 747",
        "urn:iso:std:iso:4217, 233",
        "http://terminology.hl7.org/CodeSystem/iso639-1, 190",
        "http://terminology.hl7.org/CodeSystem/iso639-2, 506"
    })
    void a_list_is_expanded_whole(String system, int codes) {
        assertThat(BUNDLED.expand(system + "/vs").orElseThrow().concepts()).hasSize(codes);
    }

    @ParameterizedTest
    @CsvSource({"urn:iso:std:iso:4217, DEM", "http://terminology.hl7.org/CodeSystem/iso639-1, iw"})
    void what_is_in_use_no_more_is_inactive(String system, String code) {
        assertThat(BUNDLED.lookup(new Coding(system, code)).orElseThrow().inactive())
                .isTrue();
    }
}
