package org.healthsphere.node.web.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.web.apps.Wanted.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedTest {
    private static Wanted wanted(String scopes) {
        Map<String, Scope> asked = new LinkedHashMap<>();
        for (var text : scopes.split(" ")) {
            asked.put(text, Scope.parse(text).orElseThrow());
        }
        return new Wanted(asked);
    }

    private static List<String> names(Wanted wanted, Predicate<Choice> which) {
        return wanted.choices().stream().filter(which).map(Choice::name).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient/*.rs",
                "patient/*.read",
                "patient/Observation.cruds",
                "patient/Observation.*",
                "patient/Observation.write",
                "patient/Observation.cud patient/Condition.rs",
                "user/*.rs patient/Observation.rs?category=laboratory"
            })
    void who_ticks_all_of_it_grants_what_was_asked_for_letter_by_letter(String scopes) {
        var wanted = wanted(scopes);
        assertThat(wanted.granted(names(wanted, _ -> true))).containsExactlyInAnyOrder(scopes.split(" "));
    }

    @Test
    void to_see_and_to_change_are_a_choice_each() {
        var wanted = wanted("patient/Observation.cruds");
        assertThat(wanted.choices())
                .containsExactly(new Choice(false, false, Kind.RESULTS, ""), new Choice(true, false, Kind.RESULTS, ""));
        assertThat(wanted.granted(names(wanted, choice -> !choice.changes())))
                .containsExactly("patient/Observation.rs");
        assertThat(wanted.granted(names(wanted, Choice::changes))).containsExactly("patient/Observation.cud");
        assertThat(wanted.granted(List.of())).isEmpty();
        assertThat(wanted.granted(List.of("change.all.RESULTS.", "see.one.CONDITIONS.")))
                .as("what nobody asked for")
                .isEmpty();
    }

    @Test
    void of_all_kinds_each_is_a_choice_and_who_wrote_it_is_nobodys_to_change() {
        var wanted = wanted("patient/*.cruds");
        assertThat(wanted.choices())
                .filteredOn(Choice::changes)
                .extracting(Choice::kind)
                .containsExactlyElementsOf(Arrays.stream(Kind.values())
                        .filter(kind -> kind != Kind.OTHERS)
                        .toList());
        var results = names(wanted, choice -> choice.kind() == Kind.CONDITIONS || !choice.changes());
        assertThat(wanted.granted(results)).containsExactly("patient/*.rs", "patient/Condition.cud");
        assertThat(wanted.granted(names(wanted, _ -> true)))
                .contains("patient/*.rs", "patient/Observation.cud")
                .noneMatch(scope -> scope.contains("*.c") || scope.contains("Provenance"));
        assertThat(wanted("patient/Provenance.cud").choices()).isEmpty();
    }
}
