package org.healthsphere.federation.research.tokens;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.aggregation.PairSecret;
import org.healthsphere.federation.research.aggregation.PublicKeys;
import org.healthsphere.federation.research.aggregation.RoundKeys;
import org.healthsphere.federation.research.tokens.TokenMessage.Deal;
import org.healthsphere.federation.research.tokens.TokenMessage.Dealt;
import org.healthsphere.keys.bc.oprf.KeyDealing;
import org.healthsphere.keys.bc.oprf.OprfSuite;
import org.healthsphere.keys.bc.oprf.ThresholdKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * The key of one roster, and this member's share of it.
 *
 * @param share what this member answers with
 */
record TokenKey(ThresholdKey key, ThresholdKey.Share share) {
    private static final OprfSuite SUITE = OprfSuite.P256_SHA256;

    /**
     * A member that deals, and is dealt to.
     *
     * @param secret that stays, and is known to this member only
     */
    record Dealer(StudyMember self, Bytes secret) {

        private KeyDealing dealing(TokenRoster roster) {
            return KeyDealing.of(SUITE, roster.seed(secret), roster.threshold());
        }

        /** The share of one who asked, so that only he can read it. */
        Outcome<Dealt> dealt(TokenRoster roster, NodeId asker, PublicKeys asking) {
            var keys = RoundKeys.generate(self.random());
            var dealing = dealing(roster);
            return keys.encapsulate(asking).map(made -> {
                var pad = made.secret().seed(Bytes.utf8(roster.plan().hex()), Bytes.utf8("share of " + asker));
                return new Dealt(
                        dealing.commitments(),
                        xor(dealing.share(roster.number(asker)), pad),
                        keys.publicKeys(),
                        made.encapsulation());
            });
        }

        /** Asks the others for their parts, and adds them up. */
        Collection collect(TokenRoster roster) {
            return new Collection(this, roster, RoundKeys.generate(self.random()));
        }
    }

    /** Parts on their way. */
    record Collection(Dealer dealer, TokenRoster roster, RoundKeys keys) {
        Deal asking() {
            return new Deal(roster.plan(), roster.members(), keys.publicKeys());
        }

        /** The key; {@link Fault.Unavailable} unless everybody has dealt, {@link Fault.Unauthenticated} when somebody deals falsely. */
        Outcome<TokenKey> key(Map<NodeId, Dealt> heard) {
            var self = dealer.self().id();
            var own = dealer.dealing(roster);
            Map<NodeId, List<Bytes>> commitments = new HashMap<>(Map.of(self, own.commitments()));
            Map<NodeId, Bytes> shares = new HashMap<>(Map.of(self, own.share(roster.number(self))));
            heard.forEach((member, dealt) -> opened(dealt).ifPresent(share -> {
                commitments.put(member, dealt.commitments());
                shares.put(member, share);
            }));
            if (!shares.keySet().containsAll(roster.members())) {
                return Outcome.failed(new Fault.Unavailable("every member's part of the key"));
            }
            return ThresholdKey.of(SUITE, roster.threshold(), inOrder(commitments))
                    .then(key ->
                            key.share(roster.number(self), inOrder(shares)).map(share -> new TokenKey(key, share)));
        }

        private <T> List<T> inOrder(Map<NodeId, T> all) {
            return roster.members().stream()
                    .flatMap(member -> Optional.ofNullable(all.get(member)).stream())
                    .toList();
        }

        private Optional<Bytes> opened(Dealt dealt) {
            if (keys.decapsulate(dealt.keys(), dealt.encapsulation())
                    instanceof Outcome.Success<PairSecret>(var shared)) {
                var pad = shared.seed(
                        Bytes.utf8(roster.plan().hex()),
                        Bytes.utf8("share of " + dealer.self().id()));
                return dealt.share().length() == pad.length() ? Optional.of(xor(dealt.share(), pad)) : Optional.empty();
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "Collection[REDACTED]";
        }
    }

    private static Bytes xor(Bytes one, Bytes other) {
        var bytes = one.array().clone();
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] ^= other.array()[i];
        }
        return Bytes.of(bytes);
    }
}
