package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.PeerChannel.Conversation;
import org.healthsphere.federation.PeerChannel.Sending;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.exchange.PieceWire.PieceAnswer;
import org.healthsphere.federation.exchange.PieceWire.PieceQuery;
import org.healthsphere.federation.exchange.Way.Sent;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;

/**
 * Fetches the answers that are too long for one envelope: from each member one piece after the other, from all of them at once.
 *
 * <p>A piece that was lost is asked for once more, and nothing before it is. Memory holds one piece of each member, and what the taker keeps.
 */
final class LongAnswers {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration FOR_A_PIECE = Duration.ofSeconds(20);
    private static final int TRIES_OF_WHAT_ANSWERS = 3;

    private final Way way;
    private final Terms terms;

    /**
     * How long and how much is fetched.
     *
     * @param idle a member of which nothing came for so long is late
     * @param overall and so is one that is not done after so long
     * @param pause waits before a try is repeated
     */
    record Terms(Duration idle, Duration overall, Consumer<Duration> pause) {
        static final Terms USUAL = new Terms(
                Duration.ofSeconds(60), Duration.ofMinutes(10), pause -> LockSupport.parkNanos(pause.toNanos()));
    }

    LongAnswers(Way way, Terms terms) {
        this.way = way;
        this.terms = terms;
    }

    /** What fetching from one member has come to so far. */
    private final class Fetch {
        private final Reading.ToFetch from;
        private final RecordTaker taker;
        private final AnswerParser parser;
        private int next;
        private long length;
        private int failures;
        private Instant heard = way.clock().instant();
        private Optional<MemberAnswer> end = Optional.empty();
        private boolean withdrawn;

        Fetch(Reading.ToFetch from, RecordQuery query, RecordTaker taker) {
            this.from = from;
            this.taker = taker;
            this.parser = new AnswerParser(query.id(), taker::take);
            if (!taker.takes(from.where().length())) {
                end = Optional.of(new MemberAnswer.TooLong());
            }
        }

        PieceQuery question() {
            return new PieceQuery(from.where().query(), from.where().ticket(), next);
        }

        void take(Reading.Said said) {
            switch (said) {
                case Reading.Piece(PieceAnswer.Given(var bytes)) -> take(bytes);
                // What came before is not shown either: asked anew, the member says what may be shown now.
                case Reading.Piece(PieceAnswer.Withdrawn _) -> withdrawn = true;
                case Reading.Piece(PieceAnswer.Unknown _) -> withdrawn = true;
                case Reading.Whole(var answer) -> failed(answer);
                case Reading.ToFetch _ -> failed(new MemberAnswer.Invalid("its piece is elsewhere"));
            }
        }

        private void take(Bytes bytes) {
            failures = 0;
            heard = way.clock().instant();
            next++;
            length += bytes.length();
            end = length > from.where().length()
                    ? Optional.of(new MemberAnswer.Invalid("its answer is longer than it said"))
                    : parser.accept(bytes).map(taker::refused);
            if (end.isEmpty() && next == from.where().pieces()) {
                end = Optional.of(parser.receipt()
                        .filter(receipt -> receipt.equals(from.where().receipt()))
                        .filter(_ -> length == from.where().length())
                        .map(taker::ended)
                        .orElseGet(() -> new MemberAnswer.Invalid("its answer is not what it said")));
            }
        }

        /** The way may be better in a moment; who answers, and not with the piece, is asked a few times only. */
        private void failed(MemberAnswer instead) {
            failures++;
            var answers = !(instead instanceof MemberAnswer.Late) && !(instead instanceof MemberAnswer.Unreachable);
            if (answers && failures >= TRIES_OF_WHAT_ANSWERS) {
                end = Optional.of(instead);
            }
        }

        boolean isOver(Instant now) {
            if (end.isEmpty() && !withdrawn && heard.plus(terms.idle()).isBefore(now)) {
                end = Optional.of(new MemberAnswer.Late());
            }
            return end.isPresent() || withdrawn;
        }

        /** Whether nothing more is asked for, and the member there to be told so. */
        boolean isDone() {
            return end.filter(answer -> !(answer instanceof MemberAnswer.Late)).isPresent();
        }

        /** Says that: the piece after the last one. */
        PieceQuery thanks() {
            return new PieceQuery(
                    from.where().query(), from.where().ticket(), from.where().pieces());
        }
    }

    Terms terms() {
        return terms;
    }

    /** Until when, at the latest, an answer that is asked for now is fetched. */
    Deadline until() {
        return in(terms.overall());
    }

    /** Until when a member says where it is: it writes it down first. */
    Deadline soon() {
        return in(terms.idle());
    }

    private Deadline in(Duration time) {
        return new Deadline(way.clock().instant().plus(time).truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Fetches them.
     *
     * @param ended hears of each member once; not of those that have withdrawn their answer: they are to be asked anew
     */
    void fetch(Fetching what, Deadline until, BiConsumer<NodeId, MemberAnswer> ended) {
        Map<Peer, Fetch> open = new LinkedHashMap<>();
        what.from()
                .forEach((peer, from) -> open.put(
                        peer, new Fetch(from, what.query(), what.takers().apply(peer.id()))));
        over(open, what.query(), ended);
        while (!open.isEmpty() && !until.hasPassed(way.clock())) {
            var failures = open.values().stream()
                    .mapToInt(fetch -> fetch.failures)
                    .min()
                    .orElse(0);
            if (failures > 0) {
                var pause = PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
                terms.pause().accept(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            }
            ask(open, what.query(), until);
            over(open, what.query(), ended);
        }
        open.keySet().forEach(peer -> ended.accept(peer.id(), new MemberAnswer.Late()));
    }

    /** From whom, in answer to what, and who takes it. */
    record Fetching(RecordQuery query, Map<Peer, Reading.ToFetch> from, Function<NodeId, RecordTaker> takers) {}

    private void ask(Map<Peer, Fetch> open, RecordQuery query, Deadline until) {
        var now = way.clock().instant();
        var latest = now.plus(FOR_A_PIECE);
        var deadline = until.at().isBefore(latest) ? until : new Deadline(latest);
        way.channel().converse(new Pieces(open, query), deadline);
    }

    /** The next piece of each. */
    private final class Pieces implements Conversation {
        private final Map<Peer, Fetch> open;
        private final RecordQuery query;
        private final Map<NodeId, Asked> asked = new HashMap<>();

        Pieces(Map<Peer, Fetch> open, RecordQuery query) {
            this.open = open;
            this.query = query;
        }

        @Override
        public void begin(Sending sending) {
            open.forEach((peer, fetch) -> seal(query, peer, fetch.question())
                    .ifPresentOrElse(
                            sent -> {
                                asked.put(peer.id(), new Asked(fetch, fetch.question(), sent.id()));
                                sending.send(peer, sent.sealed());
                            },
                            () -> fetch.end =
                                    Optional.of(new MemberAnswer.Invalid("there is no valid key to seal for it"))));
        }

        @Override
        public void arrived(NodeId member, PeerReply reply, Sending sending) {
            Optional.ofNullable(asked.get(member)).ifPresent(one -> one.take(member, reply, query, way));
        }

        @Override
        public boolean isCostly() {
            return true;
        }
    }

    private record Asked(Fetch fetch, PieceQuery piece, String envelope) {
        void take(NodeId member, PeerReply reply, RecordQuery query, Way way) {
            fetch.take(new Reading(query, member, envelope).piece(reply, way.sealing(), piece));
        }
    }

    private Optional<Sent> seal(RecordQuery query, Peer peer, PieceQuery piece) {
        var now = way.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return way.seal(query.question(), now, peer.id(), Protocol.PIECE_QUERY, piece.toBytes());
    }

    /** Those that have ended are told of, and their members that they need keep nothing more. */
    private void over(Map<Peer, Fetch> open, RecordQuery query, BiConsumer<NodeId, MemberAnswer> ended) {
        var now = way.clock().instant();
        var thanks = new HashMap<Peer, Bytes>();
        open.entrySet().removeIf(entry -> {
            var fetch = entry.getValue();
            if (!fetch.isOver(now)) {
                return false;
            }
            if (fetch.isDone()) {
                seal(query, entry.getKey(), fetch.thanks())
                        .ifPresent(sent -> thanks.put(entry.getKey(), sent.sealed()));
            }
            fetch.end.ifPresent(answer -> ended.accept(entry.getKey().id(), answer));
            return true;
        });
        if (!thanks.isEmpty()) {
            // What becomes of it changes nothing: a ticket that is not asked for ends by itself.
            var _ = way.channel().ask(thanks, new Deadline(now.plus(PAUSE.multipliedBy(4))));
        }
    }
}
