package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.healthsphere.federation.merge.Gathering;
import org.healthsphere.specs.Bytes;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subject\":{\"reference\":\"Patient/p1\"},\"subject\":{\"reference\":\"Patient/p2\"}",
                "\"subject\":{\"reference\":\"Patient/p1\",\"reference\":\"Patient/p2\"}"
            })
    void who_says_twice_whom_it_is_about_has_said_both(String about) {
        assertThat(problem(about)).contains("its records are of more than one patient");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\":\"o2\"",
                "\"resourceType\":\"Patient\"",
                "\"valueDecimal\":1e99999999",
                "\"valueDecimal\":[{\"v\":-1.5E-12345}]",
                "\"subject\":{\"identifier\":{\"n\":1e+1000}}",
                "\"valueInteger\":12345678901234567890123456789012345678901234567890123456789012345",
                "\"value\":",
                "\"value\":{\"a\":1",
                "\"value\":01",
                "\"value\":1}{",
                "\"value\":\"\u0001\"",
                "\"subject\":{\"reference\":[}"
            })
    void what_no_reader_takes_or_two_take_for_two_is_not_the_resource(String rest) {
        assertThat(problem(rest)).contains("a record is not the resource that it is announced as");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"valueDecimal\":1.50",
                "\"valueDecimal\":-1.5e-20",
                "\"valueDecimal\":[1,2,{\"a\":[0.1E+3,null,true]}]",
                "\"subject\":[{\"reference\":\"Patient/p2\"}]",
                "\"subject\":null",
                "\"subject\":{\"reference\":7,\"identifier\":{\"reference\":\"Patient/p2\"}}"
            })
    void other_values_are_read_over(String rest) {
        assertThat(problem(rest)).isEmpty();
    }

    private static Optional<String> problem(String rest) {
        return Coherence.problem(
                List.of(Samples.patient("p1"), Samples.record("Observation", "o1", rest)), RecordFilter.EVERYTHING);
    }

    /** Else one member could keep everybody's record from being shown. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_passes_can_be_merged(long seed) {
        var random = new Random(seed);
        var whole = Samples.record("Observation", "o1", """
                        "subject":{"reference":"Patient/p1"},"valueQuantity":{"value":-1.50e2,"unit":"\\u00b5g/ß"},\
                        "component":[{"valueString":"a\\"b","n":[1,2.5,true,null]}],"note":[{"text":"ü€𝄞"}]""");
        var passed = 0;
        for (var round = 0; round < 4_000; round++) {
            var bent = whole.json().array().clone();
            for (var times = 1 + random.nextInt(2); times > 0; times--) {
                bent[random.nextInt(bent.length)] =
                        random.nextBoolean() ? (byte) random.nextInt(256) : bent[random.nextInt(bent.length)];
            }
            var record = new ReleasedRecord("Observation", "o1", 3, Bytes.of(bent));
            if (Coherence.problem(List.of(record), RecordFilter.EVERYTHING).isEmpty()) {
                passed++;
                var gathering = new Gathering();
                gathering.take(Samples.NORTH, new MemberAnswer.Answered(List.of(record), Bytes.utf8("receipt")));
            }
        }
        assertThat(passed).isBetween(100, 3_900);
    }
}
