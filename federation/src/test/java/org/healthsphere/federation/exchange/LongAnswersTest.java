package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.federation.exchange.MemberAnswer.Answered;
import org.healthsphere.federation.exchange.MemberAnswer.NothingToRelease;
import org.healthsphere.federation.exchange.PieceWire.PieceAnswer;
import org.healthsphere.federation.exchange.PieceWire.PieceQuery;
import org.healthsphere.federation.exchange.SimulatedNetwork.Member;
import org.healthsphere.federation.linkage.AdministrativeGender;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is too long for one envelope, over a channel that fails in every way. */
class LongAnswersTest {
    private static final Demographics PERSON = new Demographics(
            List.of(new Demographics.Name("Ana", "Bacelo")),
            Optional.of("1970-04-01"),
            AdministrativeGender.FEMALE,
            List.of(new Demographics.Address("1 Elm Street", "Springfield", "01101")),
            List.of("555-0100200"),
            List.of(),
            false);
    private static final int PIECE = 500;
    private static final List<ReleasedRecord> LONG = IntStream.range(0, 20)
            .mapToObj(i -> Samples.observation("o" + i, "p1"))
            .toList();
    private static final MemberAnswer WHOLE = new Answered(LONG, SimulatedNetwork.RECEIPT);
    private static final MemberAnswer NOTHING = new NothingToRelease(SimulatedNetwork.RECEIPT);

    @TempDir
    private Path folder;

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Member north = network.join("north");
    private final Member south = network.join("south");
    private final Member west = network.join("west");
    private Spool spool;

    @BeforeEach
    void south_has_much_of_the_patient() {
        spool = new Spool(
                folder,
                new Spool.Bounds(PIECE, 1 << 20, 4, Duration.ofMinutes(5)),
                network.clock(),
                new SecureRandom());
        south.knows("p1", PERSON, LONG);
        south.atLength = true;
        network.channel.connect(south.id, south.responder().keeping(spool)::answer);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    private static Question question(Demographics person, SimulatedNetwork network) {
        return new Question(
                Samples.CLINICIAN,
                PurposeOfUse.TREAT,
                Optional.empty(),
                network.tokenizer.tokens(person),
                RecordFilter.EVERYTHING,
                12);
    }

    private RecordExchange exchange(UnaryOperator<PeerChannel> faults) {
        return north.exchange(faults)
                .fetching(new LongAnswers.Terms(Duration.ofSeconds(60), Duration.ofMinutes(10), network::passes));
    }

    private Map<NodeId, MemberAnswer> ask(UnaryOperator<PeerChannel> faults) {
        return exchange(faults)
                .ask(question(PERSON, network), network.deadline())
                .answers();
    }

    private MemberAnswer ofSouth(UnaryOperator<PeerChannel> faults) {
        return Optional.ofNullable(ask(faults).get(south.id)).orElseThrow();
    }

    /** What happens to the messages to and from the member of which these are the numbers, from 0. */
    private UnaryOperator<PeerChannel> when(
            IntPredicate number, UnaryOperator<Bytes> going, UnaryOperator<PeerReply> coming) {
        var messages = new int[] {-1};
        return channel -> {
            PeerChannel counted = (requests, deadline) -> {
                messages[0]++;
                return channel.ask(requests, deadline);
            };
            var there = FaultyChannel.going(
                    counted, south.id, envelope -> number.test(messages[0] + 1) ? going.apply(envelope) : envelope);
            return FaultyChannel.coming(
                    there, south.id, reply -> number.test(messages[0]) ? coming.apply(reply) : reply);
        };
    }

    private UnaryOperator<PeerChannel> lost(IntPredicate number) {
        return when(number, UnaryOperator.identity(), reply -> new PeerReply.Unreachable(reply.after()));
    }

    @Test
    void it_comes_whole_and_those_of_others_beside_it() {
        west.knows("p1", PERSON, Samples.records("p1"));
        assertThat(ask(channel -> channel))
                .isEqualTo(Map.of(
                        south.id, WHOLE, west.id, new Answered(Samples.records("p1"), SimulatedNetwork.RECEIPT)));
        assertThat(spool.used()).as("it was thanked for").isZero();
    }

    @Test
    void who_hears_of_answers_hears_of_it_last_once_it_is_whole() {
        var heard = new ArrayList<MemberAnswer>();
        var _ = exchange(channel -> channel)
                .ask(question(PERSON, network), network.deadline(), south.id::equals, (_, answer) -> heard.add(answer));
        assertThat(heard).endsWith(WHOLE).filteredOn(WHOLE::equals).hasSize(1);
    }

    /** Messages: the query, the query anew, and from then on the pieces. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void each_piece_may_be_lost_on_its_way_there_or_back_and_what_came_before_is_not_asked_for_again(int lost) {
        assertThat(ofSouth(lost(number -> number == lost))).isEqualTo(WHOLE);
        assertThat(south.asked).as("the gate was asked twice in all").hasSize(2);
        assertThat(ofSouth(when(
                        number -> number == lost, _ -> Bytes.utf8("nothing of it arrives"), UnaryOperator.identity())))
                .isEqualTo(WHOLE);
        assertThat(south.asked).hasSize(4);
    }

    @Test
    void every_other_message_may_be_lost() {
        assertThat(ofSouth(lost(number -> number > 1 && number % 2 == 0))).isEqualTo(WHOLE);
        assertThat(south.asked).hasSize(2);
    }

    @Test
    void a_connection_that_stays_broken_makes_the_member_late_and_not_its_answer_short() {
        assertThat(ofSouth(lost(number -> number > 4))).isEqualTo(new MemberAnswer.Late());
    }

    @Test
    void who_died_between_is_asked_anew() {
        var messages = new int[1];
        assertThat(ofSouth(channel -> (requests, deadline) -> {
                    if (++messages[0] == 5) {
                        spool.close();
                    }
                    return channel.ask(requests, deadline);
                }))
                .isEqualTo(WHOLE);
        assertThat(south.asked).hasSize(3);
    }

    @Test
    void what_is_revoked_between_two_pieces_does_not_come_and_what_came_is_not_shown() {
        var messages = new int[1];
        assertThat(ofSouth(channel -> (requests, deadline) -> {
                    if (++messages[0] == 5) {
                        south.stands = false;
                        south.released.put("p1", List.of());
                    }
                    return channel.ask(requests, deadline);
                }))
                .isEqualTo(NOTHING);
        assertThat(spool.used()).isZero();
    }

    @Test
    void who_withdraws_every_time_is_late() {
        south.stands = false;
        assertThat(ofSouth(channel -> channel)).isEqualTo(new MemberAnswer.Late());
        assertThat(south.asked).as("once, and three times of long answers").hasSize(4);
    }

    @Test
    void a_member_that_is_suspended_between_two_pieces_gets_no_more() {
        var messages = new int[1];
        var answer = ofSouth(channel -> (requests, deadline) -> {
            if (++messages[0] == 5) {
                network.directory.suspend(north.id);
            }
            return channel.ask(requests, deadline);
        });
        assertThat(answer).isEqualTo(new MemberAnswer.Refused(401));
    }

    @Test
    void an_altered_piece_is_asked_for_again_and_one_that_always_is_counts_as_a_lie() {
        UnaryOperator<PeerReply> altered = reply -> reply instanceof PeerReply.Replied(var bytes, var after)
                ? new PeerReply.Replied(Bytes.utf8("A" + bytes.utf8()), after)
                : reply;
        assertThat(ofSouth(when(number -> number == 4, UnaryOperator.identity(), altered)))
                .isEqualTo(WHOLE);
        assertThat(ofSouth(when(number -> number > 3, UnaryOperator.identity(), altered)))
                .isEqualTo(new MemberAnswer.Invalid("its envelope is not valid"));
    }

    @Test
    void an_earlier_piece_in_place_of_a_later_one_is_no_answer() {
        var earlier = new ArrayList<PeerReply>();
        UnaryOperator<PeerReply> replayed = reply -> {
            earlier.add(reply);
            return earlier.getFirst();
        };
        assertThat(ofSouth(when(number -> number > 1, UnaryOperator.identity(), replayed)))
                .isEqualTo(new MemberAnswer.Invalid("its envelope is not valid"));
    }

    /** South itself answers with what is sealed rightly and is not what was asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"number", "ticket", "query", "empty", "short", "long"})
    void a_member_that_gives_another_piece_is_found_out(String how) {
        var honest = south.responder().keeping(spool);
        network.channel.connect(
                south.id,
                envelope -> honest.answer(envelope)
                        .then(answer -> north.sealing
                                .open(answer)
                                .then(opened -> south.sealing.seal(
                                        anew(opened.header()),
                                        opened.header().kind().equals(Protocol.PIECE)
                                                ? altered(opened.content(), how)
                                                : opened.content()))));
        assertThat(ofSouth(channel -> channel)).isInstanceOf(MemberAnswer.Invalid.class);
    }

    private Header anew(Header header) {
        return new Header(
                header.from(),
                header.to(),
                network.ids().get(),
                header.inReplyTo(),
                header.kind(),
                header.purpose(),
                header.height(),
                header.issuedAt());
    }

    private static Bytes altered(Bytes piece, String how) {
        var text = piece.utf8();
        return Bytes.utf8(
                switch (how) {
                    case "number" -> text.replaceFirst("\"piece\":\\d+", "\"piece\":1000");
                    case "ticket" ->
                        text.replaceFirst("\"ticket\":\"[^\"]+\"", "\"ticket\":\"another-ticket-of-letters\"");
                    case "query" -> text.replaceFirst("\"query\":\"[^\"]+\"", "\"query\":\"another-query\"");
                    case "empty" -> text.substring(0, text.indexOf('\n') + 1);
                    case "short" -> text.substring(0, text.length() - 1);
                    default -> text + "x";
                });
    }

    @Test
    void a_ticket_is_of_use_to_its_asker_alone() {
        var responder = south.responder().keeping(spool);
        var query = new RecordQuery("query-0001", question(PERSON, network), network.now(), network.deadline())
                .inPieces(network.now(), network.deadline());
        var answer =
                responder.answer(sealed(north, Protocol.QUERY, query.toBytes())).orElseThrow();
        var opened = north.sealing.open(answer).orElseThrow();
        var elsewhere =
                (RecordAnswer.Elsewhere) RecordAnswer.parse(opened.content(), 3).orElseThrow();
        var piece = new PieceQuery("query-0001", elsewhere.ticket(), 0);
        assertThat(said(responder, west, piece)).isEqualTo(Outcome.of(new PieceAnswer.Unknown()));
        assertThat(said(responder, north, piece))
                .isInstanceOfSatisfying(
                        Outcome.Success.class,
                        success -> assertThat(success.value()).isInstanceOf(PieceAnswer.Given.class));
        var envelope = sealed(north, Protocol.PIECE_QUERY, piece.toBytes());
        assertThat(responder.answer(envelope)).isInstanceOf(Outcome.Success.class);
        assertThat(responder.answer(envelope)).as("replayed").isInstanceOf(Outcome.Failure.class);
    }

    private Outcome<PieceAnswer> said(Responder responder, Member asker, PieceQuery piece) {
        var answer = responder.answer(sealed(asker, Protocol.PIECE_QUERY, piece.toBytes()));
        return answer.then(asker.sealing::open).then(opened -> PieceAnswer.parse(opened.content(), piece));
    }

    private Bytes sealed(Member from, String kind, Bytes content) {
        var header = new Header(
                from.id, south.id, network.ids().get(), Optional.empty(), kind, PurposeOfUse.TREAT, 12, network.now());
        return from.sealing.seal(header, content).orElseThrow();
    }

    /** A release that knows no pieces asks in its own version and is told in which it could be said. */
    @Test
    void who_knows_no_pieces_is_told_so_and_who_keeps_none_refuses() {
        var query = new RecordQuery("query-0001", question(PERSON, network), network.now(), network.deadline());
        var answer = south.responder()
                .keeping(spool)
                .answer(sealed(north, Protocol.QUERY, query.toBytes()))
                .orElseThrow();
        assertThat(RecordAnswer.parse(north.sealing.open(answer).orElseThrow().content(), 1))
                .isEqualTo(Outcome.of(new RecordAnswer.VersionMismatch("query-0001", Set.of(3))));
        network.channel.connect(south.id, south.responder()::answer);
        assertThat(ofSouth(channel -> channel)).isEqualTo(new MemberAnswer.Refused(400));
    }

    @Test
    void what_is_given_to_a_taker_is_held_by_nobody() {
        var taken = new ArrayList<ReleasedRecord>();
        var giving = north.exchange(channel -> channel).givingTo(_ -> new RecordTaker() {
            @Override
            public Optional<String> take(ReleasedRecord released) {
                taken.add(released);
                return Optional.empty();
            }

            @Override
            public MemberAnswer ended(Bytes receipt) {
                return new NothingToRelease(receipt);
            }
        });
        assertThat(giving.ask(question(PERSON, network), network.deadline())
                        .answers()
                        .get(south.id))
                .isEqualTo(NOTHING);
        assertThat(taken).isEqualTo(LONG);
    }

    @Test
    void a_record_of_somebody_else_among_many_spoils_the_answer() {
        var mixed = new ArrayList<>(LONG);
        mixed.add(Samples.observation("o99", "p2"));
        south.released.put("p1", mixed);
        assertThat(ofSouth(channel -> channel))
                .isEqualTo(new MemberAnswer.Invalid("its records are of more than one patient"));
    }

    private MemberAnswer taking(RecordExchange.Bounds most) {
        var record = exchange(channel -> channel).taking(most).ask(question(PERSON, network), network.deadline());
        assertThat(record.isComplete()).isEqualTo(record.answers().get(south.id) instanceof Answered);
        return Optional.ofNullable(record.answers().get(south.id)).orElseThrow();
    }

    @Test
    void for_what_there_is_no_room_is_not_fetched_and_the_member_need_not_keep_it() {
        assertThat(taking(new RecordExchange.Bounds(100, 1_000))).isEqualTo(new MemberAnswer.TooLong());
        assertThat(spool.used()).isZero();
    }

    @Test
    void when_the_room_is_full_in_the_middle_nothing_of_it_is_shown() {
        assertThat(taking(new RecordExchange.Bounds(LONG.size() - 1, 1 << 20))).isEqualTo(new MemberAnswer.TooLong());
        assertThat(spool.used()).isZero();
        assertThat(taking(new RecordExchange.Bounds(LONG.size(), 1 << 20))).isEqualTo(WHOLE);
    }

    @Test
    void beside_what_another_has_said_there_is_less_room() {
        west.knows("p1", PERSON, Samples.records("p1"));
        assertThat(taking(new RecordExchange.Bounds(LONG.size() + 1, 1 << 20))).isEqualTo(new MemberAnswer.TooLong());
        assertThat(taking(new RecordExchange.Bounds(LONG.size() + 2, 1 << 20))).isEqualTo(WHOLE);
    }

    @Test
    void what_was_withdrawn_on_its_way_leaves_its_room_to_what_comes_instead() {
        var once = new int[1];
        UnaryOperator<PeerChannel> dying = channel -> (requests, deadline) -> {
            if (once[0]++ == 6) {
                spool.close();
            }
            return channel.ask(requests, deadline);
        };
        var record = exchange(dying)
                .taking(new RecordExchange.Bounds(LONG.size(), 1 << 20))
                .ask(question(PERSON, network), network.deadline());
        assertThat(record.answers().get(south.id)).isEqualTo(WHOLE);
        assertThat(once[0]).isGreaterThan(10);
    }
}
