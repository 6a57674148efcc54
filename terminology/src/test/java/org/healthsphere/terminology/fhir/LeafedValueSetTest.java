package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.GeneratedSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafedValueSetTest {
    private static final String URL = "https://example.org/large";
    private static final Instant NOW = Instant.EPOCH;
    private static final CompiledTerminology TERMINOLOGY = Samples.compiledContents(
                    List.of(withStatus(GeneratedSystem.of(new Canonical(URL, "1"), new Random(1), 3_000))))
            .orElseThrow();

    private final TerminologyOperations operations =
            new TerminologyOperations(TERMINOLOGY, InstantSource.fixed(NOW), "1");

    /** A few of the codes say that they are retired. */
    private static CodeSystem withStatus(CodeSystem system) {
        var properties = new ArrayList<>(system.rules().properties());
        properties.add(new Property("status", "", "code"));
        var random = new Random(2);
        var rows = system.rows().stream()
                .map(row -> {
                    var values = new ArrayList<>(row.values());
                    if (random.nextInt(10) == 0) {
                        values.add(new Value("status", random.nextBoolean() ? "retired" : "active"));
                    }
                    return new Row(row.code(), row.words(), row.inactive(), row.notSelectable(), row.parents(), values);
                })
                .toList();
        return new CodeSystem(
                system.id(), system.title(), "en", system.origin(), new Rules(true, "is-a", properties), rows);
    }

    private static Parameters question(Random random) {
        var in = new TreeMap<String, List<String>>();
        in.put("url", List.of(URL + "?fhir_vs"));
        in.put("count", List.of(Integer.toString(random.nextInt(40))));
        if (random.nextBoolean()) {
            in.put("offset", List.of(Integer.toString(random.nextInt(3_200))));
        }
        if (random.nextInt(3) == 0) {
            in.put("filter", List.of("name " + random.nextInt(30)));
        }
        if (random.nextInt(3) == 0) {
            in.put("displayLanguage", List.of(random.nextBoolean() ? "de" : "en-GB,fr;q=0.5"));
        }
        for (var flag : List.of("activeOnly", "excludeNotForUI", "includeDefinition", "includeDesignations")) {
            if (random.nextInt(6) == 0) {
                in.put(flag, List.of(Boolean.toString(random.nextBoolean())));
            }
        }
        if (random.nextInt(8) == 0) {
            in.put("property", List.of(random.nextBoolean() ? "colour" : "*"));
        }
        return Parameters.of(in);
    }

    private static LeafedValueSet leafed(Parameters in) {
        var scope = new Scope(TERMINOLOGY.catalog(), Asked.of(in, "", true));
        var valueSet = ValidateOperation.valueSet(scope, in);
        scope.asked().seeValueSet(valueSet.resource());
        return LeafedValueSet.of(scope, valueSet).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_page_has_the_bytes_that_the_slow_way_gives_it(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++) {
            var in = question(random);
            var wanted = Wanted.of(in, OptionalInt.empty(), NOW);
            var leafed = leafed(in);
            assertThat(leafed.page(wanted).json().utf8())
                    .isEqualTo(leafed.slowly(wanted).json().utf8());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void a_value_set_at_hand_gives_the_pages_of_one_that_is_not(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++) {
            var in = question(random);
            var fresh = new TerminologyOperations(TERMINOLOGY, InstantSource.fixed(NOW), "1");
            assertThat(operations.answer(Operation.EXPAND, in, Call.PLAIN))
                    .isEqualTo(fresh.answer(Operation.EXPAND, in, Call.PLAIN));
        }
    }

    @Test
    void a_value_set_at_hand_is_refused_whole_when_it_is_too_large() {
        var in = Parameters.of(Map.of("url", List.of(URL + "?fhir_vs"), "count", List.of("1")));
        var leafed = leafed(in);
        var whole = new Wanted(new Page(OptionalInt.empty(), OptionalInt.empty()), "", 2_999, NOW);
        assertThat(leafed.isWorthIt(whole)).isTrue();
        assertThatThrownBy(() -> leafed.page(whole)).isInstanceOf(Refused.class);
    }

    @Test
    void equal_questions_have_equal_answers_and_another_language_is_another_question() {
        var in = Parameters.of(Map.of(
                "system",
                List.of(URL),
                "code",
                List.of(TERMINOLOGY
                        .members(URL + "?fhir_vs")
                        .orElseThrow()
                        .page(7, 1)
                        .getFirst()
                        .concept()
                        .coding()
                        .code())));
        var first = operations.answer(Operation.LOOKUP, in, Call.PLAIN);
        assertThat(first.status()).isEqualTo(200);
        assertThat(operations.answer(Operation.LOOKUP, in, Call.PLAIN)).isSameAs(first);
        assertThat(operations.answer(Operation.LOOKUP, in, Call.of("de", ""))).isNotSameAs(first);
    }
}
