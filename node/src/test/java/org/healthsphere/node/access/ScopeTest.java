package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    @ParameterizedTest
    @CsvSource({
        "system/Observation.rs, Observation, rs",
        "system/*.cruds, *, cruds",
        "system/Patient.r, Patient, r",
        "system/Patient.read, Patient, rs",
        "system/Patient.write, Patient, cud",
        "system/*.*, *, cruds"
    })
    void a_system_scope_of_either_version_is_understood(String text, String type, String interactions) {
        assertThat(Scope.parse(text)).isEqualTo(Outcome.of(new Scope(type, interactions)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "openid",
                "patient/Observation.rs",
                "user/*.read",
                "system/Observation.",
                "system/Observation.sr",
                "system/observation.rs",
                "system/Observation.rs?category=laboratory",
                "system/Observation.rs ",
                "System/Observation.rs"
            })
    void what_cannot_be_honoured_is_refused(String text) {
        assertThat(Scope.parse(text)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void one_wrong_scope_spoils_the_list() {
        assertThat(Scope.parseAll("system/Patient.rs system/Observation.s"))
                .isEqualTo(Outcome.of(Set.of(new Scope("Patient", "rs"), new Scope("Observation", "s"))));
        assertThat(Scope.parseAll("system/Patient.rs launch")).isInstanceOf(Outcome.Failure.class);
        assertThat(Scope.parseAll("system/Patient.rs  system/Observation.s")).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_scope_permits_its_type_and_its_interactions() {
        var scope = new Scope("Observation", "rs");
        assertThat(scope.permits("Observation", Interaction.READ)).isTrue();
        assertThat(scope.permits("Observation", Interaction.SEARCH)).isTrue();
        assertThat(scope.permits("Observation", Interaction.UPDATE)).isFalse();
        assertThat(scope.permits("Patient", Interaction.READ)).isFalse();
        assertThat(new Scope("*", "d").permits("Patient", Interaction.DELETE)).isTrue();
        assertThat(new Scope("*", "d").permits("Patient", Interaction.CREATE)).isFalse();
    }
}
