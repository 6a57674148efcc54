package org.healthsphere.federation.research.aggregation;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * One member's side of one secure sum that bears the loss of members at any moment (Bonawitz and others, CCS 2017): {@link #deal},
 * {@link #receive}, {@link #mask}, {@link #reveal}, each once and in this order.
 *
 * <p>Every vector is masked twice: with a mask of the member's own, and with one for each other member that cancels in the sum. The keys
 * of a round follow from the pairs' secrets and say nothing about any other round; so what must be opened of one round, to make up for a
 * member that was lost, opens no other.
 */
public final class MaskingRound {
    private final NodeId self;
    private final Circle circle;
    private final Map<NodeId, PairSecret> secrets;
    private final SecureRandom random;
    private final Bytes own;
    private final Map<NodeId, Bytes> shares = new HashMap<>();
    private final Set<NodeId> dealers = new HashSet<>();
    private State state = State.NEW;

    private enum State {
        NEW,
        DEALT,
        RECEIVED,
        MASKED,
        REVEALED
    }

    /** A round of a circle whose members this one shares these secrets with. */
    public MaskingRound(NodeId self, Circle circle, Map<NodeId, PairSecret> secrets, SecureRandom random) {
        this.self = self;
        this.circle = circle;
        this.secrets = Map.copyOf(secrets);
        this.random = random;
        var key = new byte[Circle.KEY_BYTES];
        random.nextBytes(key);
        this.own = Bytes.of(key);
    }

    public Circle circle() {
        return circle;
    }

    /** Shares of this member's keys for the others. */
    public Deal deal() {
        advance(State.NEW, State.DEALT);
        var after = circle.after(self);
        var row = ByteBuffer.allocate(Circle.KEY_BYTES * (1 + after.size())).put(own.array());
        List<Sha256> commitments = new ArrayList<>();
        commitments.add(circle.commitment(Circle.own(self), own));
        for (var other : after) {
            var key = pairKey(other);
            row.put(key.array());
            commitments.add(circle.commitment(Circle.pair(self, other), key));
        }
        var all = SecretSharing.split(Bytes.of(row.array()), circle.members().size(), circle.threshold(), random);
        Map<NodeId, Bytes> sealed = new HashMap<>();
        for (var holder : circle.members()) {
            var share = all.get(circle.number(holder) - 1);
            if (holder.equals(self)) {
                shares.put(self, share);
            } else {
                sealed.put(holder, MaskStream.seal(channel(self, holder), share));
            }
        }
        return new Deal(commitments, sealed);
    }

    /**
     * Takes what the others dealt, this member among them; who dealt nothing takes no part. A fault when a deal is not one of this
     * round.
     */
    public Outcome<Set<NodeId>> receive(Map<NodeId, Deal> deals) {
        advance(State.DEALT, State.RECEIVED);
        if (!deals.containsKey(self) || !circle.covers(deals.keySet())) {
            return Outcome.failed(new Fault.Conflict("too few have dealt shares, or not this member"));
        }
        for (var entry : deals.entrySet()) {
            if (!entry.getKey().equals(self)
                    && !(take(entry.getKey(), entry.getValue()) instanceof Outcome.Success<Bytes>)) {
                return Outcome.failed(new Fault.Conflict("shares that are not of this round"));
            }
        }
        dealers.addAll(deals.keySet());
        return Outcome.of(Set.copyOf(dealers));
    }

    private Outcome<Bytes> take(NodeId dealer, Deal deal) {
        var after = circle.after(dealer);
        var sealed = Optional.ofNullable(deal.sealed().get(self));
        if (sealed.isEmpty() || deal.commitments().size() != 1 + after.size() || !isOurs(dealer, deal, after)) {
            return Outcome.failed(new Fault.Conflict("a deal of another form"));
        }
        return MaskStream.open(channel(dealer, self), sealed.get())
                .then(share -> share.length() == Circle.KEY_BYTES * (1 + after.size())
                        ? Outcome.of(share)
                        : Outcome.failed(new Fault.Conflict("a share of another length")))
                .map(share -> {
                    shares.put(dealer, share);
                    return share;
                });
    }

    /** A member after the dealer knows one of the keys itself. */
    private boolean isOurs(NodeId dealer, Deal deal, List<NodeId> after) {
        return !after.contains(self)
                || deal.commitments()
                        .get(1 + after.indexOf(self))
                        .equals(circle.commitment(Circle.pair(dealer, self), pairKey(dealer)));
    }

    /** This member's numbers behind its masks. */
    public MaskedVector mask(long[] numbers) {
        advance(State.RECEIVED, State.MASKED);
        var masked = numbers.clone();
        add(masked, MaskStream.words(own, masked.length), true);
        for (var other : dealers) {
            if (!other.equals(self)) {
                add(masked, MaskStream.words(pairKey(other), masked.length), Circle.isBefore(self, other));
            }
        }
        return MaskedVector.of(masked);
    }

    /**
     * The shares that let the sum of the survivors' numbers be opened, and of nobody else's.
     *
     * <p>A fault when the survivors are fewer than the threshold, or not among those that dealt.
     */
    public Outcome<Reveal> reveal(Set<NodeId> survivors) {
        advance(State.MASKED, State.REVEALED);
        if (!survivors.contains(self) || !circle.covers(survivors) || !dealers.containsAll(survivors)) {
            return Outcome.failed(new Fault.Conflict("too few are left, or others than those that dealt"));
        }
        Map<NodeId, Bytes> ownShares = new HashMap<>();
        survivors.forEach(survivor -> ownShares.put(survivor, part(survivor, 0)));
        Map<NodeId, Map<NodeId, Bytes>> shared = new HashMap<>();
        for (var lost : dealers) {
            if (!survivors.contains(lost)) {
                Map<NodeId, Bytes> pairs = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
                survivors.forEach(survivor -> pairs.put(survivor, pairShare(lost, survivor)));
                shared.put(lost, pairs);
            }
        }
        return Outcome.of(new Reveal(ownShares, shared));
    }

    private Bytes pairShare(NodeId lost, NodeId survivor) {
        var dealer = Circle.isBefore(lost, survivor) ? lost : survivor;
        var other = dealer.equals(lost) ? survivor : lost;
        return part(dealer, 1 + circle.after(dealer).indexOf(other));
    }

    private Bytes part(NodeId dealer, int number) {
        return MaskStream.part(shares.getOrDefault(dealer, Bytes.NONE), number, Circle.KEY_BYTES);
    }

    private Bytes pairKey(NodeId other) {
        return secret(other).seed(circle.salt(), Bytes.utf8(Circle.pair(self, other)));
    }

    private Bytes channel(NodeId from, NodeId to) {
        return secret(from.equals(self) ? to : from).seed(circle.salt(), Bytes.utf8("shares|" + from + "|" + to));
    }

    private PairSecret secret(NodeId other) {
        return Optional.ofNullable(secrets.get(other)).orElseThrow();
    }

    static void add(long[] numbers, long[] mask, boolean plus) {
        Arrays.setAll(numbers, i -> plus ? numbers[i] + mask[i] : numbers[i] - mask[i]);
    }

    private void advance(State from, State to) {
        if (state != from) {
            throw new IllegalStateException("a step of a round is taken once, and in its order");
        }
        state = to;
    }

    @Override
    public String toString() {
        return "MaskingRound[REDACTED]";
    }
}
