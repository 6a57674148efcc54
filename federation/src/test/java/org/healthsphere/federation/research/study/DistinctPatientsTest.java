package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

/** Patients whom several hospitals know, counted once. */
class DistinctPatientsTest {
    private static final String DISTINCT = "{\"name\":\"d\",\"distinct\":{}}";
    private static final String NOISED = "{\"name\":\"d\",\"distinct\":{\"phantoms\":80}}";

    /** A hospital that knows these persons. */
    private static Table knowing(int from, int to) {
        return new Table(IntStream.range(from, to)
                .mapToObj(person -> Map.of("person", "somebody-" + person, "sex", person % 2 + ""))
                .toList());
    }

    /** 160 in all: the first has 80, the second half of them and 40 more, the third all of both and 40 more. */
    private static StudyCircle circle() {
        return new StudyCircle(List.of(knowing(0, 80), knowing(40, 120), knowing(0, 160)));
    }

    /** Forty in all, where it does not matter how many there are. */
    private static StudyCircle small() {
        return new StudyCircle(List.of(knowing(0, 20), knowing(10, 30), knowing(0, 40)));
    }

    private static JsonNode result(StudyCircle circle, StudyPlan plan) {
        prepared(circle, plan);
        return circle.released(circle.ask(plan, 0)).result();
    }

    private static void prepared(StudyCircle circle, StudyPlan plan) {
        circle.hospitals.values().forEach(hospital -> hospital.approves(plan));
        assertThat(circle.hospital("alder").tokens().prepareAll(plan, circle.hospitals.keySet()))
                .isEqualTo(Outcome.of(Set.copyOf(circle.hospitals.keySet())));
    }

    @Test
    void one_who_is_known_to_several_hospitals_counts_once() {
        var result = result(circle(), Plans.exact(3, 10, "", DISTINCT));
        assertThat(result.path("patients").asInt()).isCloseTo(160, within(10));
        assertThat(result.path("patients").asInt() % 10)
                .as("to the nearest ten")
                .isZero();
        assertThat(result.path("error").asDouble()).isBetween(0.2, 3.0);
    }

    @Test
    void the_same_hospitals_counted_by_heads_come_to_more() {
        var circle = circle();
        var plan = Plans.exact(3, 10, "", "{\"name\":\"n\",\"count\":{}}");
        assertThat(circle.released(circle.ask(plan, 0))
                        .result()
                        .path("cells")
                        .path(0)
                        .asInt())
                .isEqualTo(320);
    }

    @Test
    void with_noise_it_is_near_and_paid_for() {
        var circle = circle();
        var plan = Plans.noised(3, 500_000, "", NOISED);
        assertThat(result(circle, plan).path("patients").asInt()).isCloseTo(160, within(60));
        circle.hospitals
                .values()
                .forEach(hospital -> assertThat(hospital.debits).hasSize(1));
    }

    @Test
    void noise_that_phantoms_cannot_carry_is_not_drawn() {
        var circle = small();
        var plan = Plans.noised(3, 1_000, "", NOISED);
        prepared(circle, plan);
        assertThat(circle.ask(plan, 0)).isInstanceOf(StudyStep.Failed.class);
        assertThat(circle.hospital("birch").debits).isEmpty();
    }

    @Test
    void too_few_are_not_told() {
        var circle = new StudyCircle(List.of(knowing(0, 4), knowing(0, 4), knowing(0, 4)));
        assertThat(result(circle, Plans.exact(3, 10, "", DISTINCT))
                        .path("patients")
                        .isNull())
                .isTrue();
    }

    @Test
    void tokens_of_two_studies_have_nothing_in_common() {
        var circle = small();
        var one = Plans.exact(3, 10, "", DISTINCT);
        var other = Plans.exact(3, 11, "", DISTINCT);
        prepared(circle, one);
        prepared(circle, other);
        var tokens = circle.hospital("cedar").tokens();
        var first = tokens.of(one.hash()).orElseThrow();
        var second = tokens.of(other.hash()).orElseThrow();
        assertThat(first.byPatient().values())
                .hasSize(40)
                .doesNotContainAnyElementsOf(second.byPatient().values());
        assertThat(first.key()).isNotEqualTo(second.key());
        assertThat(circle.hospital("alder")
                        .tokens()
                        .of(one.hash())
                        .orElseThrow()
                        .byPatient()
                        .values())
                .as("within one study they meet")
                .isSubsetOf(first.byPatient().values());
    }

    @Test
    void what_is_said_is_hidden_and_no_two_hospitals_send_the_same_for_one_person() {
        var circle = small();
        var plan = Plans.exact(3, 10, "", DISTINCT);
        prepared(circle, plan);
        var marks = new ArrayList<Long>();
        var run = circle.begin(plan, 0);
        var released = circle.run(run, (from, step, reply) -> {
            if (step == 4) {
                var words = ((RunMessage.Masked)
                                Heard.read(reply, circle).orElseThrow().message())
                        .vector()
                        .words();
                marks.add(ByteBuffer.wrap(words.array()).getLong());
            }
            return Optional.of(reply);
        });
        assertThat(released).isInstanceOf(StudyStep.Released.class);
        assertThat(marks).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void whoever_has_no_tokens_of_the_same_key_takes_no_part() {
        var circle = new StudyCircle(List.of(knowing(0, 40), knowing(0, 40), knowing(0, 40), knowing(0, 40)));
        var plan = Plans.exact(3, 10, "", DISTINCT);
        circle.hospitals.values().forEach(hospital -> hospital.approves(plan));
        var three = Set.of(new NodeId("alder"), new NodeId("birch"), new NodeId("cedar"));
        assertThat(circle.hospital("alder").tokens().prepareAll(plan, three)).isEqualTo(Outcome.of(three));
        var released = circle.released(circle.ask(plan, 0));
        assertThat(released.certificate().path("absent").path(0).path("ground").asText())
                .isEqualTo(Ground.UNAVAILABLE.code());
        assertThat(released.certificate().path("counted")).hasSize(3);
    }

    @Test
    void a_study_that_is_not_approved_gets_no_share_of_a_key_and_no_answer() {
        var circle = small();
        var plan = Plans.exact(3, 10, "", DISTINCT);
        circle.hospital("alder").approves(plan);
        assertThat(circle.hospital("alder").tokens().prepareAll(plan, circle.hospitals.keySet()))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("every member's part of the key")));
    }

    @Test
    void who_asks_for_too_many_tokens_is_not_answered_any_more() {
        var circle = small();
        circle.hospitals.values().forEach(hospital -> hospital.mostHelp = 30);
        var plan = Plans.exact(3, 10, "", DISTINCT);
        circle.hospitals.values().forEach(hospital -> hospital.approves(plan));
        assertThat(circle.hospital("alder").tokens().prepareAll(plan, circle.hospitals.keySet()))
                .as("the third has more patients than that")
                .isEqualTo(Outcome.of(Set.of(new NodeId("alder"), new NodeId("birch"))));
    }

    @Test
    void phantoms_belong_to_noise_and_to_nothing_else() {
        var exact = Plans.text(3, "{\"exact\":{\"threshold\":10}}", "", NOISED);
        var noised = Plans.text(3, "{\"noise\":{\"rhoMicros\":1000}}", "", DISTINCT);
        var fault =
                new Fault.Invalid("distinct patients are counted with phantoms in a study with noise, and in no other");
        assertThat(StudyPlan.parse(Bytes.utf8(exact))).isEqualTo(Outcome.failed(fault));
        assertThat(StudyPlan.parse(Bytes.utf8(noised))).isEqualTo(Outcome.failed(fault));
    }
}
