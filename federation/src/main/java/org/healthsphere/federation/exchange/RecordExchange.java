package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;

/** Asks every other member for one patient's record. It never fails as a whole, and no member is missing from what it gives. */
public final class RecordExchange {
    private final NodeId self;
    private final MemberDirectory members;
    private final Sealing sealing;
    private final PeerChannel channel;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * Joins the parts.
     *
     * @param ids of queries and envelopes, never the same twice and not to be guessed
     */
    public RecordExchange(
            NodeId self,
            MemberDirectory members,
            Sealing sealing,
            PeerChannel channel,
            InstantSource clock,
            Supplier<String> ids) {
        this.self = self;
        this.members = members;
        this.sealing = sealing;
        this.channel = channel;
        this.clock = clock;
        this.ids = ids;
    }

    /** An envelope that was sent: its id, and its bytes. */
    private record Sent(String id, Bytes sealed) {}

    /** What one round came to. */
    private record Round(Map<NodeId, MemberAnswer> answers, Map<NodeId, Duration> times) {}

    /** The answers of all active members, this one aside, at the deadline at the latest. */
    public FederatedRecord ask(Question question, Deadline deadline) {
        return ask(question, deadline, _ -> true);
    }

    /** The same of those members only that are meant. */
    public FederatedRecord ask(Question question, Deadline deadline, Predicate<NodeId> meant) {
        var query = new RecordQuery(ids.get(), question, clock.instant().truncatedTo(ChronoUnit.MILLIS), deadline);
        var others = members.active().stream()
                .filter(peer -> !peer.id().equals(self) && meant.test(peer.id()))
                .toList();
        var round = round(query, others);
        var answers = new HashMap<>(round.answers());
        var times = new HashMap<>(round.times());
        if (query.protocol() != Protocol.FIRST) {
            var older = others.stream()
                    .filter(peer -> speaksFirst(answers.get(peer.id())))
                    .toList();
            var again = round(query.inFirst(), older);
            again.answers()
                    .forEach((member, answer) -> answers.put(
                            member, answer.only(record -> question.filter().admits(record.type(), record.id()))));
            again.times().forEach((member, time) -> times.merge(member, time, Duration::plus));
        }
        return FederatedRecord.of(query.id(), answers, times);
    }

    /** What is true when nobody could be asked, for there was no name for the patient: of those that are meant, none was reached. */
    public FederatedRecord unasked(Predicate<NodeId> meant) {
        var answers = new HashMap<NodeId, MemberAnswer>();
        members.active().stream()
                .map(Peer::id)
                .filter(peer -> !peer.equals(self) && meant.test(peer))
                .forEach(peer -> answers.put(peer, new MemberAnswer.Unreachable()));
        return FederatedRecord.of(ids.get(), answers, Map.of());
    }

    private static boolean speaksFirst(@Nullable MemberAnswer answer) {
        return answer instanceof MemberAnswer.VersionMismatch(var supported) && supported.contains(Protocol.FIRST);
    }

    private Round round(RecordQuery query, List<Peer> others) {
        var answers = new HashMap<NodeId, MemberAnswer>();
        var sent = new HashMap<Peer, Sent>();
        for (var peer : others) {
            // Until it has replied, a member counts as one that cannot be reached.
            answers.put(peer.id(), new MemberAnswer.Unreachable());
            seal(query, peer.id())
                    .ifPresentOrElse(
                            envelope -> sent.put(peer, envelope),
                            () -> answers.put(
                                    peer.id(), new MemberAnswer.Invalid("there is no valid key to seal for it")));
        }
        var replies = replies(query, sent);
        var times = new HashMap<NodeId, Duration>();
        replies.forEach((member, reply) -> times.put(member, reply.after()));
        answers.putAll(answers(query, sent, replies));
        return new Round(answers, times);
    }

    private Optional<Sent> seal(RecordQuery query, NodeId to) {
        var question = query.question();
        var header = new Header(
                self,
                to,
                ids.get(),
                Optional.empty(),
                Protocol.QUERY,
                question.purpose(),
                question.ledgerHeight(),
                query.issued());
        return switch (sealing.seal(header, query.toBytes())) {
            case Outcome.Success<Bytes>(var sealed) -> Optional.of(new Sent(header.id(), sealed));
            case Outcome.Failure<Bytes> _ -> Optional.empty();
        };
    }

    private Map<NodeId, PeerReply> replies(RecordQuery query, Map<Peer, Sent> sent) {
        var requests = new HashMap<Peer, Bytes>();
        sent.forEach((peer, envelope) -> requests.put(peer, envelope.sealed()));
        return channel.ask(requests, query.deadline());
    }

    private Map<NodeId, MemberAnswer> answers(RecordQuery query, Map<Peer, Sent> sent, Map<NodeId, PeerReply> replies) {
        var answers = new HashMap<NodeId, MemberAnswer>();
        sent.forEach((peer, envelope) -> {
            var reply = replies.get(peer.id());
            if (reply != null) {
                answers.put(peer.id(), new Reading(query, peer.id(), envelope.id()).answer(reply, sealing));
            }
        });
        return answers;
    }
}
