package org.healthsphere.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class MentionsTest {
    private static final Bytes TWO = Bytes.utf8("""
            {"subject":{"reference":"Patient/a","display":"A"},"performer":[{"reference":"Patient/b/_history/2"},\
            {"reference":"Practitioner/Patient"}],"note":[{"text":"see \\"Patient/x y\\""}],"value":1.20,"big":1e400}""");

    @Test
    void the_patients_that_a_resource_refers_to_are_found() {
        assertThat(Mentions.patients(TWO)).containsExactly("a", "b");
        assertThat(Mentions.patients(Bytes.NONE)).isEmpty();
        assertThat(Mentions.patients(Bytes.utf8("{\"a\":\"Patient/"))).isEmpty();
        assertThat(Mentions.patients(Bytes.utf8("{\"url\":\"http://example.org/Patient/a\"}")))
                .isEmpty();
    }

    @Test
    void without_one_of_them_only_his_reference_is_masked_and_numbers_stay_as_written() {
        assertThat(Mentions.without(TWO, "b").utf8())
                .contains("\"reference\":\"Patient/a\",\"display\":\"A\"")
                .contains("\"performer\":[{\"extension\":[{\"url\":"
                        + "\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"masked\"}]},"
                        + "{\"reference\":\"Practitioner/Patient\"}]")
                .contains("\"value\":1.20")
                .doesNotContain("Patient/b");
        assertThat(Mentions.patients(Mentions.without(TWO, "a"))).containsExactly("b");
    }

    @Test
    void a_resource_is_shared_when_it_speaks_of_somebody_else_than_its_own_patient() {
        assertThat(Mentions.isShared(of(Optional.of("a"), "{\"subject\":{\"reference\":\"Patient/a\"}}")))
                .isFalse();
        assertThat(Mentions.isShared(of(Optional.of("b"), "{\"subject\":{\"reference\":\"Patient/a\"}}")))
                .isTrue();
        assertThat(Mentions.isShared(of(Optional.empty(), "{\"subject\":{\"reference\":\"Patient/a\"}}")))
                .isTrue();
        assertThat(Mentions.isShared(of(Optional.empty(), "{}"))).isFalse();
    }

    private static StoredResource of(Optional<String> patient, String json) {
        var id = new ResourceId("Observation", "o");
        return new StoredResource(id, 1, 1, Instant.EPOCH, patient, false, Bytes.utf8(json));
    }
}
