package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.exchange.MemberAnswer.Answered;
import org.healthsphere.federation.exchange.MemberAnswer.Late;
import org.healthsphere.federation.exchange.MemberAnswer.NothingToRelease;
import org.healthsphere.federation.exchange.SimulatedNetwork.Member;
import org.healthsphere.federation.linkage.AdministrativeGender;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A release and the one before it in one network, each asking the other. */
class VersionsTest {
    private static final RecordFilter ONE = RecordFilter.only(Set.of("Observation/o1"));
    private static final Demographics PERSON = new Demographics(
            List.of(new Demographics.Name("Ana", "Bacelo")),
            Optional.of("1970-04-01"),
            AdministrativeGender.FEMALE,
            List.of(new Demographics.Address("1 Elm Street", "Springfield", "01101")),
            List.of("555-0100200"),
            List.of(),
            false);

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Member north = network.join("north");
    private final Member south = network.join("south");
    private final Member west = network.join("west");

    @BeforeEach
    void all_know_the_patient() {
        south.knows("p1", PERSON, Samples.records("p1"));
        west.knows("p1", PERSON, Samples.records("p1"));
    }

    private FederatedRecord ask(RecordFilter filter) {
        var question = new Question(
                Samples.CLINICIAN, PurposeOfUse.TREAT, Optional.empty(), network.tokenizer.tokens(PERSON), filter, 12);
        return north.exchange(channel -> channel).ask(question, network.deadline());
    }

    private void isOfBefore(Member member) {
        network.channel.connect(member.id, member.responder().speaking(Set.of(1))::answer);
    }

    @Test
    void what_the_release_before_can_say_is_said_in_its_version() {
        isOfBefore(south);
        assertThat(ask(RecordFilter.EVERYTHING).answers())
                .isEqualTo(Map.of(
                        south.id,
                        new Answered(Samples.records("p1"), SimulatedNetwork.RECEIPT),
                        west.id,
                        new Answered(Samples.records("p1"), SimulatedNetwork.RECEIPT)));
        assertThat(south.asked).hasSize(1);
    }

    @Test
    void who_does_not_know_the_new_words_is_asked_again_in_the_old_ones_and_gives_no_more_to_the_asker() {
        isOfBefore(south);
        var first = Samples.observation("o1", "p1");
        var second = Samples.observation("o2", "p1");
        south.released.put("p1", List.of(first, second));
        west.released.put("p1", List.of(first));
        var one = new Answered(List.of(first), SimulatedNetwork.RECEIPT);
        assertThat(ask(ONE).answers()).isEqualTo(Map.of(west.id, one, south.id, one));
        assertThat(south.asked)
                .extracting(request -> request.question().filter())
                .containsExactly(ONE.ofTypes());
        assertThat(west.asked)
                .extracting(request -> request.question().filter())
                .containsExactly(ONE);
        south.released.put("p1", List.of(second));
        assertThat(ask(ONE).answers().get(south.id)).isEqualTo(new NothingToRelease(SimulatedNetwork.RECEIPT));
    }

    @Test
    void a_query_of_the_release_before_is_answered_in_its_version() {
        var query = Samples.query(Samples.question());
        assertThat(query.toBytes().utf8()).contains("\"protocol\":1").doesNotContain("only");
        assertThat(Samples.query(Samples.question(PurposeOfUse.TREAT, ONE))
                        .toBytes()
                        .utf8())
                .contains("\"protocol\":2", "\"only\":[\"Observation/o1\"]");
        assertThat(ask(RecordFilter.EVERYTHING).isComplete()).isTrue();
    }

    @Test
    void who_speaks_the_old_words_only_has_answered_in_them_while_a_late_one_is_still_waited_for() {
        isOfBefore(south);
        south.released.put("p1", List.of(Samples.observation("o1", "p1")));
        var began = network.now();
        var soon = Duration.ofMillis(100);
        var channel = new TimedChannel(network, Map.of(south.id, soon, west.id, Duration.ofMinutes(1)));
        var question = new Question(
                Samples.CLINICIAN, PurposeOfUse.TREAT, Optional.empty(), network.tokenizer.tokens(PERSON), ONE, 12);
        var heard = new ArrayList<String>();
        var record = north.exchange(_ -> channel)
                .ask(
                        question,
                        network.deadline(),
                        _ -> true,
                        (member, answer) -> heard.add(member + " "
                                + answer.getClass().getSimpleName() + " after "
                                + Duration.between(began, network.now()).toMillis()));
        assertThat(heard).containsExactly("south Answered after 200", "west Late after 5000");
        assertThat(record.answers().get(south.id))
                .isEqualTo(new Answered(List.of(Samples.observation("o1", "p1")), SimulatedNetwork.RECEIPT));
        assertThat(record.time(south.id)).contains(soon.multipliedBy(2));
    }

    @Test
    void for_whom_the_deadline_leaves_no_time_to_ask_again_is_late() {
        isOfBefore(south);
        var channel = new TimedChannel(network, Map.of(south.id, Duration.ofSeconds(3)));
        var question = new Question(
                Samples.CLINICIAN, PurposeOfUse.TREAT, Optional.empty(), network.tokenizer.tokens(PERSON), ONE, 12);
        var record = north.exchange(_ -> channel).ask(question, network.deadline());
        assertThat(record.answers().get(south.id)).isEqualTo(new Late());
        assertThat(record.time(south.id)).contains(Duration.ofSeconds(5));
    }
}
