package org.healthsphere.federation.linkage.oblivious;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Hospitals in one process that hold a key together; what passes between them is kept. */
final class TokenCircle {
    static final LinkageKey.Terms TWO = new LinkageKey.Terms(2, 1_000);

    final Map<NodeId, Hospital> hospitals = new LinkedHashMap<>();
    final List<Bytes> overheard = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();

    /** What a hospital answers on the way, if it is not what it says: another one perhaps, or nothing. */
    final Map<NodeId, UnaryOperator<Optional<Bytes>>> twists = new HashMap<>();

    TokenCircle(String seed, LinkageKey.Terms terms, String... names) {
        var dealer = new LinkageKey.Dealer(Bytes.utf8(seed), terms);
        for (var name : names) {
            var id = new NodeId(name);
            hospitals.put(id, new Hospital(id, dealer));
        }
    }

    Hospital hospital(String name) {
        return Optional.ofNullable(hospitals.get(new NodeId(name))).orElseThrow();
    }

    /** One of them. */
    final class Hospital {
        final SigningKey key = SigningKey.generate(random);
        final StudyMember member;
        final Purse purse = new Purse();
        final TokenHolder holder;
        final TokenMaker maker;

        Hospital(NodeId id, LinkageKey.Dealer dealer) {
            this.member = new StudyMember(
                    id,
                    key,
                    other -> Optional.ofNullable(hospitals.get(other)).map(one -> one.key.verificationKey()),
                    () -> Instant.EPOCH,
                    random);
            var share = dealer.key().share(id, dealer.share(id)).orElseThrow();
            this.holder = new TokenHolder(member, share, purse);
            this.maker = new TokenMaker(
                    member, share, purse, new TokenMaker.Way(hospitals::keySet, TokenCircle.this::carried));
        }
    }

    private Map<NodeId, Bytes> carried(Map<NodeId, Bytes> messages) {
        Map<NodeId, Bytes> answers = new HashMap<>();
        messages.forEach((to, message) -> {
            overheard.add(message);
            var said = hospital(to.value()).holder.answer(message) instanceof Outcome.Success<Bytes>(var answer)
                    ? Optional.of(answer)
                    : Optional.<Bytes>empty();
            twists.getOrDefault(to, UnaryOperator.identity()).apply(said).ifPresent(answer -> {
                overheard.add(answer);
                answers.put(to, answer);
            });
        });
        return answers;
    }

    /** What is left to spend, and what others may have. */
    static final class Purse implements EvaluationAccount {
        long left = 1_000;
        long others = 1_000;
        long spent;
        long served;
        int writtenOff;

        @Override
        public Outcome<Long> spend(long count) {
            if (count > left) {
                return Outcome.failed(new Fault.TooMany("tokens in one month"));
            }
            left -= count;
            spent += count;
            return Outcome.of(spent);
        }

        @Override
        public void giveBack(long count) {
            left += count;
            spent -= count;
        }

        @Override
        public void writeOff() {
            writtenOff++;
        }

        @Override
        public Outcome<Long> serve(NodeId member, long count) {
            if (count > others) {
                return Outcome.failed(new Fault.TooMany("tokens that the ledger has not counted"));
            }
            others -= count;
            served += count;
            return Outcome.of(served);
        }
    }
}
