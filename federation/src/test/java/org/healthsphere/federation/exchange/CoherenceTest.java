package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoherenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subject\":{\"reference\":\"Patient/p1\"}",
                "\"subject\":{\"reference\":\"https://south.example/fhir/Patient/p1\"}",
                "\"patient\":{\"reference\":\"Patient/p1/_history/4\"}",
                "\"subject\":{\"reference\":\"Group/g1\"}",
                "\"subject\":{\"display\":\"somebody\"}",
                "\"status\":\"final\""
            })
    void what_is_about_this_patient_or_about_nobody_belongs_together(String about) {
        var records = List.of(Samples.patient("p1"), Samples.record("Observation", "o1", about));
        assertThat(Coherence.problem(records, RecordFilter.EVERYTHING)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subject\":{\"reference\":\"Patient/p2\"}",
                "\"patient\":{\"reference\":\"https://south.example/fhir/Patient/p2\"}",
                "\"subject\":{\"reference\":\"Patient/p1\"},\"patient\":{\"reference\":\"Patient/p2\"}"
            })
    void what_is_about_another_does_not(String about) {
        var records = List.of(Samples.patient("p1"), Samples.record("Observation", "o1", about));
        assertThat(Coherence.problem(records, RecordFilter.EVERYTHING))
                .contains("its records are of more than one patient");
    }
}
