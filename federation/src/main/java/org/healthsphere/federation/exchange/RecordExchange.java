package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
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
        return ask(question, deadline, meant, (_, _) -> {});
    }

    /**
     * The same.
     *
     * @param arrived hears of each answer once it was opened and checked, while others are waited for; the last that it hears of a member is
     *     what stands in the record
     */
    public FederatedRecord ask(
            Question question, Deadline deadline, Predicate<NodeId> meant, BiConsumer<NodeId, MemberAnswer> arrived) {
        var query = new RecordQuery(ids.get(), question, clock.instant().truncatedTo(ChronoUnit.MILLIS), deadline);
        var others = members.active().stream()
                .filter(peer -> !peer.id().equals(self) && meant.test(peer.id()))
                .toList();
        var round = round(query, others, arrived);
        var answers = new HashMap<>(round.answers());
        var times = new HashMap<>(round.times());
        if (query.protocol() != Protocol.FIRST) {
            var older = others.stream()
                    .filter(peer -> speaksFirst(answers.get(peer.id())))
                    .toList();
            var again = round(query.inFirst(), older, (_, _) -> {});
            again.answers().forEach((member, answer) -> {
                var meantOnly = answer.only(record -> question.filter().admits(record.type(), record.id()));
                answers.put(member, meantOnly);
                arrived.accept(member, meantOnly);
            });
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

    private Round round(RecordQuery query, List<Peer> others, BiConsumer<NodeId, MemberAnswer> arrived) {
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
        var times = new HashMap<NodeId, Duration>();
        var requests = new HashMap<Peer, Bytes>();
        var ids = new HashMap<NodeId, String>();
        sent.forEach((peer, envelope) -> {
            requests.put(peer, envelope.sealed());
            ids.put(peer.id(), envelope.id());
        });
        var _ = channel.ask(requests, query.deadline(), (member, reply) -> {
            var envelope = ids.get(member);
            if (envelope != null) {
                var answer = new Reading(query, member, envelope).answer(reply, sealing);
                times.put(member, reply.after());
                answers.put(member, answer);
                arrived.accept(member, answer);
            }
        });
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
}
