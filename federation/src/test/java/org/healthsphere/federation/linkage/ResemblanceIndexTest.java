package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;
import org.healthsphere.federation.linkage.Resemblance.Grade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResemblanceIndexTest {
    private static final Demographics TESS = person("Tess", "Testwoman", "1970-04-01", "5550100200");

    private final ResemblanceIndex index = new ResemblanceIndex(new SplittableRandom(1));

    private static Demographics person(String given, String family, String birth, String phone) {
        return new Demographics(
                List.of(new Name(given, family)),
                Optional.of(birth),
                AdministrativeGender.FEMALE,
                List.of(new Address("1 Sample Street", "Springfield", "01101")),
                List.of(phone),
                List.of(),
                false);
    }

    private List<String> found(Demographics wanted) {
        return index.find(wanted, _ -> true).stream()
                .map(one -> one.patient() + " " + one.grade())
                .toList();
    }

    @Test
    void who_agrees_in_everything_is_certain_and_who_in_nothing_is_not_told_of() {
        index.put("t1", TESS);
        index.put("t2", person("Zoe", "Nobody", "1931-01-09", "5550199999"));
        assertThat(found(TESS)).containsExactly("t1 CERTAIN");
    }

    @ParameterizedTest
    @CsvSource({
        "Tes, Testwoman, 1970-04-01, PROBABLE",
        "Testwoman, Tess, 1970-04-01, PROBABLE",
        "Tess, Testwoman, 1970-01-04, CERTAIN",
        "Tess, Testwoman, 1970-04-02, PROBABLE",
        "Tess, Otherwoman, 1970-04-01, CERTAIN",
        "Anna, Testwoman, 1970-04-01, POSSIBLE",
        "Tess, Testwoman, 1999-12-24, POSSIBLE",
    })
    void what_may_be_a_twin_or_a_namesake_is_for_a_person_to_decide(
            String given, String family, String birth, Grade grade) {
        index.put("t1", TESS);
        assertThat(found(person(given, family, birth, "5550100200"))).containsExactly("t1 " + grade);
    }

    @Test
    void two_who_could_be_meant_are_both_only_possible() {
        index.put("t1", TESS);
        index.put("t2", TESS);
        assertThat(found(TESS)).containsExactly("t1 POSSIBLE", "t2 POSSIBLE");
        assertThat(index.find(TESS, "t1"::equals))
                .extracting(Resemblance::grade)
                .containsExactly(Grade.CERTAIN);
    }

    @Test
    void another_national_identifier_keeps_a_match_from_being_made() {
        var one = new Identifier("http://hl7.org/fhir/sid/us-ssn", "111223333", true);
        var other = new Identifier("http://hl7.org/fhir/sid/us-ssn", "999887777", true);
        index.put("t1", with(one));
        assertThat(found(with(one))).containsExactly("t1 CERTAIN");
        assertThat(found(with(other))).containsExactly("t1 POSSIBLE");
    }

    private static Demographics with(Identifier identifier) {
        return new Demographics(
                TESS.names(),
                TESS.birthDate(),
                TESS.gender(),
                TESS.addresses(),
                TESS.phones(),
                List.of(identifier),
                false);
    }

    @Test
    void who_was_removed_or_changed_is_found_no_more_as_he_was() {
        var people = new People(new Random(3)).population(900);
        for (var round = 0; round < 3; round++) {
            for (var i = 0; i < people.size(); i++) {
                index.put("p" + i, people.get(i));
            }
        }
        index.put("t1", TESS);
        index.put("t1", people.get(5));
        assertThat(index.find(TESS, "t1"::equals)).isEmpty();
        index.remove("t1");
        index.remove("p0");
        assertThat(index.size()).isEqualTo(899);
        assertThat(index.find(people.getFirst(), "p0"::equals)).isEmpty();
        assertThat(index.find(people.get(1), "p1"::equals)).hasSize(1);
    }

    @Test
    void it_learns_when_there_are_many_more_than_when_it_learnt() {
        assertThat(index.isStale()).isFalse();
        var people = new People(new Random(3)).population(1_200);
        for (var i = 0; i < people.size(); i++) {
            index.put("p" + i, people.get(i));
        }
        assertThat(index.isStale()).isTrue();
        index.learn();
        assertThat(index.isStale()).isFalse();
        assertThat(index.threshold()).isBetween(0.01, 0.99);
    }

    @Test
    void nothing_that_is_logged_tells_who_it_is() {
        index.put("t1", TESS);
        var described = Described.of(TESS);
        assertThat(described + " " + Packed.of(described) + " " + described.places())
                .doesNotContainIgnoringCase("test", "spring", "1970", "sample");
        assertThat(Packed.of(described).described()).isEqualTo(described);
    }
}
