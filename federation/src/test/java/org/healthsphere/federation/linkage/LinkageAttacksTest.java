package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

/** What somebody learns of tokens who has no right to: each attack works on a weaker way to make them, and not on this one. */
class LinkageAttacksTest {
    private static final LinkageSecret SECRET = new LinkageSecret(Bytes.utf8("a secret of a network that is not real"));
    private static final int PEOPLE = 600;

    private final List<Demographics> people = new People(new Random(5)).population(PEOPLE);
    private final Tokenizer care = new Tokenizer(SECRET);

    private static Set<String> all(PatientTokens tokens) {
        return tokens.tokens().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private Set<String> seen(Tokenizer tokenizer) {
        return people.stream()
                .flatMap(person -> all(tokenizer.tokens(person)).stream())
                .collect(Collectors.toSet());
    }

    /** Who has no key makes tokens of everybody whom he can think of, under a key of his own. */
    @Test
    void a_dictionary_of_everybody_names_nobody_without_the_key() {
        var guessing = new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])));
        var overheard = seen(care);
        assertThat(Collections.disjoint(seen(guessing), overheard)).isTrue();
        assertThat(seen(care).equals(overheard))
                .as("with the key it names all: which is why no member has the key of what leaves it")
                .isTrue();
    }

    /** Tokens of one name by itself would be as frequent as the name; those of combinations are nearly all different. */
    @Test
    void how_often_a_token_comes_does_not_tell_the_name() {
        var names = new HashMap<String, Integer>();
        people.forEach(person -> names.merge(person.names().getFirst().given(), 1, Integer::sum));
        var most = names.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        assertThat(most)
                .as("by its name alone the most frequent one stands out")
                .isGreaterThan(PEOPLE / 20);
        Map<String, Set<Integer>> holders = new HashMap<>();
        for (var i = 0; i < PEOPLE; i++) {
            for (var token : all(care.tokens(people.get(i)))) {
                holders.computeIfAbsent(token, _ -> new HashSet<>()).add(i);
            }
        }
        var shared = holders.values().stream().mapToInt(Set::size).max().orElseThrow();
        assertThat(shared).as("a household, twins").isLessThanOrEqualTo(5);
    }

    /** The same words in two keys, as of somebody of one name only: who overhears cannot tell that they are the same. */
    @Test
    void a_token_of_one_key_is_none_of_another() {
        var address = new Demographics.Address("1 Sample Street", "Sampletown", "01101");
        var person = new Demographics(
                List.of(new Demographics.Name("Ono", "Ono")),
                Optional.of("1970-04-01"),
                AdministrativeGender.FEMALE,
                List.of(address),
                List.of("555-0100200"),
                List.of(),
                false);
        var tokens = care.tokens(person).tokens();
        var together = tokens.values().stream().mapToInt(Set::size).sum();
        assertThat(tokens).containsKeys(MatchKey.GIVEN_BIRTH_CITY, MatchKey.FAMILY_BIRTH_CITY);
        assertThat(all(care.tokens(person))).hasSize(together);
    }
}
