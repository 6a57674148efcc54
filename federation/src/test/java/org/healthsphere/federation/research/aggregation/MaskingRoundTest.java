package org.healthsphere.federation.research.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

class MaskingRoundTest {
    private static final int LENGTH = 5;

    private final SecureRandom random = SeededRandom.of(5);

    /** Members of one round, each with the secrets that it shares with the others. */
    private final class Round {
        final Circle circle;
        final Map<NodeId, MaskingRound> members = new LinkedHashMap<>();
        final Map<NodeId, Deal> deals = new HashMap<>();
        final Map<NodeId, MaskedVector> masked = new HashMap<>();

        Round(int number, int threshold, String name) {
            circle = new Circle(
                    IntStream.range(0, number)
                            .mapToObj(i -> new NodeId("m" + i))
                            .toList(),
                    threshold,
                    Sha256.of(name));
            var secrets = secrets(circle.members());
            circle.members()
                    .forEach(member -> members.put(
                            member, new MaskingRound(member, circle, secrets.getOrDefault(member, Map.of()), random)));
        }

        void deal(Set<NodeId> who) {
            who.forEach(member -> deals.put(member, member(member).deal()));
        }

        void mask(Set<NodeId> who) {
            who.forEach(member -> {
                var _ = member(member).receive(deals).orElseThrow();
                masked.put(member, member(member).mask(numbers(member)));
            });
        }

        Map<NodeId, Reveal> reveal(Set<NodeId> who) {
            return who.stream()
                    .collect(Collectors.toMap(
                            member -> member,
                            member -> member(member).reveal(masked.keySet()).orElseThrow()));
        }

        Outcome<long[]> open(Map<NodeId, Reveal> reveals) {
            return new Opening(circle, deals, masked, reveals).sum(LENGTH);
        }

        MaskingRound member(NodeId member) {
            return Optional.ofNullable(members.get(member)).orElseThrow();
        }

        Set<NodeId> first(int count) {
            return circle.members().stream().limit(count).collect(Collectors.toUnmodifiableSet());
        }
    }

    private Map<NodeId, Map<NodeId, PairSecret>> secrets(List<NodeId> members) {
        var keys = members.stream().collect(Collectors.toMap(m -> m, _ -> RoundKeys.generate(random)));
        Map<NodeId, Map<NodeId, PairSecret>> secrets = new HashMap<>();
        for (var i = 0; i < members.size(); i++) {
            for (var j = i + 1; j < members.size(); j++) {
                var one = members.get(i);
                var other = members.get(j);
                var made = key(keys, one)
                        .encapsulate(key(keys, other).publicKeys())
                        .orElseThrow();
                var found = key(keys, other)
                        .decapsulate(key(keys, one).publicKeys(), made.encapsulation())
                        .orElseThrow();
                secrets.computeIfAbsent(one, _ -> new HashMap<>()).put(other, made.secret());
                secrets.computeIfAbsent(other, _ -> new HashMap<>()).put(one, found);
            }
        }
        return secrets;
    }

    private static long[] numbers(NodeId member) {
        var own = Long.parseLong(member.value().substring(1)) + 1;
        return new long[] {own, -own, own * own, 0, Long.MAX_VALUE};
    }

    private static long[] sum(Set<NodeId> members) {
        var sum = new long[LENGTH];
        members.forEach(member -> Arrays.setAll(sum, i -> sum[i] + numbers(member)[i]));
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "3, 2, 3, 3, 3",
        "3, 2, 2, 2, 2",
        "3, 2, 3, 2, 2",
        "3, 2, 3, 3, 2",
        "7, 5, 7, 7, 7",
        "7, 5, 5, 5, 5",
        "7, 5, 7, 5, 5",
        "7, 5, 7, 6, 5",
        "10, 7, 9, 8, 7"
    })
    void the_sum_is_that_of_those_who_sent_numbers_whoever_is_lost_before_or_after(
            int members, int threshold, int dealing, int masking, int revealing) {
        var round = new Round(members, threshold, "r");
        round.deal(round.first(dealing));
        round.mask(round.first(masking));
        assertThat(round.open(round.reveal(round.first(revealing))).orElseThrow())
                .isEqualTo(sum(round.first(masking)));
    }

    @Test
    void below_the_threshold_nothing_is_opened() {
        var round = new Round(7, 5, "r");
        round.deal(round.first(7));
        round.mask(round.first(7));
        var reveals = round.reveal(round.first(5));
        reveals.remove(new NodeId("m0"));
        assertThat(round.open(reveals)).isEqualTo(Outcome.failed(new Fault.Unavailable("shares of enough members")));
        var early = new Round(7, 5, "e");
        early.deal(early.first(7));
        early.mask(early.first(4));
        assertThat(early.member(new NodeId("m0")).reveal(early.masked.keySet())).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_coordinator_that_tells_half_of_them_that_one_is_lost_opens_nothing() {
        var round = new Round(7, 5, "r");
        round.deal(round.first(7));
        round.mask(round.first(7));
        var all = round.first(7);
        var others =
                all.stream().filter(member -> !member.value().equals("m6")).collect(Collectors.toUnmodifiableSet());
        Map<NodeId, Reveal> reveals = new HashMap<>();
        round.first(3)
                .forEach(member ->
                        reveals.put(member, round.member(member).reveal(all).orElseThrow()));
        others.stream()
                .filter(member -> !reveals.containsKey(member))
                .forEach(member ->
                        reveals.put(member, round.member(member).reveal(others).orElseThrow()));
        assertThat(round.open(reveals)).as("with it").isInstanceOf(Outcome.Failure.class);
        round.masked.remove(new NodeId("m6"));
        assertThat(round.open(reveals)).as("without it").isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_wrong_share_does_not_spoil_the_sum_while_enough_are_right() {
        var round = new Round(7, 5, "r");
        round.deal(round.first(7));
        round.mask(round.first(7));
        var reveals = round.reveal(round.first(7));
        reveals.computeIfPresent(new NodeId("m0"), (_, reveal) -> zeros(reveal));
        assertThat(round.open(reveals).orElseThrow()).isEqualTo(sum(round.first(7)));
    }

    private static Reveal zeros(Reveal reveal) {
        return new Reveal(
                reveal.own().keySet().stream().collect(Collectors.toMap(m -> m, _ -> Bytes.of(new byte[32]))),
                Map.of());
    }

    @Test
    void a_share_that_was_dealt_to_somebody_else_or_in_another_round_is_refused() {
        var round = new Round(3, 2, "r");
        var other = new Round(3, 2, "another");
        round.deal(round.first(3));
        other.deal(other.first(3));
        var mixed = new HashMap<>(round.deals);
        mixed.computeIfPresent(new NodeId("m1"), (member, deal) -> other.deals.getOrDefault(member, deal));
        assertThat(round.member(new NodeId("m0")).receive(mixed)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void each_step_is_taken_once_so_that_no_mask_hides_two_vectors() {
        var round = new Round(3, 2, "r");
        round.deal(round.first(3));
        round.mask(round.first(3));
        var member = round.member(new NodeId("m0"));
        assertThatThrownBy(() -> member.mask(new long[LENGTH])).isInstanceOf(IllegalStateException.class);
        var _ = member.reveal(round.masked.keySet());
        assertThatThrownBy(() -> member.reveal(round.masked.keySet())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void half_of_the_shares_is_no_threshold() {
        assertThatThrownBy(() -> new Round(4, 2, "r")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Circle.threshold(10)).isEqualTo(7);
    }

    @Test
    void a_secret_comes_back_from_any_of_the_shares_that_are_enough_and_not_from_fewer() {
        var secret = Bytes.utf8("thirty-two bytes of a secret key");
        var shares = SecretSharing.split(secret, 9, 4, random);
        assertThat(SecretSharing.combine(
                        Map.of(9, shares.get(8), 2, shares.get(1), 5, shares.get(4), 6, shares.get(5))))
                .isEqualTo(secret);
        assertThat(SecretSharing.combine(Map.of(9, shares.get(8), 2, shares.get(1), 5, shares.get(4))))
                .isNotEqualTo(secret);
    }

    private static RoundKeys key(Map<NodeId, RoundKeys> keys, NodeId member) {
        return Optional.ofNullable(keys.get(member)).orElseThrow();
    }
}
