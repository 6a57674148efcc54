package org.healthsphere.federation.linkage.oblivious;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.linkage.TokenInputs;
import org.healthsphere.federation.linkage.oblivious.TokenTalk.Answered;
import org.healthsphere.federation.linkage.oblivious.TokenTalk.Evaluate;
import org.healthsphere.federation.linkage.oblivious.TokenTalk.Unpaid;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.keys.bc.oprf.Blinded;
import org.healthsphere.keys.bc.oprf.Evaluated;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Makes tokens of care with as many other members as it takes. What they are of no other member sees; whom they help, the ledger counts. */
public final class TokenMaker {
    /** Purpose separation beside that of the keys: no input of care is one of anything else. */
    private static final String PURPOSE = "care\u001f";

    private final StudyMember self;
    private final LinkageShare share;
    private final EvaluationAccount account;
    private final Way way;

    /**
     * The way to the others.
     *
     * @param members who can be asked now
     * @param carrier their answers to these messages, of those who answer in time
     */
    public record Way(Supplier<? extends Collection<NodeId>> members, UnaryOperator<Map<NodeId, Bytes>> carrier) {}

    public TokenMaker(StudyMember self, LinkageShare share, EvaluationAccount account, Way way) {
        this.self = self;
        this.share = share;
        this.account = account;
        this.way = way;
    }

    /**
     * A token for each of these texts, in their order.
     *
     * <p>{@link Fault.TooMany} when the month has not as many left; {@link Fault.Unavailable} when too few members helped.
     */
    public Outcome<List<String>> tokens(List<String> texts) {
        // First what costs nothing: who is alone, and tries again and again, is not to calculate in vain.
        if (others().size() < share.key().threshold().threshold() - 1) {
            return Outcome.failed(new Fault.Unavailable("enough other members to make tokens with"));
        }
        List<String> tokens = new ArrayList<>();
        for (var from = 0; from < texts.size(); from += TokenTalk.MOST) {
            switch (batch(texts.subList(from, Math.min(from + TokenTalk.MOST, texts.size())))) {
                case Outcome.Success<List<Bytes>>(var outputs) ->
                    outputs.forEach(output -> tokens.add(TokenInputs.token(output)));
                case Outcome.Failure<List<Bytes>>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return Outcome.of(tokens);
    }

    private Outcome<List<Bytes>> batch(List<String> texts) {
        List<Blinded> asked = new ArrayList<>();
        for (var text : texts) {
            switch (share.key().threshold().blind(Bytes.utf8(PURPOSE + text), self.random())) {
                case Outcome.Success<Blinded>(var blinded) -> asked.add(blinded);
                case Outcome.Failure<Blinded>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        var elements = asked.stream().map(Blinded::element).toList();
        return share.share()
                .evaluate(elements, self.random())
                .then(own -> outputs(asked, elements, new HashMap<>(Map.of(LinkageKey.number(self.id()), own))));
    }

    /** Asks as few as it takes, and twice as many others each time that some did not help. */
    private Outcome<List<Bytes>> outputs(List<Blinded> asked, List<Bytes> elements, Map<Integer, Evaluated> answers) {
        var key = share.key().threshold();
        var outputs = key.outputs(asked, answers);
        if (outputs instanceof Outcome.Success) {
            return outputs;
        }
        var others = others();
        return account.spend(elements.size()).then(_ -> {
            var reached = false;
            var wave = key.threshold() - 1;
            for (var from = 0; from < others.size(); ) {
                var to = Math.min(others.size(), from + wave);
                var replies = replies(others.subList(from, to), elements);
                reached |= !replies.isEmpty();
                answers.putAll(heard(replies));
                if (key.outputs(asked, answers) instanceof Outcome.Success<List<Bytes>> made) {
                    return made;
                }
                from = to;
                wave *= 2;
            }
            if (!reached) {
                account.giveBack(elements.size());
            }
            return Outcome.failed(new Fault.Unavailable("enough other members that help to make tokens"));
        });
    }

    private List<NodeId> others() {
        var others = new ArrayList<>(way.members().get());
        others.remove(self.id());
        Collections.shuffle(others, self.random());
        return others;
    }

    private Map<NodeId, Bytes> replies(List<NodeId> members, List<Bytes> elements) {
        var question = SignedStatement.sign(new Evaluate(share.key().id(), elements).json(), self.id(), self.signer())
                .bytes();
        Map<NodeId, Bytes> messages = new HashMap<>();
        members.forEach(member -> messages.put(member, question));
        return way.carrier().apply(messages);
    }

    private Map<Integer, Evaluated> heard(Map<NodeId, Bytes> replies) {
        Map<Integer, Evaluated> heard = new HashMap<>();
        replies.forEach((member, reply) -> {
            if (SignedStatement.read(reply, self.members()) instanceof Outcome.Success<SignedStatement>(var said)
                    && said.from().equals(member)
                    && TokenTalk.read(said) instanceof Outcome.Success<TokenTalk>(var talk)) {
                take(member, talk, heard);
            }
        });
        return heard;
    }

    private void take(NodeId member, TokenTalk talk, Map<Integer, Evaluated> heard) {
        switch (talk) {
            case Answered(var evaluated) -> heard.put(LinkageKey.number(member), evaluated);
            case Unpaid _ -> account.writeOff();
            case Evaluate _ -> {
                // No answer: it does not count.
            }
        }
    }
}
