package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.PeerReply;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.federation.exchange.MemberAnswer.Answered;
import org.healthsphere.federation.exchange.MemberAnswer.Invalid;
import org.healthsphere.federation.exchange.MemberAnswer.Late;
import org.healthsphere.federation.exchange.MemberAnswer.NothingToRelease;
import org.healthsphere.federation.exchange.MemberAnswer.Refused;
import org.healthsphere.federation.exchange.MemberAnswer.Stale;
import org.healthsphere.federation.exchange.MemberAnswer.TooLong;
import org.healthsphere.federation.exchange.MemberAnswer.Unreachable;
import org.healthsphere.federation.exchange.MemberAnswer.VersionMismatch;
import org.healthsphere.federation.exchange.RecordExchange.Bounds;
import org.healthsphere.federation.exchange.SimulatedNetwork.Member;
import org.healthsphere.federation.linkage.AdministrativeGender;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordExchangeTest {
    private static final Demographics PERSON = person("Bacelo");
    private static final Answered RELEASED = new Answered(Samples.records("p1"), SimulatedNetwork.RECEIPT);
    private static final NothingToRelease NOTHING = new NothingToRelease(SimulatedNetwork.RECEIPT);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Member north = network.join("north");
    private final Member south = network.join("south");
    private final Member west = network.join("west");

    @BeforeEach
    void south_knows_the_patient() {
        south.knows("p1", PERSON, Samples.records("p1"));
    }

    @Test
    void each_answer_is_told_of_when_it_was_checked() {
        var told = new HashMap<NodeId, MemberAnswer>();
        var record = north.exchange(UnaryOperator.identity())
                .ask(
                        new Question(
                                Samples.CLINICIAN,
                                PurposeOfUse.TREAT,
                                Optional.empty(),
                                network.tokenizer.tokens(PERSON),
                                RecordFilter.EVERYTHING,
                                12),
                        network.deadline(),
                        _ -> true,
                        told::put);
        assertThat(told).isEqualTo(record.answers());
    }

    @Test
    void where_nobody_can_be_asked_nobody_was_reached() {
        var record = north.exchange(UnaryOperator.identity()).unasked(_ -> true);
        assertThat(record.answers())
                .isEqualTo(Map.of(south.id, new MemberAnswer.Unreachable(), west.id, new MemberAnswer.Unreachable()));
        assertThat(south.asked).isEmpty();
    }

    @Test
    void each_member_that_was_asked_is_in_the_answer() {
        var record = ask(UnaryOperator.identity());
        assertThat(record.answers()).isEqualTo(Map.of(south.id, RELEASED, west.id, NOTHING));
        assertThat(record.isComplete()).isTrue();
        assertThat(south.asked)
                .containsExactly(new ReleasedRecords.Request(Optional.of("p1"), question(), record.query()));
    }

    @Test
    void no_such_patient_and_no_consent_and_no_data_are_one_answer() {
        west.knows("p9", PERSON, List.of());
        var known = ask(UnaryOperator.identity()).answers().get(west.id);
        west.index.remove("p9");
        var unknown = ask(UnaryOperator.identity()).answers().get(west.id);
        assertThat(known).isEqualTo(unknown).isEqualTo(NOTHING);
        assertThat(west.asked).hasSize(2);
    }

    @Test
    void who_is_in_doubt_is_nobody_to_the_asker_and_a_question_to_the_steward() {
        south.knows("p2", PERSON, Samples.records("p2"));
        assertThat(ask(UnaryOperator.identity()).answers().get(south.id)).isEqualTo(NOTHING);
        assertThat(south.doubts).hasSize(1);
    }

    @Test
    void a_stale_member_releases_nothing_and_says_so() {
        south.stale = true;
        var record = ask(UnaryOperator.identity());
        assertThat(record.answers()).isEqualTo(Map.of(south.id, new Stale(), west.id, NOTHING));
        assertThat(record.isComplete()).isFalse();
    }

    @Test
    void a_suspended_member_is_neither_asked_nor_answered() {
        network.directory.suspend(west.id);
        assertThat(ask(UnaryOperator.identity()).answers()).isEqualTo(Map.of(south.id, RELEASED));
        network.directory.suspend(north.id);
        assertThat(ask(UnaryOperator.identity()).answers()).isEqualTo(Map.of(south.id, new Refused(401)));
    }

    @Test
    void a_member_that_is_down_is_unreachable() {
        network.channel.disconnect(south.id);
        assertThat(answerOfSouth(UnaryOperator.identity())).isEqualTo(new Unreachable());
    }

    @Test
    void a_lost_reply_is_not_forgotten() {
        assertThat(answerOfSouth(inner -> (requests, deadline) -> {
                    var replies = new HashMap<>(inner.ask(requests, deadline));
                    replies.remove(south.id);
                    return replies;
                }))
                .isEqualTo(new Unreachable());
    }

    @Test
    void an_answer_after_the_deadline_is_late() {
        network.channel.connect(south.id, envelope -> {
            network.passes(Duration.ofSeconds(6));
            return south.responder().answer(envelope);
        });
        assertThat(answerOfSouth(UnaryOperator.identity())).isEqualTo(new Late());
        assertThat(south.asked).isEmpty();
    }

    @Test
    void the_record_says_how_long_each_answer_took() {
        network.channel.connect(south.id, envelope -> {
            network.passes(Duration.ofMillis(120));
            return south.responder().answer(envelope);
        });
        var record = ask(UnaryOperator.identity());
        assertThat(record.time(south.id)).contains(Duration.ofMillis(120));
        assertThat(record.time(west.id)).contains(Duration.ZERO);
        assertThat(record.time(north.id)).as("was not asked").isEmpty();
        assertThat(record.with(north.id, NOTHING, Duration.ofMillis(3)).time(north.id))
                .contains(Duration.ofMillis(3));
    }

    @Test
    void a_query_that_arrives_twice_is_answered_once() {
        assertThat(answerOfSouth(FaultyChannel::duplicating)).isEqualTo(new Refused(409));
        assertThat(south.asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void an_altered_query_is_refused_and_an_altered_answer_is_invalid(long seed) {
        var random = new Random(seed);
        assertThat(answerOfSouth(inner -> FaultyChannel.going(inner, south.id, envelope -> flipped(envelope, random))))
                .isIn(new Refused(401), new Refused(400));
        assertThat(south.asked).isEmpty();
        assertThat(answerOfSouth(
                        inner -> FaultyChannel.altered(inner, south.id, envelope -> flipped(envelope, random))))
                .isEqualTo(new Invalid("its envelope is not valid"));
    }

    @Test
    void an_answer_to_an_earlier_query_is_not_an_answer() {
        var kept = new AtomicReference<Bytes>();
        assertThat(answerOfSouth(inner -> FaultyChannel.altered(inner, south.id, envelope -> {
                    kept.set(envelope);
                    return Bytes.utf8("garbled");
                })))
                .isEqualTo(new Invalid("its envelope is not valid"));
        // Never opened, so no replay guard knows it: what it answers gives it away.
        assertThat(answerOfSouth(inner -> FaultyChannel.altered(inner, south.id, _ -> kept.get())))
                .isEqualTo(new Invalid("its envelope is not its answer to this query"));
        assertThat(answerOfSouth(inner -> FaultyChannel.altered(inner, south.id, _ -> kept.get())))
                .isEqualTo(new Invalid("its envelope is not valid"));
    }

    @Test
    void what_one_member_answers_does_not_pass_for_the_answer_of_another() {
        assertThat(ask(inner -> (requests, deadline) -> {
                            var replies = new HashMap<>(inner.ask(requests, deadline));
                            replies.put(west.id, replies.getOrDefault(south.id, new PeerReply.Late(Duration.ZERO)));
                            replies.put(south.id, new PeerReply.Late(Duration.ZERO));
                            return replies;
                        })
                        .answers())
                .isEqualTo(Map.of(
                        south.id, new Late(), west.id, new Invalid("its envelope is not its answer to this query")));
    }

    @Test
    void an_own_query_that_comes_back_is_not_an_answer() {
        assertThat(answerOfSouth(inner -> (requests, _) -> {
                    var mine = requests.get(SimulatedNetwork.peer(south.id));
                    return Map.of(south.id, new PeerReply.Replied(mine == null ? Bytes.NONE : mine, Duration.ZERO));
                }))
                .isEqualTo(new Invalid("its envelope is not valid"));
    }

    @Test
    void records_of_two_patients_are_not_shown() {
        south.knows("p1", PERSON, List.of(Samples.patient("p1"), Samples.observation("o1", "p2")));
        assertThat(answerOfSouth(UnaryOperator.identity()))
                .isEqualTo(new Invalid("its records are of more than one patient"));
    }

    @Test
    void what_was_not_asked_for_is_not_shown() {
        var filter = new RecordFilter(Set.of("Patient"), Optional.empty(), Optional.empty());
        var record =
                north.exchange(UnaryOperator.identity()).ask(question(PurposeOfUse.TREAT, filter), network.deadline());
        assertThat(record.answers().get(south.id)).isEqualTo(new Invalid("a record is one that was not asked for"));
    }

    @Test
    void what_is_not_the_resource_it_is_announced_as_is_not_shown() {
        for (var json : List.of("no json", "{}", "{\"resourceType\":\"Patient\",\"id\":\"p2\"}", "")) {
            south.knows("p1", PERSON, List.of(new ReleasedRecord("Patient", "p1", 1, Bytes.utf8(json))));
            assertThat(answerOfSouth(UnaryOperator.identity())).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void a_broken_glass_comes_with_its_reason() {
        var question = question(PurposeOfUse.ETREAT, RecordFilter.EVERYTHING);
        var record = north.exchange(UnaryOperator.identity()).ask(question, network.deadline());
        assertThat(record.answers().get(south.id)).isEqualTo(RELEASED);
        assertThat(south.asked.getFirst().question().breakGlass()).contains(new BreakGlass(Samples.EMERGENCY));
    }

    @Test
    void a_member_that_cannot_be_sealed_for_is_not_left_out() {
        var stranger = new NodeId("stranger");
        network.directory.register(SimulatedNetwork.peer(stranger));
        assertThat(ask(UnaryOperator.identity()).answers().get(stranger))
                .isEqualTo(new Invalid("there is no valid key to seal for it"));
    }

    @Test
    void a_member_of_another_version_says_which_it_speaks() {
        network.channel.connect(
                south.id,
                envelope -> south.sealing.open(envelope).then(opened -> {
                    var asked = opened.header();
                    var id = RecordQuery.parse(opened.content()).orElseThrow().id();
                    var header = new Header(
                            south.id,
                            north.id,
                            "an-envelope-of-version-8",
                            Optional.of(asked.id()),
                            Protocol.ANSWER,
                            asked.purpose(),
                            1,
                            network.now());
                    return south.sealing.seal(header, new RecordAnswer.VersionMismatch(id, Set.of(7, 8)).toBytes(1));
                }));
        assertThat(answerOfSouth(UnaryOperator.identity())).isEqualTo(new VersionMismatch(Set.of(7, 8)));
    }

    @Test
    void of_whom_no_room_is_left_for_nothing_is_taken_and_the_record_says_so() {
        west.knows("p1", PERSON, Samples.records("p1"));
        var bytes = Samples.records("p1").stream()
                .mapToLong(record -> record.json().length())
                .sum();
        for (var bounds : List.of(new Bounds(3, 1 << 20), new Bounds(100, 2 * bytes - 1))) {
            var record = north.exchange(UnaryOperator.identity()).taking(bounds).ask(question(), network.deadline());
            assertThat(record.answers().values())
                    .as(bounds.toString())
                    .containsExactlyInAnyOrder(RELEASED, new TooLong());
            assertThat(record.isComplete()).isFalse();
            assertThat(MergedRecord.of(record).items()).hasSize(1);
        }
        var both = north.exchange(UnaryOperator.identity())
                .taking(new Bounds(4, 2 * bytes))
                .ask(question(), network.deadline());
        assertThat(both.answers()).isEqualTo(Map.of(south.id, RELEASED, west.id, RELEASED));
    }

    @Test
    void what_this_member_released_itself_can_be_added() {
        var record = ask(UnaryOperator.identity()).with(north.id, NOTHING, Duration.ZERO);
        assertThat(record.answers().keySet()).containsExactly(north.id, south.id, west.id);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatever_happens_on_the_way_every_member_is_accounted_for_and_truly(long seed) {
        var random = new Random(seed);
        var down = new HashSet<NodeId>();
        for (var i = 0; i < 20; i++) {
            var member = network.join("m" + i);
            if (random.nextBoolean()) {
                member.knows("p1", PERSON, Samples.records("p1"));
            }
            member.stale = random.nextInt(4) == 0;
            if (random.nextInt(4) == 0) {
                network.channel.disconnect(member.id);
                down.add(member.id);
            }
        }
        var altered = new NodeId("m" + random.nextInt(20));
        var record = ask(inner -> FaultyChannel.altered(inner, altered, envelope -> flipped(envelope, random)));
        assertThat(record.answers()).hasSize(22);
        record.answers().forEach((id, answer) -> {
            if (!id.equals(south.id) && !id.equals(west.id) && !id.equals(altered)) {
                assertThat(answer).as(id.value()).isEqualTo(truth(id, down));
            }
        });
        var expected = down.contains(altered) ? new Unreachable() : new Invalid("its envelope is not valid");
        assertThat(record.answers().get(altered)).isEqualTo(expected);
    }

    /** What a member is and has, whatever it says. */
    private MemberAnswer truth(NodeId id, Set<NodeId> down) {
        var member = Objects.requireNonNull(network.members.get(id));
        if (down.contains(id)) {
            return new Unreachable();
        }
        if (member.stale) {
            return new Stale();
        }
        return member.released.isEmpty() ? NOTHING : RELEASED;
    }

    private FederatedRecord ask(UnaryOperator<PeerChannel> faults) {
        return north.exchange(faults).ask(question(), network.deadline());
    }

    private MemberAnswer answerOfSouth(UnaryOperator<PeerChannel> faults) {
        var answer = ask(faults).answers().get(south.id);
        assertThat(answer).isNotNull();
        return answer;
    }

    private Question question() {
        return question(PurposeOfUse.TREAT, RecordFilter.EVERYTHING);
    }

    private Question question(PurposeOfUse purpose, RecordFilter filter) {
        var reason = purpose == PurposeOfUse.ETREAT
                ? Optional.of(new BreakGlass(Samples.EMERGENCY))
                : Optional.<BreakGlass>empty();
        var requester = new Requester(north.id, "dr-7", Role.CLINICIAN);
        return new Question(requester, purpose, reason, network.tokenizer.tokens(PERSON), filter, 12);
    }

    private static Bytes flipped(Bytes envelope, Random random) {
        var bytes = envelope.array().clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
        return Bytes.of(bytes);
    }

    static Demographics person(String given) {
        return new Demographics(
                List.of(new Demographics.Name(given, "Gertholm")),
                Optional.of("1961-07-09"),
                AdministrativeGender.FEMALE,
                List.of(new Demographics.Address("12 Norv Street", "Lundton", "10001")),
                List.of("5550100222"),
                List.of(),
                false);
    }
}
