package org.healthsphere.consent.contract;

import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * How members decide who is one of them, once the founder has handed over: a member proposes, and as soon as more than half of
 * those who take part have voted for it, the last vote is the change: its event is the change's, as if it had been submitted.
 */
final class Governance {
    private Governance() {}

    static String proposal(String id) {
        return "P:" + id;
    }

    static String vote(String proposal, String member) {
        return "V:" + proposal + "/" + member;
    }

    /** There is no way back. */
    static Outcome<Bytes> handOver(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.HAND_OVER, form)
                .then(_ -> ledger.creator().equals(form.text("founder"))
                        ? Members.byFounder(ledger, form)
                        : Outcome.failed(new Fault.Forbidden("only the founder hands over")))
                .then(_ -> Members.active(ledger).isEmpty()
                        ? Outcome.failed(new Fault.Unprocessable(
                                List.of(new Problem("founder", "there is nobody to hand over to"))))
                        : Directives.written(ledger, Operation.HAND_OVER, form));
    }

    static Outcome<Bytes> propose(LedgerStub ledger, Form form) {
        return change(form)
                .then(_ -> Directives.unheard(ledger, Operation.PROPOSE, form))
                .then(_ -> Members.byMember(ledger, form))
                .then(_ -> Directives.notExpired(ledger, form))
                .then(_ -> Directives.written(ledger, Operation.PROPOSE, form));
    }

    private static Outcome<Form> change(Form proposal) {
        return Operation.named(proposal.text("change"))
                .map(change -> Form.parse(proposal.text("directive"), change)
                        .then(inner -> inner.canonical().utf8().equals(proposal.text("directive"))
                                ? Outcome.of(inner)
                                : Outcome.failed(
                                        new Fault.Invalid(List.of(new Problem("directive", "not in canonical form"))))))
                .orElseThrow();
    }

    static Outcome<Bytes> vote(LedgerStub ledger, Form form) {
        return Directives.unheard(ledger, Operation.VOTE, form)
                .then(_ -> Members.bySelf(ledger, form, "member"))
                .then(_ -> ledger.read(Members.HANDED_OVER).isPresent()
                        ? Outcome.of(form)
                        : Outcome.failed(new Fault.Forbidden("the founder has not handed over")))
                .then(_ -> ledger.read(proposal(form.text("proposal")))
                        .map(record -> Outcome.of(Directives.directive(record)))
                        .orElse(Outcome.failed(new Fault.NotFound("no such proposal"))))
                .then(proposal -> Directives.notExpired(ledger, proposal))
                .then(proposal -> counted(ledger, proposal, form));
    }

    private static Outcome<Bytes> counted(LedgerStub ledger, Form proposal, Form vote) {
        var members = Members.active(ledger);
        var before = members.stream()
                .filter(member -> !member.equals(vote.text("member")))
                .filter(member -> ledger.read(vote(proposal.text("id"), member)).isPresent())
                .count();
        var decided = "D" + proposal(proposal.text("id"));
        if (2 * (before + 1) <= members.size() || ledger.read(decided).isPresent()) {
            return Directives.written(ledger, Operation.VOTE, vote);
        }
        ledger.write(decided, ledger.transaction());
        ledger.write(Operation.VOTE.key(vote), Directives.record(ledger, Operation.VOTE, vote));
        return change(proposal).then(change -> applied(ledger, proposal.text("change"), change));
    }

    private static Outcome<Bytes> applied(LedgerStub ledger, String change, Form form) {
        if (change.equals(Operation.ADMIT_MEMBER.word())) {
            Members.enter(ledger, form.text("member"));
            return Directives.written(ledger, Operation.ADMIT_MEMBER, form);
        }
        Members.leave(ledger, form.text("member"));
        return Directives.written(ledger, Operation.SUSPEND_MEMBER, form);
    }
}
