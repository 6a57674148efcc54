package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.Sealing;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;

/** Asks every other member for one patient's record. It never fails as a whole, and no member is missing from what it gives. */
public final class RecordExchange {
    private static final int TIMES_ANEW = 3;

    private final MemberDirectory members;
    private final Way way;
    private final LongAnswers longer;
    private final Bounds bounds;
    private final Takers takers;
    private final Map<NodeId, Duration> lately = new ConcurrentHashMap<>();

    /**
     * How much of one patient is taken from all members together: it is in memory until it was shown.
     *
     * @param records how many
     * @param bytes of all of them
     */
    public record Bounds(int records, long bytes) {
        public static final Bounds USUAL = new Bounds(200_000, 128L << 20);

        public Bounds {
            if (records < 1 || bytes < 1) {
                throw new IllegalArgumentException("bounds of at least one");
            }
        }
    }

    /** Who takes what is longer than one envelope. */
    private interface Takers {
        RecordTaker of(NodeId member, RecordFilter filter, Room room);
    }

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
        this(members, new Way(self, sealing, channel, clock, ids), LongAnswers.Terms.USUAL, Bounds.USUAL, Holding::new);
    }

    private RecordExchange(MemberDirectory members, Way way, LongAnswers.Terms terms, Bounds bounds, Takers takers) {
        this.members = members;
        this.way = way;
        this.longer = new LongAnswers(way, terms);
        this.bounds = bounds;
        this.takers = takers;
    }

    /** The same, which fetches long answers by these terms. */
    RecordExchange fetching(LongAnswers.Terms terms) {
        return new RecordExchange(members, way, terms, bounds, takers);
    }

    /** The same, which takes no more than this: of whoever has more nothing is taken, and the record says so. */
    public RecordExchange taking(Bounds most) {
        return new RecordExchange(members, way, longer.terms(), most, takers);
    }

    /** The same, where what is longer than one envelope is given to takers as it comes, and is held by nobody else. */
    public RecordExchange givingTo(Function<NodeId, RecordTaker> others) {
        return new RecordExchange(members, way, longer.terms(), bounds, (member, _, _) -> others.apply(member));
    }

    /**
     * The answers of all members that take part, this one aside, at the deadline at the latest. What a member has more of than one envelope takes is
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
                .sorted(Comparator.comparing(this::lately).reversed())
                .toList();
        var room = new Room(bounds);
        var round = new Round(way, room, query, others, arrived).doing(meanwhile);
        way.channel().converse(round, deadline);
        lately.putAll(round.times());
        var answers = new HashMap<>(round.answers());
        var times = new HashMap<>(round.times());
        var took = atLength(query, others, answers, room, (member, answer) -> {
            answers.put(member, answer);
            arrived.accept(member, answer);
        });
        took.forEach((member, time) -> times.merge(member, time, Duration::plus));
        members.unreadable().stream().filter(meant).forEach(member -> {
            answers.put(member, new MemberAnswer.Unreachable());
            arrived.accept(member, new MemberAnswer.Unreachable());
        });
        return FederatedRecord.of(query.id(), answers, times);
    }

    /** Who has more than one envelope takes is asked again in the version that can say so; how long each took. */
    private Map<NodeId, Duration> atLength(
            RecordQuery query,
            List<Peer> others,
            Map<NodeId, MemberAnswer> answers,
            Room room,
            BiConsumer<NodeId, MemberAnswer> ended) {
        var left = others.stream()
                .filter(peer -> Optional.ofNullable(answers.get(peer.id()))
                        .filter(answer -> Protocol.isSpoken(Protocol.PIECES, answer))
                        .isPresent())
                .collect(Collectors.toCollection(ArrayList::new));
        var times = new HashMap<NodeId, Duration>();
        var until = longer.until();
        // What was withdrawn on its way is asked for anew: the member says what it may give now.
        for (var tries = 0; tries < TIMES_ANEW && !left.isEmpty(); tries++) {
            var began = way.clock().instant();
            BiConsumer<NodeId, MemberAnswer> told = (member, answer) -> {
                left.removeIf(peer -> peer.id().equals(member));
                times.merge(member, Duration.between(began, way.clock().instant()), Duration::plus);
                if (!(answer instanceof MemberAnswer.Answered)) {
                    room.leaves(member);
                }
                ended.accept(member, answer);
            };
            var anew = query.inPieces(now(), longer.soon());
            var round = new Round(way, room, anew, List.copyOf(left), (_, _) -> {});
            way.channel().converse(round, anew.deadline());
            Map.copyOf(round.answers()).forEach(told);
            longer.fetch(
                    new LongAnswers.Fetching(anew, round.elsewhere(), member -> {
                        // What came of it before was withdrawn.
                        room.leaves(member);
                        return takers.of(member, query.question().filter(), room);
                    }),
                    until,
                    told);
        }
        left.forEach(peer -> ended.accept(peer.id(), new MemberAnswer.Late()));
        return times;
    }

    /** Whoever took longest lately is asked first: the others have time while he works. */
    private Duration lately(Peer peer) {
        return lately.getOrDefault(peer.id(), Duration.ZERO);
    }

    private Instant now() {
        return way.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What is true when nobody could be asked, for there was no name for the patient: of those that are meant, none was reached. */
    public FederatedRecord unasked(Predicate<NodeId> meant) {
        var answers = new HashMap<NodeId, MemberAnswer>();
        Stream.concat(members.active().stream().map(Peer::id), members.unreadable().stream())
                .filter(peer -> !peer.equals(way.self()) && meant.test(peer))
                .forEach(peer -> answers.put(peer, new MemberAnswer.Unreachable()));
        return FederatedRecord.of(way.ids().get(), answers, Map.of());
    }
}
