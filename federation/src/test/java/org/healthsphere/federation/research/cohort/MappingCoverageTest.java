package org.healthsphere.federation.research.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Coverage.Mapped;
import org.healthsphere.federation.research.cohort.ListedFacts.Fact;
import org.healthsphere.federation.research.cohort.ListedFacts.Person;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingCoverageTest {
    private static final Concepts MEANT =
            new Concepts.Codes(Set.of(new Coding(SmallTerminology.CONDITIONS, "asthma")));
    private static final Cohort.Has CRITERION =
            new Cohort.Has(FactType.CONDITION, MEANT, Optional.empty(), Optional.empty(), 1);
    private static final Fact MAPPED = fact(SmallTerminology.CONDITIONS);
    private static final Fact LOCAL = fact("https://example.org/local");

    private static Fact fact(String system) {
        return new Fact(new Kind(FactType.CONDITION, Set.of(new Coding(system, "x"))), 0, 0, Optional.empty());
    }

    private static List<Coverage> coverage(List<Person> people, int secret) {
        var selection = new CohortEvaluator(new SmallTerminology())
                .select(CRITERION, List.of())
                .orElseThrow();
        return new MappingCoverage(new ListedFacts(people), Sha256.of("secret " + secret))
                .of(selection, Stream.of(CRITERION, CRITERION));
    }

    private static Person person(Fact... facts) {
        return new Person(0, 0, Sex.FEMALE, List.of(facts));
    }

    private static List<Person> people(int number, int mapped) {
        return IntStream.range(0, number)
                .mapToObj(i -> person(i < mapped ? MAPPED : LOCAL))
                .toList();
    }

    private static Mapped word(List<Person> people, int secret) {
        return coverage(people, secret).getFirst().mapped();
    }

    @ParameterizedTest
    @CsvSource({"400, 0, FEW", "400, 150, FEW", "400, 270, MANY", "400, 385, MOST", "400, 400, MOST", "99, 99, UNKNOWN"})
    void the_share_of_records_with_a_code_of_the_system_is_told_in_a_word(int patients, int mapped, Mapped word) {
        for (var secret = 0; secret < 20; secret++) {
            assertThat(coverage(people(patients, mapped), secret))
                    .as("once, though two criteria ask in it")
                    .containsExactly(new Coverage(FactType.CONDITION, SmallTerminology.CONDITIONS, word));
        }
    }

    @Test
    void a_patient_of_many_records_counts_as_much_as_one_of_few() {
        var people = new ArrayList<>(people(300, 300));
        people.add(person(IntStream.range(0, 2000).mapToObj(_ -> LOCAL).toArray(Fact[]::new)));
        assertThat(word(people, 1)).isEqualTo(Mapped.MOST);
    }

    @Test
    void one_patient_more_or_less_changes_the_word_hardly_ever_wherever_the_share_is() {
        var secrets = 400;
        for (var mapped : new int[] {170, 200, 235, 320, 350, 380}) {
            var with = new ArrayList<>(people(400, mapped));
            with.add(person(MAPPED));
            var changed = IntStream.range(0, secrets)
                    .filter(secret -> word(people(400, mapped), secret) != word(with, secret))
                    .count();
            assertThat((double) changed / secrets)
                    .as("of %s mapped", mapped)
                    .isLessThanOrEqualTo(0.04);
        }
        var weak = IntStream.of(199, 200)
                .mapToObj(mapped -> mapped / 400.0 >= 0.5)
                .toList();
        assertThat(weak).as("weak: an edge that everybody knows").containsExactly(false, true);
    }

    @Test
    void the_word_of_one_hospital_is_always_the_same() {
        assertThat(IntStream.range(0, 50).mapToObj(_ -> word(people(400, 200), 7)).distinct())
                .hasSize(1);
    }
}
