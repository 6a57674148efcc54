package org.healthsphere.federation.exchange;

import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.Sealing.Opened;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Reads what one member replied to one query, and believes nothing of it unchecked.
 *
 * @param envelope the id of the one in which the query went to this member
 */
record Reading(RecordQuery query, NodeId member, String envelope) {

    MemberAnswer answer(PeerReply reply, Sealing sealing) {
        return switch (reply) {
            case PeerReply.Late _ -> new MemberAnswer.Late();
            case PeerReply.Unreachable _ -> new MemberAnswer.Unreachable();
            case PeerReply.Refused(var status, var _) -> new MemberAnswer.Refused(status);
            case PeerReply.Replied(var bytes, var _) -> opened(sealing.open(bytes));
        };
    }

    private MemberAnswer opened(Outcome<Opened> outcome) {
        return switch (outcome) {
            case Outcome.Failure<Opened> _ -> new MemberAnswer.Invalid("its envelope is not valid");
            case Outcome.Success<Opened>(var opened)
            when !isOurs(opened) -> new MemberAnswer.Invalid("its envelope is not its answer to this query");
            case Outcome.Success<Opened>(var opened) -> parsed(opened.content());
        };
    }

    private boolean isOurs(Opened opened) {
        var header = opened.header();
        return header.from().equals(member)
                && header.kind().equals(Protocol.ANSWER)
                && header.inReplyTo().filter(envelope::equals).isPresent()
                && header.purpose() == query.question().purpose();
    }

    private MemberAnswer parsed(Bytes content) {
        return switch (RecordAnswer.parse(content, query.protocol())) {
            case Outcome.Failure<RecordAnswer> _ -> new MemberAnswer.Invalid("its answer is malformed");
            case Outcome.Success<RecordAnswer>(var answer)
            when !answer.query().equals(query.id()) -> new MemberAnswer.Invalid("it answers another query");
            case Outcome.Success<RecordAnswer>(var answer) -> checked(answer);
        };
    }

    private MemberAnswer checked(RecordAnswer answer) {
        return switch (answer) {
            case RecordAnswer.NothingToRelease(var _, var receipt) -> new MemberAnswer.NothingToRelease(receipt);
            case RecordAnswer.Stale _ -> new MemberAnswer.Stale();
            case RecordAnswer.VersionMismatch(var _, var supported) -> new MemberAnswer.VersionMismatch(supported);
            case RecordAnswer.Answered(var _, var records, var receipt) ->
                Coherence.problem(records, query.question().filter())
                        .<MemberAnswer>map(MemberAnswer.Invalid::new)
                        .orElseGet(() -> new MemberAnswer.Answered(records, receipt));
        };
    }
}
