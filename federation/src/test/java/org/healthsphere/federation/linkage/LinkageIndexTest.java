package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;
import org.healthsphere.federation.linkage.Location.Candidate;
import org.healthsphere.federation.linkage.Location.Doubt;
import org.healthsphere.federation.linkage.Location.Doubtful;
import org.healthsphere.federation.linkage.Location.Found;
import org.healthsphere.federation.linkage.Location.Grade;
import org.healthsphere.federation.linkage.Location.Nobody;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class LinkageIndexTest {
    private static final LinkageSecret SECRET = new LinkageSecret(Bytes.utf8("a secret of a network that is not real"));
    private static final Name NAME = new Name("Bacelo", "Gertholm");
    private static final String BIRTH = "1961-07-09";
    private static final Address HOME = new Address("12 Norv Street", "Lundton", "10001");
    private static final String PHONE = "555-0100-222";

    private final Tokenizer tokenizer = new Tokenizer(SECRET);
    private final LinkageIndex index = new LinkageIndex(tokenizer);

    @Test
    void the_same_person_is_found_with_certainty() {
        index.put("1", person(NAME, BIRTH, HOME));
        assertThat(locate(person(NAME, BIRTH, HOME))).isInstanceOfSatisfying(Found.class, found -> {
            assertThat(found.grade()).isEqualTo(Grade.CERTAIN);
            assertThat(found.patient().patient()).isEqualTo("1");
            assertThat(found.patient().doubts()).isEmpty();
        });
    }

    @Test
    void names_entered_crosswise_are_still_the_same_person() {
        index.put("1", person(NAME, BIRTH, HOME));
        assertThat(found(person(new Name("Gertholm", "Bacelo"), BIRTH, HOME))).contains("1");
    }

    @Test
    void an_earlier_name_and_an_earlier_address_are_remembered() {
        index.put("1", person(new Name("Bacelo", "Yorost"), BIRTH, new Address("1 Pold Rd", "Quenton", "20002")));
        var married = new Demographics(
                List.of(NAME, new Name("Bacelo", "Yorost")),
                Optional.of(BIRTH),
                AdministrativeGender.FEMALE,
                List.of(HOME, new Address("1 Pold Road", "Quenton", "20002")),
                List.of(),
                List.of(),
                false);
        assertThat(found(married)).contains("1");
    }

    @Test
    void two_who_both_could_be_are_a_question_for_the_steward() {
        index.put("1", person(NAME, BIRTH, HOME));
        index.put("2", person(NAME, BIRTH, HOME));
        assertThat(locate(person(NAME, BIRTH, HOME)))
                .isInstanceOfSatisfying(
                        Doubtful.class,
                        doubt -> assertThat(doubt.candidates())
                                .extracting(Candidate::patient)
                                .containsExactly("1", "2"));
    }

    @Test
    void a_twin_is_nobody_and_no_question_either() {
        index.put("1", person(new Name("Zumert", "Gertholm"), BIRTH, HOME));
        assertThat(locate(person(NAME, BIRTH, HOME))).isEqualTo(new Nobody());
    }

    @Test
    void a_twin_whose_name_sounds_the_same_is_nobody_once_it_is_known_that_there_are_two() {
        index.put("1", twin(new Name("Bacela", "Gertholm")));
        assertThat(locate(twin(NAME))).isNotInstanceOf(Found.class);
        assertThat(found(twin(new Name("Bacela", "Gertholm")))).contains("1");
    }

    @Test
    void a_son_named_after_his_father_is_not_his_father() {
        index.put("1", person(NAME, BIRTH, HOME));
        assertThat(locate(person(NAME, "1991-07-09", HOME))).isNotInstanceOf(Found.class);
    }

    @Test
    void another_gender_keeps_a_match_from_being_made_silently() {
        index.put("1", person(NAME, BIRTH, HOME));
        var man = new Demographics(
                List.of(NAME),
                Optional.of(BIRTH),
                AdministrativeGender.MALE,
                List.of(HOME),
                List.of(PHONE),
                List.of(),
                false);
        assertThat(doubts(man)).containsExactly(Doubt.OTHER_GENDER);
    }

    @Test
    void another_national_identifier_keeps_a_match_from_being_made_silently() {
        index.put("1", identified("999-12-0001"));
        assertThat(doubts(identified("999-12-0002"))).containsExactly(Doubt.OTHER_NATIONAL_ID);
        assertThat(found(identified("999120001"))).contains("1");
    }

    @Test
    void a_name_and_a_birthday_are_enough_in_a_small_hospital_and_a_coincidence_in_a_large_one() {
        var elsewhere = person(NAME, BIRTH, new Address("", "", ""));
        var known = new Demographics(
                List.of(NAME), Optional.of(BIRTH), AdministrativeGender.FEMALE, List.of(), List.of(), List.of(), false);
        index.put("1", known);
        assertThat(found(elsewhere)).contains("1");
        var comparison = new Comparison(Judgement.needed(1_000_000));
        assertThat(comparison
                        .candidate("1", tokenizer.tokens(elsewhere), tokenizer.tokens(known), _ -> 1)
                        .doubts())
                .containsExactly(Doubt.LITTLE_EVIDENCE);
    }

    @Test
    void a_name_that_many_bear_here_and_the_phone_of_the_clinic_say_little() {
        var random = new Random(3);
        for (var i = 0; i < 64; i++) {
            var birth = "19%02d-%02d-%02d".formatted(10 + i, 1 + random.nextInt(12), 1 + random.nextInt(28));
            index.put("other" + i, person(NAME, birth, new Address("", "", "")));
        }
        index.put("1", person(NAME, BIRTH, new Address("", "", "")));
        assertThat(locate(person(NAME, BIRTH, HOME))).isEqualTo(new Nobody());
    }

    @Test
    void a_typing_error_in_the_given_name_is_forgiven() {
        index.put("1", person(NAME, BIRTH, HOME));
        assertThat(List.of("Bcaelo", "acelo", "Bacello", "Baxelo"))
                .allSatisfy(typed -> assertThat(found(person(new Name(typed, "Gertholm"), BIRTH, HOME)))
                        .contains("1"));
    }

    @Test
    void who_was_removed_or_corrected_is_no_longer_found_as_he_was() {
        index.put("1", person(NAME, BIRTH, HOME));
        index.put("1", person(new Name("Quenlo", "Jardpe"), "1950-01-02", new Address("9 Xi Way", "Sotu", "777")));
        assertThat(locate(person(NAME, BIRTH, HOME))).isEqualTo(new Nobody());
        index.remove("1");
        index.remove("1");
        assertThat(index.size()).isZero();
        assertThat(locate(person(new Name("Quenlo", "Jardpe"), "1950-01-02", HOME)))
                .isEqualTo(new Nobody());
    }

    @Test
    void a_date_that_stands_for_an_unknown_one_proves_nothing() {
        index.put("1", person(NAME, "1900-01-01", HOME));
        assertThat(locate(person(NAME, "1900-01-01", HOME))).isNotInstanceOf(Found.class);
    }

    @Test
    void tokens_of_another_key_find_nobody() {
        index.put("1", person(NAME, BIRTH, HOME));
        var other = new Tokenizer(
                        new LinkageSecret(Bytes.utf8("a secret of yet another network, not real")))
                .tokens(person(NAME, BIRTH, HOME));
        assertThat(index.locate(other)).isEqualTo(new Nobody());
    }

    /** Here with the same stranger's key at both: what matters is that the index never had it. */
    @Test
    void the_members_tokens_find_whom_they_name_weigh_the_same_and_leave_with_him() {
        var members = new Tokenizer(new LinkageSecret(Bytes.utf8("a key that members have in common")));
        var person = person(NAME, BIRTH, HOME);
        var wanted = members.tokens(person);
        index.put("1", person);
        assertThat(index.locate(wanted)).as("not named yet").isEqualTo(new Nobody());
        var inputs = TokenInputs.of(person);
        index.name("1", inputs, members.tokens(inputs));
        assertThat(index.locate(wanted)).isEqualTo(index.locate(tokenizer.tokens(person)));
        assertThat(index.locate(wanted)).isInstanceOf(Found.class);
        index.put("2", person);
        index.name("2", inputs, members.tokens(inputs));
        index.remove("1");
        assertThat(index.locate(wanted)).isInstanceOf(Found.class);
        index.remove("2");
        index.put("3", person);
        assertThat(index.locate(wanted)).as("nobody is left whom they named").isEqualTo(new Nobody());
    }

    @Test
    void a_national_identifier_that_nobody_here_has_speaks_against_somebody_in_the_members_tokens_too() {
        var members = new Tokenizer(new LinkageSecret(Bytes.utf8("a key that members have in common")));
        var one = numbered("1234567890");
        index.put("1", one);
        index.name("1", TokenInputs.of(one), members.tokens(TokenInputs.of(one)));
        assertThat(index.locate(members.tokens(one))).isInstanceOf(Found.class);
        assertThat(index.locate(members.tokens(numbered("9876543210")))).isInstanceOf(Doubtful.class);
    }

    private static Demographics numbered(String number) {
        var person = person(NAME, BIRTH, HOME);
        return new Demographics(
                person.names(),
                person.birthDate(),
                person.gender(),
                person.addresses(),
                person.phones(),
                List.of(new Demographics.Identifier("urn:oid:2.16.840.1.113883.4.1", number, true)),
                false);
    }

    @Test
    void tokens_are_made_to_be_compared_and_to_say_nothing() {
        var tokens = tokenizer.tokens(person(NAME, BIRTH, HOME));
        assertThat(tokenizer.tokens(person(new Name(" BACELO ", "Gértholm"), BIRTH, HOME)))
                .isEqualTo(tokens);
        assertThat(tokens.tokens().values())
                .allSatisfy(values -> assertThat(values).allMatch(PatientTokens::isToken));
        assertThat(tokens + SECRET.toString())
                .doesNotContain(
                        "secret of",
                        tokens.tokens().values().iterator().next().iterator().next());
    }

    @Test
    void whatever_is_put_and_removed_nothing_is_left_behind() {
        var random = new Random(7);
        var people = new People(random).population(300);
        for (var i = 0; i < 2000; i++) {
            var n = random.nextInt(people.size());
            if (random.nextBoolean()) {
                index.put("p" + n, people.get(random.nextInt(people.size())));
            } else {
                index.remove("p" + n);
            }
        }
        for (var i = 0; i < people.size(); i++) {
            index.remove("p" + i);
        }
        assertThat(people).allMatch(person -> locate(person).equals(new Nobody()));
        assertThat(index.size()).isZero();
    }

    private Location locate(Demographics person) {
        return index.locate(tokenizer.tokens(person));
    }

    private Optional<String> found(Demographics person) {
        return locate(person) instanceof Found(var patient, var _) ? Optional.of(patient.patient()) : Optional.empty();
    }

    private Set<Doubt> doubts(Demographics person) {
        return locate(person) instanceof Doubtful(var candidates)
                ? candidates.getFirst().doubts()
                : Set.of();
    }

    private static Demographics person(Name name, String birth, Address address) {
        return new Demographics(
                List.of(name),
                Optional.of(birth),
                AdministrativeGender.FEMALE,
                List.of(address),
                List.of(PHONE),
                List.of(),
                false);
    }

    private static Demographics twin(Name name) {
        return new Demographics(
                List.of(name),
                Optional.of(BIRTH),
                AdministrativeGender.FEMALE,
                List.of(HOME),
                List.of(PHONE),
                List.of(),
                true);
    }

    private static Demographics identified(String number) {
        return new Demographics(
                List.of(NAME),
                Optional.of(BIRTH),
                AdministrativeGender.FEMALE,
                List.of(HOME),
                List.of(PHONE),
                List.of(new Identifier("http://hl7.org/fhir/sid/us-ssn", number, true)),
                false);
    }
}
