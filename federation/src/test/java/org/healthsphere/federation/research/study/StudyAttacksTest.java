package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyCircle.Wire;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody tries who wants to know of one patient: it fails here, and where it says so succeeds against settings that are weak on purpose. */
class StudyAttacksTest {
    private static final NodeId BIRCH = new NodeId("birch");
    private static final NodeId CEDAR = new NodeId("cedar");
    private static final String COUNT = "{\"name\":\"n\",\"count\":{}}";
    private static final String AGE = Plans.value("age", "0", "120");
    private static final String MODEL =
            "{\"name\":\"m\",\"glm\":{\"family\":\"binomial\",\"response\":\"readmitted\",\"terms\":[\"age\"]}}";

    private static StudyCircle circle(int sites) {
        return new StudyCircle(Table.of("binomial.csv").split(sites, 4));
    }

    private static Map<NodeId, Ground> absent(StudyStep step) {
        return step instanceof StudyStep.Failed failed ? failed.absent() : Map.of();
    }

    @Test
    void repetition_teaches_nothing_and_costs_nothing() {
        var circle = circle(3);
        var plan = Plans.noised(2, 1_000_000, "", COUNT);
        var first = circle.ask(plan, 0);
        for (var i = 0; i < 20; i++) {
            assertThat(circle.ask(plan, 0))
                    .isEqualTo(new StudyStep.Released(((StudyStep.Released) first).document(), true));
        }
        assertThat(circle.hospital("birch").debits).hasSize(1);
    }

    @Test
    void a_coordinator_that_forgets_what_it_was_told_pays_each_time_until_there_is_nothing_left() {
        var circle = circle(3);
        var plan = Plans.noised(2, 1_000_000, "", COUNT);
        for (var i = 0; i < 5; i++) {
            circle.kept.clear();
            assertThat(circle.ask(plan, 0)).isInstanceOf(StudyStep.Released.class);
        }
        circle.kept.clear();
        assertThat(absent(circle.ask(plan, 0)))
                .containsEntry(BIRCH, Ground.BUDGET)
                .containsEntry(CEDAR, Ground.BUDGET);
        assertThat(circle.hospital("birch").debits).hasSize(5);
    }

    @Test
    void an_exact_sum_is_not_opened_a_second_time_without_one_of_the_hospitals() {
        var circle = circle(4);
        var plan = Plans.exact(3, 10, "", COUNT);
        assertThat(circle.ask(plan, 0)).isInstanceOf(StudyStep.Released.class);
        circle.kept.clear();
        assertThat(absent(circle.ask(plan, 0, Wire.without(1, "dogwood"))))
                .containsEntry(BIRCH, Ground.ANSWERED)
                .containsEntry(CEDAR, Ground.ANSWERED);
        assertThat(circle.ask(plan, 0)).as("the same again tells nothing new").isInstanceOf(StudyStep.Released.class);
    }

    @Test
    void an_exact_sum_is_not_opened_a_second_time_with_one_patient_more_or_less() {
        var circle = circle(3);
        var plan = Plans.exact(3, 10, "", COUNT);
        assertThat(count(circle, circle.ask(plan, 0))).isEqualTo(260);
        circle.kept.clear();
        circle.hospital("birch").withdrawn.add(0);
        assertThat(absent(circle.ask(plan, 0))).containsEntry(BIRCH, Ground.ANSWERED);
    }

    @Test
    void a_weak_book_that_opens_whatever_is_asked_gives_the_patient_away() {
        var plan = Plans.exact(3, 10, "", COUNT);
        var before = circle(3);
        var after = circle(3);
        after.hospital("birch").withdrawn.add(0);
        assertThat(count(before, before.ask(plan, 0)) - count(after, after.ask(plan, 0)))
                .as("what the difference of two exact counts tells")
                .isEqualTo(1);
    }

    @Test
    void a_consent_that_is_withdrawn_counts_in_the_run_that_was_frozen_and_in_none_after_it() {
        var circle = circle(3);
        var wire = new Wire() {
            @Override
            public Optional<Bytes> carry(NodeId from, int step, Bytes reply) {
                circle.hospital("cedar").withdrawn.add(1);
                return Optional.of(reply);
            }
        };
        var run = circle.begin(Plans.exact(3, 10, "", COUNT), 0);
        var released = circle.released(circle.run(run, wire));
        assertThat(released.result().path("cells").path(0).asLong()).isIn(259L, 260L);
        var next = Plans.exact(3, 10, AGE, COUNT);
        assertThat(count(circle, circle.ask(next, 0))).isEqualTo(259);
        assertThat(circle.hospital("cedar").told.getLast().patients()).doesNotContain("p1");
    }

    private static long count(StudyCircle circle, StudyStep step) {
        return circle.released(step).result().path("cells").path(0).asLong();
    }

    @Test
    void runs_that_were_begun_and_left_do_not_keep_others_out() {
        var circle = circle(3);
        var plan = Plans.exact(3, 10, "", COUNT);
        for (var i = 0; i < 40; i++) {
            assertThat(circle.run(circle.begin(plan, 0), Wire.without(2, "cedar")))
                    .isInstanceOf(StudyStep.Failed.class);
        }
        assertThat(circle.ask(plan, 0)).isInstanceOf(StudyStep.Released.class);
    }

    @Test
    void a_study_that_a_steward_has_not_approved_is_not_computed() {
        var circle = circle(3);
        var plan = Plans.exact(3, 10, "", COUNT);
        assertThat(absent(circle.run(circle.beginUnapproved(plan, 0), Wire.HONEST)))
                .containsEntry(BIRCH, Ground.APPROVAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crosstab\":{\"by\":[\"readmitted\"]}},{\"name\":\"b\",\"crosstab\":{\"by\":[\"readmitted\"]}",
                "\"crosstab\":{\"by\":[\"readmitted\"]}},{\"name\":\"b\",\"crosstab\":{\"by\":[\"readmitted\",\"flag\"]}"
            })
    void tables_that_could_be_subtracted_from_each_other_are_no_study(String analyses) {
        var text = Plans.text(
                3,
                "{\"exact\":{\"threshold\":10}}",
                Plans.flag("readmitted") + "," + Plans.flag("sex").replace("\"name\":\"sex\"", "\"name\":\"flag\""),
                "{\"name\":\"a\"," + analyses + "}");
        assertThat(StudyPlan.parse(Bytes.utf8(text))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void one_source_under_two_names_with_edges_a_year_apart_is_no_study() {
        var one = AGE.replace("\"high\":120", "\"high\":120,\"edges\":[50]");
        var other = one.replace("\"name\":\"age\"", "\"name\":\"age-2\"").replace("[50]", "[51]");
        var text = Plans.text(3, "{\"noise\":{\"rhoMicros\":1000}}", one + "," + other, COUNT);
        assertThat(StudyPlan.parse(Bytes.utf8(text)))
                .isEqualTo(Outcome.failed(
                        new Fault.Invalid("two variables have one source: they could be told apart by a patient")));
    }

    @Test
    void a_model_of_a_few_or_of_a_level_that_few_have_is_refused_before_a_statistic_is_opened() {
        var rows = Table.of("binomial.csv").rows();
        var few = new StudyCircle(
                List.of(new Table(rows.subList(0, 5)), new Table(rows.subList(5, 9)), new Table(rows.subList(9, 14))));
        assertThat(few.ask(Plans.exact(3, 5, AGE + "," + Plans.flag("readmitted"), MODEL), 0))
                .isInstanceOf(StudyStep.Failed.class);
        assertThat(few.registered).isEmpty();
    }

    /** Everything that an unfaithful coordinator can say is what it can make of signed messages. */
    private StudyStep lying(StudyCircle circle, StudyPlan plan, String to, int at, Consumer<ObjectNode> lie) {
        var run = circle.begin(plan, 0);
        var step = run.start();
        for (var number = 1; step instanceof StudyStep.Ask(var messages); number++) {
            Map<NodeId, Bytes> replies = new HashMap<>();
            for (var member : messages.keySet()) {
                var message = Optional.ofNullable(messages.get(member)).orElseThrow();
                var heard = number == at && member.value().equals(to) ? twisted(circle, message, lie) : message;
                replies.put(member, circle.hospital(member.value()).answer(heard));
            }
            step = run.next(replies);
        }
        return step;
    }

    private static Bytes twisted(StudyCircle circle, Bytes message, Consumer<ObjectNode> lie) {
        try {
            var statement =
                    (ObjectNode) new ObjectMapper().readTree(message.array()).path("statement");
            lie.accept(statement);
            statement.remove("from");
            var alder = circle.hospital("alder");
            return SignedStatement.sign(statement, alder.id, alder.key).bytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void a_coordinator_that_alters_what_others_signed_is_refused_and_steers_nobody(int step) {
        var circle = circle(3);
        var plan = Plans.exact(3, 1, AGE + "," + Plans.flag("readmitted"), MODEL);
        var outcome = lying(circle, plan, "birch", step, statement -> {
            var said = (ObjectNode) statement.path("said").path(2).path("statement");
            said.put("round", 77);
        });
        assertThat(absent(outcome)).containsEntry(BIRCH, Ground.CONFLICT);
        assertThat(circle.registered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7})
    void a_coordinator_that_shows_one_hospital_fewer_survivors_opens_no_second_sum(int step) {
        var circle = circle(4);
        var plan = Plans.exact(3, 1, AGE + "," + Plans.flag("readmitted"), MODEL);
        var outcome = lying(circle, plan, "birch", step, statement -> {
            var said = new ArrayList<>(statement.path("said").valueStream().toList());
            said.removeLast();
            statement.putArray("said").addAll(said);
        });
        assertThat(outcome)
                .as("it opens the sum that the others agreed on, or none")
                .satisfiesAnyOf(
                        failed -> assertThat(failed).isInstanceOf(StudyStep.Failed.class),
                        released -> assertThat(
                                        circle.released(released).certificate().path("counted"))
                                .hasSizeGreaterThanOrEqualTo(3));
    }

    @Test
    void a_message_of_another_run_is_refused() {
        var circle = circle(3);
        var plan = Plans.exact(3, 1, "", COUNT);
        var other = ((StudyStep.Ask) circle.begin(plan, 0).start()).messages();
        var outcome = lying(circle, plan, "birch", 2, statement -> {
            var run = SignedStatement.read(Optional.ofNullable(other.get(BIRCH)).orElseThrow(), circle)
                    .orElseThrow()
                    .digest();
            statement.put("run", run.hex());
        });
        assertThat(absent(outcome)).containsEntry(BIRCH, Ground.MISBEHAVED);
    }

    @Test
    void the_numbers_of_one_hospital_are_nothing_that_can_be_read() {
        var circle = circle(3);
        var seen = new ArrayList<Long>();
        var _ = circle.ask(Plans.exact(3, 10, "", COUNT), 0, (from, step, reply) -> {
            if (step == 4) {
                var words = ((RunMessage.Masked)
                                Heard.read(reply, circle).orElseThrow().message())
                        .vector()
                        .words();
                seen.add(ByteBuffer.wrap(words.array()).getLong());
            }
            return Optional.of(reply);
        });
        assertThat(seen)
                .hasSize(3)
                .allSatisfy(word -> assertThat(Math.abs(word)).isGreaterThan(1L << 32));
    }
}
