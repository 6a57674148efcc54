package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel.Conversation;
import org.healthsphere.federation.PeerChannel.Sending;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.specs.NodeId;

/**
 * One query to many members, and what it came to. Who speaks the first version only is asked again in it as soon as he has said so, within
 * the same deadline. Until it has replied, a member counts as one that cannot be reached.
 */
final class Round implements Conversation {
    private final Way way;
    private final Room room;
    private final RecordQuery query;
    private final List<Peer> others;
    private final BiConsumer<NodeId, MemberAnswer> arrived;
    private final Runnable meanwhile;
    private final Map<NodeId, Asked> asked = new HashMap<>();
    private final Map<NodeId, MemberAnswer> answers = new HashMap<>();
    private final Map<NodeId, Duration> times = new HashMap<>();
    private final Map<Peer, Reading.ToFetch> elsewhere = new HashMap<>();

    private record Asked(Peer peer, RecordQuery query, String envelope) {}

    /** @param arrived hears of each answer when it was checked */
    Round(Way way, Room room, RecordQuery query, List<Peer> others, BiConsumer<NodeId, MemberAnswer> arrived) {
        this(way, room, query, others, arrived, () -> {});
    }

    private Round(
            Way way,
            Room room,
            RecordQuery query,
            List<Peer> others,
            BiConsumer<NodeId, MemberAnswer> arrived,
            Runnable meanwhile) {
        this.way = way;
        this.room = room;
        this.query = query;
        this.others = others;
        this.arrived = arrived;
        this.meanwhile = meanwhile;
    }

    /** The same, where something is done once all were asked. */
    Round doing(Runnable work) {
        return new Round(way, room, query, others, arrived, work);
    }

    @Override
    public void begin(Sending sending) {
        others.forEach(peer -> send(peer, query, sending));
    }

    @Override
    public void meanwhile() {
        meanwhile.run();
    }

    /** Who writes a long answer down does so once. */
    @Override
    public boolean isCostly() {
        return query.inPieces();
    }

    private void send(Peer peer, RecordQuery said, Sending sending) {
        answers.put(peer.id(), new MemberAnswer.Unreachable());
        way.seal(said.question(), said.issued(), peer.id(), Protocol.QUERY, said.toBytes())
                .ifPresentOrElse(
                        envelope -> {
                            asked.put(peer.id(), new Asked(peer, said, envelope.id()));
                            sending.send(peer, envelope.sealed());
                        },
                        () -> answers.put(peer.id(), new MemberAnswer.Invalid("there is no valid key to seal for it")));
    }

    @Override
    public void arrived(NodeId member, PeerReply reply, Sending sending) {
        Optional.ofNullable(asked.get(member)).ifPresent(question -> take(question, reply, sending));
    }

    private void take(Asked question, PeerReply reply, Sending sending) {
        var peer = question.peer();
        times.merge(peer.id(), reply.after(), Duration::plus);
        switch (new Reading(question.query(), peer.id(), question.envelope()).answer(reply, way.sealing())) {
            case Reading.Whole(var answer)
            when isToBeAskedAgain(question, answer) -> send(peer, query.inFirst(), sending);
            case Reading.Whole(var answer) -> told(peer.id(), asMeant(question, answer));
            case Reading.ToFetch toFetch -> {
                answers.remove(peer.id());
                elsewhere.put(peer, toFetch);
            }
            case Reading.Piece _ -> answers.put(peer.id(), new MemberAnswer.Invalid("a piece that nobody asked for"));
        }
    }

    private boolean isToBeAskedAgain(Asked question, MemberAnswer answer) {
        return question.query().protocol() == Protocol.ONLY_CERTAIN_RESOURCES
                && Protocol.isSpoken(Protocol.FIRST, answer);
    }

    /** In the first version more was asked for than was meant. */
    private MemberAnswer asMeant(Asked question, MemberAnswer answer) {
        var filter = query.question().filter();
        return question.query().equals(query)
                ? answer
                : answer.only(record -> filter.admits(record.type(), record.id()));
    }

    private void told(NodeId member, MemberAnswer answer) {
        var taken = answer instanceof MemberAnswer.Answered(var records, var _) && !room.takes(member, records)
                ? new MemberAnswer.TooLong()
                : answer;
        answers.put(member, taken);
        arrived.accept(member, taken);
    }

    /** One of each member that was asked, those aside whose answer is to be fetched. */
    Map<NodeId, MemberAnswer> answers() {
        return answers;
    }

    Map<NodeId, Duration> times() {
        return times;
    }

    /** Whose answer is to be fetched, and where it is. */
    Map<Peer, Reading.ToFetch> elsewhere() {
        return elsewhere;
    }
}
