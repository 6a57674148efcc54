package org.healthsphere.keys.bc.oprf;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final OprfSuite SUITE = OprfSuite.P256_SHA256;

    /** Some members with a key in common. */
    private record Holders(ThresholdKey key, List<ThresholdKey.Share> shares) {
        static Holders of(int members, int threshold) {
            var dealings = IntStream.range(0, members)
                    .mapToObj(i -> KeyDealing.of(SUITE, seed(), threshold))
                    .toList();
            var key = ThresholdKey.of(
                            SUITE,
                            threshold,
                            dealings.stream().map(KeyDealing::commitments).toList())
                    .orElseThrow();
            return new Holders(
                    key,
                    IntStream.rangeClosed(1, members)
                            .mapToObj(holder -> key.share(
                                            holder,
                                            dealings.stream()
                                                    .map(d -> d.share(holder))
                                                    .toList())
                                    .orElseThrow())
                            .toList());
        }

        Map<Integer, Evaluated> answers(List<Blinded> asked, int... holders) {
            Map<Integer, Evaluated> answers = new TreeMap<>();
            for (var holder : holders) {
                answers.put(
                        holder,
                        shares.get(holder - 1)
                                .evaluate(asked.stream().map(Blinded::element).toList(), RANDOM)
                                .orElseThrow());
            }
            return answers;
        }
    }

    private static Bytes seed() {
        var seed = new byte[32];
        RANDOM.nextBytes(seed);
        return Bytes.of(seed);
    }

    private static List<Blinded> asked(ThresholdKey key, String... inputs) {
        List<Blinded> asked = new ArrayList<>();
        for (var input : inputs) {
            asked.add(key.blind(Bytes.utf8(input), RANDOM).orElseThrow());
        }
        return asked;
    }

    @Test
    void any_threshold_of_holders_comes_to_the_same_outputs_and_fewer_to_none() {
        var holders = Holders.of(5, 3);
        var asked = asked(holders.key, "a", "b");
        var outputs = holders.key.outputs(asked, holders.answers(asked, 1, 2, 3));
        assertThat(outputs.orElseThrow()).doesNotHaveDuplicates().hasSize(2);
        for (var some : List.of(new int[] {1, 2, 4}, new int[] {3, 4, 5}, new int[] {1, 2, 3, 4, 5})) {
            var again = asked(holders.key, "a", "b");
            assertThat(holders.key.outputs(again, holders.answers(again, some))).isEqualTo(outputs);
        }
        assertThat(holders.key.outputs(asked, holders.answers(asked, 1, 5)))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("enough holders of the key")));
    }

    @Test
    void it_is_the_verifiable_function_of_the_rfc_under_the_sum_of_what_was_dealt() {
        var holders = Holders.of(2, 2);
        var asked = asked(holders.key, "a");
        var element = asked.getFirst().element();
        var whole = holders.key.outputs(asked, holders.answers(asked, 1, 2)).orElseThrow();
        assertThat(holders.key.publicKey().length()).isEqualTo(element.length());
        var client = OprfClient.verifying(SUITE, holders.key.publicKey());
        var other = client.blind(Bytes.utf8("a"), RANDOM).orElseThrow();
        assertThat(holders.key
                        .outputs(List.of(other), holders.answers(List.of(other), 1, 2))
                        .orElseThrow())
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "7, 5", "20, 14"})
    void as_many_holders_as_there_are_members(int members, int threshold) {
        var holders = Holders.of(members, threshold);
        var asked = asked(holders.key, "somebody");
        var first = IntStream.rangeClosed(1, threshold).toArray();
        var last = IntStream.rangeClosed(members - threshold + 1, members).toArray();
        assertThat(holders.key.outputs(asked, holders.answers(asked, last)))
                .isEqualTo(holders.key.outputs(asked, holders.answers(asked, first)));
    }

    @Test
    void who_answers_with_something_else_does_not_count() {
        var holders = Holders.of(4, 2);
        var asked = asked(holders.key, "a");
        var answers = holders.answers(asked, 1, 2, 3);
        var honest = holders.key.outputs(asked, holders.answers(asked, 2, 3));
        answers.put(1, holders.answers(asked, 4).values().iterator().next());
        assertThat(holders.key.outputs(asked, answers)).isEqualTo(honest);
    }

    @Test
    void a_share_that_its_dealer_is_not_committed_to_is_no_share() {
        var one = KeyDealing.of(SUITE, seed(), 2);
        var two = KeyDealing.of(SUITE, seed(), 2);
        var key = ThresholdKey.of(SUITE, 2, List.of(one.commitments(), two.commitments()))
                .orElseThrow();
        var fault = Outcome.failed(new Fault.Unauthenticated("not the share that was committed to"));
        assertThat(key.share(1, List.of(one.share(1), two.share(2)))).isEqualTo(fault);
        assertThat(key.share(1, List.of(one.share(1)))).isEqualTo(fault);
        assertThat(key.share(1, List.of(one.share(1), two.share(1)))).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_dealing_follows_from_its_seed_and_keys_differ_by_every_commitment() {
        var seed = seed();
        var one = KeyDealing.of(SUITE, seed, 2).commitments();
        assertThat(KeyDealing.of(SUITE, seed, 2).commitments()).isEqualTo(one);
        var other = KeyDealing.of(SUITE, seed(), 2).commitments();
        assertThat(ThresholdKey.of(SUITE, 2, List.of(one, other)).map(ThresholdKey::digest))
                .isNotEqualTo(ThresholdKey.of(SUITE, 2, List.of(one, one)).map(ThresholdKey::digest));
        assertThat(ThresholdKey.of(SUITE, 3, List.of(one)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("as many commitments as it takes holders")));
    }
}
