package org.healthsphere.federation.linkage.oblivious;

import org.healthsphere.federation.linkage.oblivious.TokenTalk.Answered;
import org.healthsphere.federation.linkage.oblivious.TokenTalk.Evaluate;
import org.healthsphere.federation.linkage.oblivious.TokenTalk.Unpaid;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Helps other members to make tokens with this member's share of the key. It sees none of their inputs, and helps as often as the ledger has counted. */
public final class TokenHolder {
    private final StudyMember self;
    private final LinkageShare share;
    private final EvaluationAccount account;

    public TokenHolder(StudyMember self, LinkageShare share, EvaluationAccount account) {
        this.self = self;
        this.share = share;
        this.account = account;
    }

    /** The signed answer to what another member says. */
    public Outcome<Bytes> answer(Bytes message) {
        return SignedStatement.read(message, self.members())
                .then(said -> TokenTalk.read(said).then(asked -> reply(said.from(), asked)))
                .map(reply -> SignedStatement.sign(reply.json(), self.id(), self.signer())
                        .bytes());
    }

    private Outcome<TokenTalk> reply(NodeId from, TokenTalk asked) {
        return asked instanceof Evaluate evaluate
                ? evaluated(from, evaluate)
                : Outcome.failed(new Fault.Conflict("an answer that nobody asked for"));
    }

    private Outcome<TokenTalk> evaluated(NodeId from, Evaluate asked) {
        if (!asked.key().equals(share.key().id())) {
            return Outcome.failed(new Fault.Conflict("another key"));
        }
        return switch (account.serve(from, asked.elements().size())) {
            case Outcome.Success<Long> _ ->
                share.share().evaluate(asked.elements(), self.random()).map(Answered::new);
            case Outcome.Failure<Long>(Fault.TooMany _) -> Outcome.of(new Unpaid());
            case Outcome.Failure<Long>(var fault) -> Outcome.failed(fault);
        };
    }
}
