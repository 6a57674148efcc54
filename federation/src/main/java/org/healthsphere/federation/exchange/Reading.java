package org.healthsphere.federation.exchange;

import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.Sealing.Opened;
import org.healthsphere.federation.exchange.PieceWire.PieceAnswer;
import org.healthsphere.federation.exchange.PieceWire.PieceQuery;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Reads what one member replied to one query, and believes nothing of it unchecked.
 *
 * @param envelope the id of the one in which the query went to this member
 */
record Reading(RecordQuery query, NodeId member, String envelope) {
    /** What a reply comes to. */
    sealed interface Said {}

    /** All that the member says. */
    record Whole(MemberAnswer answer) implements Said {}

    /** It is to be fetched. */
    record ToFetch(RecordAnswer.Elsewhere where) implements Said {}

    /** One piece, or that there is none. */
    record Piece(PieceAnswer answer) implements Said {}

    Said answer(PeerReply reply, Sealing sealing) {
        return opened(reply, sealing, Protocol.ANSWER, this::parsed);
    }

    /** The reply to a question for a piece; no piece when it came to nothing, and the next try may come to more. */
    Said piece(PeerReply reply, Sealing sealing, PieceQuery asked) {
        return opened(
                reply,
                sealing,
                Protocol.PIECE,
                content -> PieceAnswer.parse(content, asked) instanceof Outcome.Success<PieceAnswer>(var answer)
                        ? new Piece(answer)
                        : invalid("its piece is not the one that was asked for"));
    }

    private interface Parsing {
        Said of(Bytes content);
    }

    private Said opened(PeerReply reply, Sealing sealing, String kind, Parsing parsing) {
        return switch (reply) {
            case PeerReply.Late _ -> new Whole(new MemberAnswer.Late());
            case PeerReply.Unreachable _ -> new Whole(new MemberAnswer.Unreachable());
            case PeerReply.Refused(var status, var _) -> new Whole(new MemberAnswer.Refused(status));
            case PeerReply.Replied(var bytes, var _) -> opened(sealing.open(bytes), kind, parsing);
        };
    }

    private Said opened(Outcome<Opened> outcome, String kind, Parsing parsing) {
        return switch (outcome) {
            case Outcome.Failure<Opened> _ -> invalid("its envelope is not valid");
            case Outcome.Success<Opened>(var opened)
            when !isOurs(opened, kind) -> invalid("its envelope is not its answer to this query");
            case Outcome.Success<Opened>(var opened) -> parsing.of(opened.content());
        };
    }

    private boolean isOurs(Opened opened, String kind) {
        var header = opened.header();
        return header.from().equals(member)
                && header.kind().equals(kind)
                && header.inReplyTo().filter(envelope::equals).isPresent()
                && header.purpose() == query.question().purpose();
    }

    private Said parsed(Bytes content) {
        return switch (RecordAnswer.parse(content, query.protocol())) {
            case Outcome.Failure<RecordAnswer> _ -> invalid("its answer is malformed");
            case Outcome.Success<RecordAnswer>(var answer)
            when !answer.query().equals(query.id()) -> invalid("it answers another query");
            case Outcome.Success<RecordAnswer>(var answer) -> checked(answer);
        };
    }

    private Said checked(RecordAnswer answer) {
        return switch (answer) {
            case RecordAnswer.Elsewhere elsewhere -> new ToFetch(elsewhere);
            case RecordAnswer.NothingToRelease(var _, var receipt) ->
                new Whole(new MemberAnswer.NothingToRelease(receipt));
            case RecordAnswer.Stale _ -> new Whole(new MemberAnswer.Stale());
            case RecordAnswer.VersionMismatch(var _, var supported) ->
                new Whole(new MemberAnswer.VersionMismatch(supported));
            case RecordAnswer.Answered(var _, var records, var receipt) ->
                Coherence.problem(records, query.question().filter())
                        .map(Reading::invalid)
                        .orElseGet(() -> new Whole(new MemberAnswer.Answered(records, receipt)));
        };
    }

    private static Said invalid(String ground) {
        return new Whole(new MemberAnswer.Invalid(ground));
    }
}
