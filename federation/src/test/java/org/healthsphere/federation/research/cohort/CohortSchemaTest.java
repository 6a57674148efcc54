package org.healthsphere.federation.research.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import org.healthsphere.federation.research.plan.SmallSchema;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas say what the reader takes, and have one word for a cohort. */
class CohortSchemaTest {
    private static final String QUESTION = """
            {"v":1,"id":"q","purpose":{"act":"HRESCH","study":"s"},"tier":"T1","epsilonMicros":1000000,
             "cohort":{"and":[{"demo":{"sex":"female"}},{"not":{"has":{"type":"Observation","code":{"is-a":"s|1"},
              "value":{"op":"ge","val":6.5,"ucum":"%"},"when":{"from":"2020-01-01","to":"2020-12-31"},"atLeast":2}}},
              {"demo":{"age":{"at":"2026-01-01","min":18}}}]},
             "out":[{"flow":{}}]}""";

    private static JsonNode tree(String name) throws IOException {
        try (var in = CohortSchemaTest.class.getResourceAsStream("/schemas/" + name)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    @Test
    void a_cohort_is_the_same_in_a_cohort_a_question_and_a_study() throws IOException {
        var study = tree("study-1.schema.json").path("$defs");
        for (var name : new String[] {"cohort-1.schema.json", "question-1.schema.json"}) {
            var other = tree(name).path("$defs");
            assertThat(other.path("cohort")).isEqualTo(study.path("cohort"));
            assertThat(other.path("has")).isEqualTo(study.path("has"));
            assertThat(other.path("date")).isEqualTo(study.path("date"));
        }
    }

    @Test
    void what_is_read_and_what_is_written_is_admitted() throws IOException {
        var json = new ObjectMapper();
        var question =
                CohortQuery.parse(QUESTION.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(SmallSchema.read("/schemas/question-1.schema.json").admits(json.readTree(QUESTION)))
                .isTrue();
        var cohort = SmallSchema.read("/schemas/cohort-1.schema.json");
        assertThat(cohort.admits(json.readTree(QUESTION).path("cohort"))).isTrue();
        assertThat(cohort.admits(CohortJson.json(question.body().cohort()))).isTrue();
        var chance = new RandomCohorts(new SplittableRandom(3));
        for (var i = 0; i < 300; i++) {
            assertThat(cohort.admits(CohortJson.json(chance.cohort(4)))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"flow\"|\"stream\"",
                "\"demo\"|\"person\"",
                "\"female\"|\"nobody\"",
                "\"ge\"|\"eq\"",
                "\"v\":1|\"v\":2"
            })
    void what_is_refused_for_its_form_is_not_admitted(String change) throws IOException {
        var parts = change.split("\\|", 2);
        var wrong = QUESTION.replace(parts[0], parts[1]);
        assertThat(SmallSchema.read("/schemas/question-1.schema.json").admits(new ObjectMapper().readTree(wrong)))
                .isFalse();
        assertThat(CohortQuery.parse(wrong.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void in_a_flow_everybody_is_in_one_cell() {
        var query = CohortQuery.parse(QUESTION.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(query.body().output().cells()).containsExactly("leaves-at-1", "leaves-at-2", "leaves-at-3", "stays");
    }
}
