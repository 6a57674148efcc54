package org.healthsphere.federation.research.aggregation;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Takes the masks off a sum. Whoever has the messages of a round comes to the same sum: nobody needs to believe the coordinator.
 *
 * @param deals of those that dealt
 * @param masked of those that sent masked numbers: theirs is the sum
 * @param reveals of those that were there at the end
 */
public record Opening(
        Circle circle, Map<NodeId, Deal> deals, Map<NodeId, MaskedVector> masked, Map<NodeId, Reveal> reveals) {
    public Opening {
        deals = Map.copyOf(deals);
        masked = Map.copyOf(masked);
        reveals = Map.copyOf(reveals);
    }

    /** The sum of the numbers; a fault when too few revealed, or what they revealed is not what was dealt. */
    public Outcome<long[]> sum(int length) {
        if (reveals.size() < circle.threshold()) {
            return Outcome.failed(new Fault.Unavailable("shares of enough members"));
        }
        return MaskedVector.sum(masked.values(), length).then(this::unmasked);
    }

    private Outcome<long[]> unmasked(long[] masked) {
        var sum = Outcome.of(masked);
        for (var survivor : this.masked.keySet()) {
            sum = sum.then(numbers -> take(numbers, ownKey(survivor), true));
        }
        for (var lost : deals.keySet()) {
            if (!this.masked.containsKey(lost)) {
                sum = sum.then(numbers -> withoutLost(numbers, lost));
            }
        }
        return sum;
    }

    private Outcome<long[]> withoutLost(long[] numbers, NodeId lost) {
        var sum = Outcome.of(numbers);
        for (var survivor : masked.keySet()) {
            sum = sum.then(left -> take(left, pairKey(lost, survivor), Circle.isBefore(survivor, lost)));
        }
        return sum;
    }

    private static Outcome<long[]> take(long[] numbers, Outcome<Bytes> key, boolean wasAdded) {
        return key.map(k -> {
            MaskingRound.add(numbers, MaskStream.words(k, numbers.length), !wasAdded);
            return numbers;
        });
    }

    private Outcome<Bytes> ownKey(NodeId survivor) {
        return key(
                reveal -> Optional.ofNullable(reveal.own().get(survivor)),
                commitment(survivor, 0),
                Circle.own(survivor));
    }

    private Outcome<Bytes> pairKey(NodeId lost, NodeId survivor) {
        var dealer = Circle.isBefore(lost, survivor) ? lost : survivor;
        var other = dealer.equals(lost) ? survivor : lost;
        return key(
                reveal -> Optional.ofNullable(reveal.shared().get(lost))
                        .flatMap(pairs -> Optional.ofNullable(pairs.get(survivor))),
                commitment(dealer, 1 + circle.after(dealer).indexOf(other)),
                Circle.pair(lost, survivor));
    }

    private Optional<Sha256> commitment(NodeId dealer, int number) {
        return Optional.ofNullable(deals.get(dealer))
                .map(Deal::commitments)
                .filter(all -> number < all.size())
                .map(all -> all.get(number));
    }

    /** Each run of as many shares as are needed is tried, so that one wrong share does not spoil the sum. */
    private Outcome<Bytes> key(Function<Reveal, Optional<Bytes>> share, Optional<Sha256> commitment, String use) {
        var shares = new TreeMap<Integer, Bytes>();
        reveals.forEach((holder, reveal) -> share.apply(reveal)
                .filter(bytes -> bytes.length() == Circle.KEY_BYTES && circle.number(holder) > 0)
                .ifPresent(bytes -> shares.put(circle.number(holder), bytes)));
        var holders = shares.keySet().stream().mapToInt(Integer::intValue).toArray();
        for (var first = 0; first + circle.threshold() <= holders.length; first++) {
            var some = new TreeMap<Integer, Bytes>();
            Arrays.stream(holders, first, first + circle.threshold())
                    .forEach(number -> some.put(number, shares.getOrDefault(number, Bytes.NONE)));
            var key = SecretSharing.combine(some);
            if (commitment.equals(Optional.of(circle.commitment(use, key)))) {
                return Outcome.of(key);
            }
        }
        return Outcome.failed(new Fault.Conflict("shares that do not give back what was committed to"));
    }
}
