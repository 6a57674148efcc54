package org.healthsphere.federation.research.aggregation;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;
import org.slf4j.LoggerFactory;

/**
 * What one secure sum costs a member, in processor time and in bytes; run by hand: {@code AggregationCost members values lost}. The keys of
 * a run are agreed once for all of its sums and are told apart.
 */
public final class AggregationCost {
    private static final int WARM = 30;
    private static final int MEASURED = 30;
    private static final double MILLION = 1e6;

    private final SecureRandom random = new SecureRandom();
    private final List<NodeId> members;
    private final int values;
    private final int lost;

    private AggregationCost(int members, int values, int lost) {
        this.members = IntStream.range(0, members)
                .mapToObj(i -> new NodeId("m" + (char) ('a' + i / 26) + (char) ('a' + i % 26)))
                .toList();
        this.values = values;
        this.lost = lost;
    }

    public static void main(String[] arguments) {
        new AggregationCost(
                        Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
                .tell();
    }

    private void tell() {
        var log = LoggerFactory.getLogger(AggregationCost.class);
        var before = now();
        var secrets = secrets();
        log.info("keys of a run: {} ms of a member", (now() - before) / MILLION / members.size());
        for (var i = 0; i < WARM; i++) {
            var _ = round(secrets, i);
        }
        var cost = IntStream.range(WARM, WARM + MEASURED)
                .mapToObj(i -> round(secrets, i))
                .toList();
        log.info(
                "{} members, {} values, {} lost: {} ms of a member, {} ms to open, {} bytes, {} of the values themselves",
                members.size(),
                values,
                lost,
                cost.stream().mapToLong(Cost::member).average().orElse(0) / MILLION / members.size(),
                cost.stream().mapToLong(Cost::opening).average().orElse(0) / MILLION,
                cost.getFirst().bytes(),
                (double) cost.getFirst().bytes() / values / Long.BYTES);
    }

    private record Cost(long member, long opening, long bytes) {}

    private Cost round(Map<NodeId, Map<NodeId, PairSecret>> secrets, int number) {
        var circle = new Circle(members, Circle.threshold(members.size()), Sha256.of("round " + number));
        var start = now();
        Map<NodeId, MaskingRound> rounds = new HashMap<>();
        Map<NodeId, Deal> deals = new HashMap<>();
        members.forEach(member -> {
            var round = new MaskingRound(member, circle, secrets.getOrDefault(member, Map.of()), random);
            rounds.put(member, round);
            deals.put(member, round.deal());
        });
        Map<NodeId, MaskedVector> masked = new HashMap<>();
        rounds.forEach((member, round) -> {
            var _ = round.receive(deals).orElseThrow();
            var vector = round.mask(new long[values]);
            if (members.indexOf(member) >= lost) {
                masked.put(member, vector);
            }
        });
        var reveals = masked.keySet().stream()
                .collect(Collectors.toMap(
                        member -> member,
                        member -> Optional.ofNullable(rounds.get(member))
                                .orElseThrow()
                                .reveal(masked.keySet())
                                .orElseThrow()));
        var opening = now();
        var _ = new Opening(circle, deals, masked, reveals).sum(values).orElseThrow();
        var last = members.getLast();
        var bytes =
                Optional.ofNullable(deals.get(last)).map(AggregationCost::bytes).orElse(0L)
                        + (long) values * Long.BYTES
                        + Optional.ofNullable(reveals.get(last))
                                .map(AggregationCost::revealed)
                                .orElse(0L);
        return new Cost(opening - start, now() - opening, bytes);
    }

    private static long bytes(Deal deal) {
        return deal.commitments().size() * 32L
                + deal.sealed().values().stream()
                        .mapToLong(bytes -> bytes.length())
                        .sum();
    }

    private static long revealed(Reveal reveal) {
        return 32L
                * (reveal.own().size()
                        + reveal.shared().values().stream().mapToLong(Map::size).sum());
    }

    private Map<NodeId, Map<NodeId, PairSecret>> secrets() {
        var keys = members.stream().collect(Collectors.toMap(member -> member, _ -> RoundKeys.generate(random)));
        Map<NodeId, Map<NodeId, PairSecret>> secrets = new HashMap<>();
        for (var i = 0; i < members.size(); i++) {
            for (var j = i + 1; j < members.size(); j++) {
                var one = members.get(i);
                var other = members.get(j);
                var made = key(keys, one)
                        .encapsulate(key(keys, other).publicKeys())
                        .orElseThrow();
                secrets.computeIfAbsent(one, _ -> new HashMap<>()).put(other, made.secret());
                secrets.computeIfAbsent(other, _ -> new HashMap<>())
                        .put(
                                one,
                                key(keys, other)
                                        .decapsulate(key(keys, one).publicKeys(), made.encapsulation())
                                        .orElseThrow());
            }
        }
        return secrets;
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static RoundKeys key(Map<NodeId, RoundKeys> keys, NodeId member) {
        return Optional.ofNullable(keys.get(member)).orElseThrow();
    }
}
