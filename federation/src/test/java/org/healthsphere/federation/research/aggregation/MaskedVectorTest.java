package org.healthsphere.federation.research.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedVectorTest {
    private static final Sha256 ROSTER = Sha256.of("a roster");

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "5, 11", "8, 1000"})
    void the_masks_of_all_cancel_and_the_sum_is_left(int members, int length) {
        var random = new SplittableRandom(members);
        var secrets = secrets(members);
        var expected = new long[length];
        List<MaskedVector> masked = new ArrayList<>();
        for (var member = 0; member < members; member++) {
            var numbers = random.longs(length).toArray();
            for (var i = 0; i < length; i++) {
                expected[i] += numbers[i];
            }
            masked.add(MaskedVector.mask(numbers, node(member), ROSTER, secrets.get(member)));
        }
        assertThat(MaskedVector.sum(masked, length).orElseThrow()).isEqualTo(expected);
    }

    @Test
    void without_one_of_them_the_sum_tells_nothing() {
        var secrets = secrets(3);
        var masked = IntStream.range(0, 3)
                .mapToObj(i -> MaskedVector.mask(new long[] {5}, node(i), ROSTER, secrets.get(i)))
                .toList();
        var partial = MaskedVector.sum(masked.subList(0, 2), 1).orElseThrow();
        assertThat(Math.abs(partial[0])).isGreaterThan(1L << 32);
    }

    @Test
    void a_mask_belongs_to_its_roster() {
        var secrets = secrets(2);
        var here = MaskedVector.mask(new long[] {5}, node(0), ROSTER, secrets.get(0));
        var there = MaskedVector.mask(new long[] {5}, node(1), Sha256.of("another"), secrets.get(1));
        assertThat(MaskedVector.sum(List.of(here, there), 1).orElseThrow()[0]).isNotEqualTo(10);
    }

    @Test
    void a_mask_belongs_to_its_pair() {
        var one = secrets(3).get(0);
        assertThat(with(one, 1).mask(Bytes.of(ROSTER.bytes()), Bytes.utf8("a|b"), 4))
                .isNotEqualTo(with(one, 1).mask(Bytes.of(ROSTER.bytes()), Bytes.utf8("a|c"), 4))
                .isNotEqualTo(with(one, 2).mask(Bytes.of(ROSTER.bytes()), Bytes.utf8("a|b"), 4));
    }

    @Test
    void vectors_of_other_lengths_are_refused() {
        var short1 = new MaskedVector(Bytes.of(new byte[8]));
        assertThat(MaskedVector.sum(List.of(short1), 2))
                .isEqualTo(Outcome.failed(new Fault.Invalid("a masked vector of another length")));
        assertThatThrownBy(() -> new MaskedVector(Bytes.of(new byte[7]))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keys_that_are_none_are_refused() {
        var mine = RoundKeys.generate(SeededRandom.of(1));
        var junk = new PublicKeys(Bytes.of(new byte[44]), mine.publicKeys().mlkem());
        var lowOrder = mine.publicKeys().x25519().array().clone();
        java.util.Arrays.fill(lowOrder, lowOrder.length - 32, lowOrder.length, (byte) 0);
        assertThat(mine.encapsulate(junk)).isInstanceOf(Outcome.Failure.class);
        assertThat(mine.encapsulate(
                        new PublicKeys(Bytes.of(lowOrder), mine.publicKeys().mlkem())))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(mine.decapsulate(mine.publicKeys(), Bytes.of(new byte[5]))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void secrets_are_not_printed() {
        var keys = RoundKeys.generate(SeededRandom.of(1));
        assertThat(keys).hasToString("RoundKeys[REDACTED]");
        assertThat(keys.encapsulate(keys.publicKeys()).orElseThrow().secret()).hasToString("PairSecret[REDACTED]");
    }

    private static NodeId node(int number) {
        return new NodeId("hospital-" + number);
    }

    private static PairSecret with(Map<NodeId, PairSecret> secrets, int other) {
        return Optional.ofNullable(secrets.get(node(other))).orElseThrow();
    }

    /** What each member shares with each other one, by way of what would be sent. */
    private static List<Map<NodeId, PairSecret>> secrets(int members) {
        List<RoundKeys> keys = new ArrayList<>();
        List<Map<NodeId, PairSecret>> secrets = new ArrayList<>();
        for (var i = 0; i < members; i++) {
            keys.add(RoundKeys.generate(SeededRandom.of(i)));
            secrets.add(new HashMap<>());
        }
        for (var i = 0; i < members; i++) {
            for (var j = i + 1; j < members; j++) {
                var made = keys.get(i).encapsulate(keys.get(j).publicKeys()).orElseThrow();
                var got = keys.get(j)
                        .decapsulate(keys.get(i).publicKeys(), made.encapsulation())
                        .orElseThrow();
                secrets.get(i).put(node(j), made.secret());
                secrets.get(j).put(node(i), got);
            }
        }
        return secrets;
    }
}
