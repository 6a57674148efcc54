package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.cohort.Bound;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.Comparison;
import org.healthsphere.federation.research.cohort.Concepts;
import org.healthsphere.federation.research.cohort.FactTable;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.federation.research.cohort.Measured;
import org.healthsphere.federation.research.cohort.PatientFacts;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminologyConceptsTest {
    private static final Coding KIDNEY = new Coding(Records.CONDITIONS, "type-2-diabetes-kidney");

    private final TerminologyConcepts concepts = new TerminologyConcepts(new SmallTree());

    @Test
    void a_code_means_itself_and_what_is_below_it() {
        var set =
                concepts.isA(new Coding(Records.CONDITIONS, "type-2-diabetes")).orElseThrow();
        assertThat(set.contains(KIDNEY)).isTrue();
        assertThat(set.contains(new Coding(Records.CONDITIONS, "gout"))).isFalse();
        assertThat(set.digest()).isEqualTo(Sha256.of("type-2-diabetes,type-2-diabetes-kidney"));
    }

    @Test
    void a_value_set_means_its_expansion() {
        var set = concepts.valueSet(SmallTree.VALUE_SET).orElseThrow();
        assertThat(set.contains(KIDNEY)).isTrue();
        assertThat(set.contains(new Coding(Records.CONDITIONS, "type-2-diabetes")))
                .isFalse();
        assertThat(set.digest()).isEqualTo(Sha256.of("kidneys"));
    }

    /** Counted at or above the threshold, below it, or as something that cannot be told. */
    @ParameterizedTest
    @CsvSource({
        "180, mg/dL, 1.8, g/L, ABOVE",
        "179, mg/dL, 1.8, g/L, BELOW",
        "1.8, kg/m3, 180, mg/dL, ABOVE",
        "11, 10*3/uL, 11, 10*9/L, ABOVE",
        "10.9, /nL, 11, 10*9/L, BELOW",
        "60, /min, 1, Hz, ABOVE",
        "1, [IU]/mL, 1000, [IU]/L, ABOVE",
        "37, Cel, 310.15, K, ABOVE",
        "10, mmol/L, 180, mg/dL, UNKNOWN",
        "5, [IU]/L, 1, [arb'U]/L, UNKNOWN",
        "7.4, [pH], 1, 1, UNKNOWN",
        "5, parsec, 1, m, UNKNOWN"
    })
    void amounts_are_compared_in_the_base_units_of_ucum_and_those_of_another_kind_are_unknown(
            BigDecimal value, String unit, BigDecimal threshold, String unitOfThreshold, String expected) {
        var code = new Coding("http://loinc.org", "2339-0");
        var criterion = new Cohort.Has(
                FactType.OBSERVATION,
                new Concepts.Codes(Set.of(code)),
                Optional.of(new Comparison(Comparison.Operator.GE, threshold, unitOfThreshold)),
                Optional.empty(),
                1);
        var facts = new OneMeasurement(
                new Kind(FactType.OBSERVATION, Set.of(code)), new Measured(value, Bound.EXACT, unit));
        var evaluator = new CohortEvaluator(concepts);
        var selection = evaluator.select(criterion, List.of()).orElseThrow();
        var members = selection.members(criterion, facts).length;
        var inUnit = selection
                .search(
                        new Cohort.Has(FactType.OBSERVATION, criterion.code(), Optional.empty(), Optional.empty(), 1),
                        facts)
                .value(facts, 0, unitOfThreshold);
        assertThat(inUnit.isEmpty() ? "UNKNOWN" : members == 1 ? "ABOVE" : "BELOW")
                .isEqualTo(expected);
        assertThat(members).isEqualTo(expected.equals("ABOVE") ? 1 : 0);
    }

    @Test
    void what_the_terminology_does_not_know_is_its_fault() {
        assertThat(concepts.valueSet("urn:unknown"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("value set urn:unknown")));
        assertThat(concepts.isA(new Coding("s", "c"))).isEqualTo(Outcome.failed(new Fault.NotFound("code s|c")));
    }

    /** One patient with one measurement. */
    private record OneMeasurement(Kind kind, Measured value) implements FactTable, PatientFacts {
        @Override
        public List<Kind> kinds() {
            return List.of(kind);
        }

        @Override
        public int patients() {
            return 1;
        }

        @Override
        public PatientFacts patient(int number) {
            return this;
        }

        @Override
        public int bornEarliest() {
            return 0;
        }

        @Override
        public int bornLatest() {
            return 0;
        }

        @Override
        public Sex sex() {
            return Sex.FEMALE;
        }

        @Override
        public boolean deceased() {
            return false;
        }

        @Override
        public Set<String> regions() {
            return Set.of();
        }

        @Override
        public long record(int fact) {
            return 1;
        }

        @Override
        public long during(int fact) {
            return 0;
        }

        @Override
        public int facts() {
            return 1;
        }

        @Override
        public int kind(int fact) {
            return 0;
        }

        @Override
        public int earliest(int fact) {
            return 0;
        }

        @Override
        public int latest(int fact) {
            return 0;
        }

        @Override
        public Optional<Measured> measured(int fact) {
            return Optional.of(value);
        }
    }
}
