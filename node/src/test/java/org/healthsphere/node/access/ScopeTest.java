package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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
                "system/Observation.",
                "system/Observation.sr",
                "system/observation.rs",
                "system/*.rs?category=laboratory",
                "patient/Observation.rs?category",
                "patient/Observation.rs?category:in=x",
                "patient/Observation.rs?category=a&",
                "patient/Observation.rs?category=a b",
                "system/Observation.rs ",
                "System/Observation.rs"
            })
    void what_cannot_be_honoured_is_refused(String text) {
        assertThat(Scope.parse(text)).isInstanceOf(Outcome.Failure.class);
    }

    @ParameterizedTest
    @CsvSource({
        "patient/Observation.rs, PATIENT, Observation, rs, patient/Observation.rs",
        "patient/*.read, PATIENT, *, rs, patient/*.rs",
        "user/*.*, USER, *, cruds, user/*.cruds",
        "user/*.write, USER, *, cud, user/*.cud",
        "patient/Observation.cu, PATIENT, Observation, cu, patient/Observation.cu",
        "patient/Condition.cruds, PATIENT, Condition, cruds, patient/Condition.cruds"
    })
    void what_people_connect_is_understood_in_either_version(
            String text, Scope.Context context, String type, String interactions, String written) {
        assertThat(Scope.parse(text)).isEqualTo(Outcome.of(new Scope(context, type, interactions, "")));
        assertThat(Scope.parse(text).orElseThrow().text()).isEqualTo(written);
    }

    @Test
    void a_constraint_says_what_must_be_met() {
        var scope = Scope.parse("patient/Observation.rs?category=http://example.org/c|laboratory,survey&code=a%7Cb")
                .orElseThrow();
        assertThat(scope.demands())
                .isEqualTo(
                        Map.of("category", Set.of("http://example.org/c|laboratory", "survey"), "code", Set.of("a|b")));
        assertThat(Scope.parse("patient/Observation.rs?code=a,b&code=b,c")
                        .orElseThrow()
                        .demands())
                .isEqualTo(Map.of("code", Set.of("b")));
        assertThat(Scope.parse(scope.text())).isEqualTo(Outcome.of(scope));
    }

    @ParameterizedTest
    @CsvSource({
        "patient/*.rs, patient/Observation.r, true",
        "patient/Observation.rs, patient/Observation.rs?code=a, true",
        "patient/Observation.rs?code=a, patient/Observation.r?code=a, true",
        "patient/Observation.rs?code=a, patient/Observation.rs, false",
        "patient/Observation.rs?code=a, patient/Observation.rs?code=b, false",
        "patient/Observation.r, patient/Observation.rs, false",
        "patient/Observation.rs, patient/*.rs, false",
        "patient/*.rs, user/Observation.rs, false",
        "system/*.rs, system/Patient.cruds, false"
    })
    void a_scope_covers_what_is_no_wider(String wide, String narrow, boolean covers) {
        assertThat(Scope.parse(wide).orElseThrow().covers(Scope.parse(narrow).orElseThrow()))
                .isEqualTo(covers);
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
