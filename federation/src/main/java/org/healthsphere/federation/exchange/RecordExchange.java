package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.Sealing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.jspecify.annotations.Nullable;

/** Asks every other member for one patient's record. It never fails as a whole, and no member is missing from what it gives. */
public final class RecordExchange {
    private static final int TIMES_ANEW = 3;

    private final MemberDirectory members;
    private final Way way;
    private final LongAnswers longer;
    private final BiFunction<NodeId, RecordFilter, RecordTaker> takers;

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
        this(members, new Way(self, sealing, channel, clock, ids), LongAnswers.Terms.USUAL, (_, filter) -> new Holding(filter));
    }

    private RecordExchange(
            MemberDirectory members,
            Way way,
            LongAnswers.Terms terms,
            BiFunction<NodeId, RecordFilter, RecordTaker> takers) {
        this.members = members;
        this.way = way;
        this.longer = new LongAnswers(way, terms);
        this.takers = takers;
    }

    /** The same, which fetches long answers by these terms. */
    RecordExchange fetching(LongAnswers.Terms terms) {
        return new RecordExchange(members, way, terms, takers);
    }

    /** The same, where what is longer than one envelope is given to takers as it comes, and is held by nobody else. */
    public RecordExchange givingTo(Function<NodeId, RecordTaker> others) {
        return new RecordExchange(members, way, LongAnswers.Terms.USUAL, (member, _) -> others.apply(member));
    }

    /** What one round came to. */
    private record Round(
            Map<NodeId, MemberAnswer> answers, Map<NodeId, Duration> times, Map<Peer, Reading.ToFetch> elsewhere) {

        void take(Peer peer, Duration after, Reading.Said said, BiConsumer<NodeId, MemberAnswer> arrived) {
            times.put(peer.id(), after);
            switch (said) {
                case Reading.Whole(var answer) -> {
                    answers.put(peer.id(), answer);
                    arrived.accept(peer.id(), answer);
                }
                case Reading.ToFetch toFetch -> {
                    answers.remove(peer.id());
                    elsewhere.put(peer, toFetch);
                }
                case Reading.Piece _ ->
                    answers.put(peer.id(), new MemberAnswer.Invalid("a piece that nobody asked for"));
            }
        }
    }

    /**
     * The answers of all active members, this one aside, at the deadline at the latest. What a member has more of than one envelope takes is
     * fetched after it, as long as it comes.
     */
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
        return ask(question, deadline, meant, arrived, () -> {});
    }

    /**
     * The same.
     *
     * @param meanwhile is done once, when all were asked and before the first answer is waited for
     */
    public FederatedRecord ask(
            Question question,
            Deadline deadline,
            Predicate<NodeId> meant,
            BiConsumer<NodeId, MemberAnswer> arrived,
            Runnable meanwhile) {
        var query = new RecordQuery(way.ids().get(), question, now(), deadline);
        var others = members.active().stream()
                .filter(peer -> !peer.id().equals(way.self()) && meant.test(peer.id()))
                .toList();
        var round = round(query, others, arrived, meanwhile);
        var answers = new HashMap<>(round.answers());
        var times = new HashMap<>(round.times());
        if (query.protocol() != Protocol.FIRST) {
            var older = others.stream()
                    .filter(peer -> speaksFirst(answers.get(peer.id())))
                    .toList();
            var again = round(query.inFirst(), older, (_, _) -> {}, () -> {});
            again.answers().forEach((member, answer) -> {
                var meantOnly = answer.only(record -> question.filter().admits(record.type(), record.id()));
                answers.put(member, meantOnly);
                arrived.accept(member, meantOnly);
            });
            again.times().forEach((member, time) -> times.merge(member, time, Duration::plus));
        }
        var took = atLength(query, others, answers, (member, answer) -> {
            answers.put(member, answer);
            arrived.accept(member, answer);
        });
        took.forEach((member, time) -> times.merge(member, time, Duration::plus));
        return FederatedRecord.of(query.id(), answers, times);
    }

    /** Who has more than one envelope takes is asked again in the version that can say so; how long each took. */
    private Map<NodeId, Duration> atLength(
            RecordQuery query,
            List<Peer> others,
            Map<NodeId, MemberAnswer> answers,
            BiConsumer<NodeId, MemberAnswer> ended) {
        var left = others.stream()
                .filter(peer -> speaks(Protocol.PIECES, answers.get(peer.id())))
                .collect(Collectors.toCollection(ArrayList::new));
        var times = new HashMap<NodeId, Duration>();
        var until = longer.until();
        // What was withdrawn on its way is asked for anew: the member says what it may give now.
        for (var tries = 0; tries < TIMES_ANEW && !left.isEmpty(); tries++) {
            var began = way.clock().instant();
            BiConsumer<NodeId, MemberAnswer> told = (member, answer) -> {
                left.removeIf(peer -> peer.id().equals(member));
                times.merge(member, Duration.between(began, way.clock().instant()), Duration::plus);
                ended.accept(member, answer);
            };
            var anew = query.inPieces(now(), longer.soon());
            var round = round(anew, List.copyOf(left), (_, _) -> {}, () -> {});
            round.answers().forEach(told);
            longer.fetch(
                    new LongAnswers.Fetching(
                            anew, round.elsewhere(), member -> takers.apply(member, query.question().filter())),
                    until,
                    told);
        }
        left.forEach(peer -> ended.accept(peer.id(), new MemberAnswer.Late()));
        return times;
    }

    private Instant now() {
        return way.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What is true when nobody could be asked, for there was no name for the patient: of those that are meant, none was reached. */
    public FederatedRecord unasked(Predicate<NodeId> meant) {
        var answers = new HashMap<NodeId, MemberAnswer>();
        members.active().stream()
                .map(Peer::id)
                .filter(peer -> !peer.equals(way.self()) && meant.test(peer))
                .forEach(peer -> answers.put(peer, new MemberAnswer.Unreachable()));
        return FederatedRecord.of(way.ids().get(), answers, Map.of());
    }

    private static boolean speaksFirst(@Nullable MemberAnswer answer) {
        return speaks(Protocol.FIRST, answer);
    }

    private static boolean speaks(int version, @Nullable MemberAnswer answer) {
        return answer instanceof MemberAnswer.VersionMismatch(var supported) && supported.contains(version);
    }

    private Round round(
            RecordQuery query, List<Peer> others, BiConsumer<NodeId, MemberAnswer> arrived, Runnable meanwhile) {
        var answers = new HashMap<NodeId, MemberAnswer>();
        var requests = new HashMap<Peer, Bytes>();
        var envelopes = new HashMap<NodeId, String>();
        var peers = new HashMap<NodeId, Peer>();
        for (var peer : others) {
            peers.put(peer.id(), peer);
            // Until it has replied, a member counts as one that cannot be reached.
            answers.put(peer.id(), new MemberAnswer.Unreachable());
            way.seal(query.question(), query.issued(), peer.id(), Protocol.QUERY, query.toBytes())
                    .ifPresentOrElse(
                            envelope -> {
                                requests.put(peer, envelope.sealed());
                                envelopes.put(peer.id(), envelope.id());
                            },
                            () -> answers.put(
                                    peer.id(), new MemberAnswer.Invalid("there is no valid key to seal for it")));
        }
        var round = new Round(answers, new HashMap<>(), new HashMap<>());
        BiConsumer<NodeId, PeerReply> replied = (member, reply) -> {
            var envelope = envelopes.get(member);
            var peer = peers.get(member);
            if (envelope != null && peer != null) {
                var said = new Reading(query, member, envelope).answer(reply, way.sealing());
                round.take(peer, reply.after(), said, arrived);
            }
        };
        var _ = way.channel().ask(requests, query.deadline(), replied, meanwhile);
        return round;
    }
}
