package org.healthsphere.federation.research.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohortQueryTest {
    @Test
    void the_study_that_ships_reads_as_it_says() throws IOException {
        try (var json = CohortQuery.class.getResourceAsStream("/studies/diabetes-hba1c.json")) {
            assertThat(CohortQuery.parse(json.readAllBytes()).orElseThrow())
                    .isEqualTo(new CohortQuery(
                            "diabetes-hba1c",
                            PurposeOfUse.HRESCH,
                            "diabetes-hba1c",
                            Tier.T1,
                            1_000_000,
                            new CohortQuery.Body(diabeticsAbove8(), new Output.Count())));
        }
    }

    private static Cohort diabeticsAbove8() {
        return new Cohort.And(List.of(
                new Cohort.Has(
                        FactType.CONDITION,
                        new Concepts.IsA(new Coding(SmallTerminology.CONDITIONS, "type-2-diabetes")),
                        Optional.empty(),
                        Optional.empty(),
                        1),
                new Cohort.Age(LocalDate.of(2026, 1, 1), 50, Cohort.Age.OLDEST),
                new Cohort.Has(
                        FactType.OBSERVATION,
                        new Concepts.Codes(Set.of(new Coding(SmallTerminology.LABORATORY, "hba1c"))),
                        Optional.of(new Comparison(Comparison.Operator.GT, BigDecimal.valueOf(8), "%")),
                        Optional.empty(),
                        1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"xor":[{"demo":{"sex":"male"}}]};                    cohort; has exactly one of and, or, not, demo, has, atLeast, seq
            {"and":[{"demo":{"sex":"male","age":{}}}]};           cohort.and[0].demo; has exactly one of age, sex, ageAt, deceased, region
            {"and":[]};                                           cohort.and; an array of 1 to 64 objects is expected
            {"not":{"demo":{"sex":"m"}}};                         cohort.not.demo.sex; one of [female, male, other, unknown] is expected
            {"demo":{"age":{"at":"today","min":50}}};             cohort.demo.age.at; a date of the form 2026-01-31 is expected
            {"demo":{"age":{"at":"2026-01-01"}}};                 cohort.demo.age; has a min, a max or both
            {"demo":{"age":{"at":"2026-01-01","min":9,"max":3}}}; cohort.demo.age; min is above max
            {"demo":{"age":{"at":"2026-01-01","min":1.5}}};       cohort.demo.age.min; an integer from 0 to 150 is expected
            {"demo":{"age":{"at":"2026-01-01","min":5,"top":9}}}; cohort.demo.age.top; is not a member of this object
            {"has":{"type":"Account","code":{"vs":"x"}}};         cohort.has.type; one of [AllergyIntolerance, Condition, Consent, Device, DiagnosticReport, Encounter, Immunization, MedicationAdministration, MedicationDispense, MedicationRequest, MedicationStatement, Observation, Procedure, Specimen] is expected
            {"demo":{"ageAt":{"has":{"type":"Condition","code":{"vs":"x"}},"which":"first"}}}; cohort.demo.ageAt; has a min, a max or both
            {"atLeast":{"n":2,"of":[{"demo":{"sex":"male"}}]}};   cohort.atLeast; n is greater than the number of parts
            {"seq":{"first":{"type":"Condition","code":{"vs":"x"}},"which":"next","then":{"type":"Condition","code":{"vs":"x"}},"gap":{"min":0,"max":1}}}; cohort.seq.which; one of [any, first, last] is expected
            {"seq":{"first":{"type":"Condition","code":{"vs":"x"}},"which":"any","then":{"type":"Condition","code":{"vs":"x"}},"gap":{"min":2,"max":1}}}; cohort.seq.gap; min is above max
            {"has":{"type":"Condition","code":{"regex":"1"}}};    cohort.has.code; has exactly one of is-a, vs, codes, ecl
            {"has":{"type":"Condition","code":{"ecl":"<< 1","sct":"2026"}}}; cohort.has.code.sct; a text of the form http://snomed\\.info/x?sct/[0-9]{6,18}(/version/[0-9]{8})? is expected
            {"demo":{"deceased":false}};                          cohort.demo.deceased; true is expected
            {"demo":{"region":"60611"}};                          cohort.demo.region; a text of the form [0-9A-Z]{3} is expected
            {"has":{"type":"Condition","code":{"vs":"x"},"status":["Active"]}}; cohort.has; status is a list of codes
            {"has":{"type":"Condition","code":{"vs":"x"},"within":{"type":"Encounter","code":{"vs":"x"},"atLeast":2}}}; cohort.has.within; is one record
            {"has":{"type":"Observation","code":{"vs":"x"},"value":{"from":2,"to":1,"ucum":"1"}}}; cohort.has.value; from is above to
            {"has":{"type":"Observation","code":{"vs":"x"},"value":{"abnormal":false}}}; cohort.has.value.abnormal; true is expected
            {"has":{"type":"Condition","code":{"vs":"x"},"when":{"from":"2026-02-01","to":"2026-01-01"}}}; cohort.has.when; ends before it begins
            {"has":{"type":"Condition","code":{"vs":"x"},"value":{"op":"eq","val":1,"ucum":"1"}}}; cohort.has.value.op; one of [ge, gt, le, lt] is expected
            """)
    void what_is_not_in_the_language_is_named_by_its_path(String cohort, String path, String problem) {
        assertThat(problems(parse(cohort))).contains(new Problem(path, problem));
    }

    @Test
    void all_problems_are_named_at_once() {
        var json = """
                {"v":2,"purpose":{"act":"TREAT","study":"A study"},"tier":"T9","epsilonMicros":0,"script":"1",
                 "cohort":{"demo":{"sex":"male"}},"out":[{"count":{}},{"count":{}}]}""";
        assertThat(problems(CohortQuery.parse(json.getBytes(StandardCharsets.UTF_8))))
                .extracting(Problem::at)
                .containsExactlyInAnyOrder(
                        "v", "purpose.act", "purpose.study", "tier", "epsilonMicros", "out", "script");
    }

    @Test
    void a_member_that_is_given_twice_is_refused() {
        assertThat(problems(parse("{\"demo\":{\"sex\":\"male\",\"sex\":\"female\"}}")))
                .containsExactly(new Problem("", "not a JSON document, or one that names a member twice"));
    }

    @Test
    void neither_depth_nor_breadth_is_without_bounds() {
        var deep = "{\"not\":".repeat(17) + "{\"demo\":{\"sex\":\"male\"}}" + "}".repeat(17);
        assertThat(problems(parse(deep)))
                .contains(new Problem("cohort" + ".not".repeat(16), "is nested deeper than 16"));
        var eight = "{\"or\":[" + "{\"demo\":{\"sex\":\"male\"}},".repeat(8) + "{\"demo\":{\"sex\":\"male\"}}]}";
        var broad = "{\"and\":[" + (eight + ",").repeat(8) + eight + "]}";
        assertThat(problems(parse(broad))).containsExactly(new Problem("cohort", "has more than 64 criteria"));
    }

    private static Outcome<CohortQuery> parse(String cohort) {
        return CohortQuery.parse("""
                {"v":1,"purpose":{"act":"HRESCH","study":"a-study"},"tier":"T1","epsilonMicros":1000000,
                 "cohort":%s,"out":[{"count":{}}]}""".formatted(cohort).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> problems(Outcome<CohortQuery> outcome) {
        return switch (outcome) {
            case Outcome.Failure<CohortQuery>(Fault.Invalid(var problems)) -> problems;
            case Outcome.Failure<CohortQuery>(var fault) -> throw new AssertionError(fault.toString());
            case Outcome.Success<CohortQuery> _ -> List.of();
        };
    }
}
