package org.healthsphere.federation.research;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.ReleaseCertificate.Absent;
import org.healthsphere.federation.research.ReleaseCertificate.Cell;
import org.healthsphere.federation.research.ReleaseCertificate.Counted;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.cohort.ConceptSets;
import org.healthsphere.federation.research.cohort.Output;
import org.healthsphere.federation.research.cohort.SmallTerminology;
import org.healthsphere.federation.research.cohort.Tier;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyNetworkTest {
    private static final NodeId CEDAR = new NodeId("cedar");

    @Test
    void three_hospitals_release_one_number_that_all_have_paid_for_and_signed() {
        var network = StudyNetwork.ofThree();
        var step = network.ask(StudyNetwork.diabetes());
        var certificate = network.released(step);
        assertThat(certificate.counted())
                .extracting(Counted::member)
                .extracting(NodeId::value)
                .containsExactly("alder", "birch", "cedar");
        assertThat(certificate.absent()).isEmpty();
        assertThat(certificate.sensitivity()).isEqualTo(3);
        assertThat(value(certificate)).isBetween(52L - 40, 52L + 40);
        for (var counted : certificate.counted()) {
            var debits = network.hospital(counted.member().value()).debits;
            assertThat(debits).hasSize(1);
            assertThat(debits.getFirst().id()).isEqualTo(counted.debit());
            assertThat(debits.getFirst().rhoMicros()).as("epsilon 1 is rho 1/2").isEqualTo(500_000);
        }
        assertThat(network.registered).hasSize(1);
    }

    @Test
    void the_number_is_the_pooled_count_plus_noise_and_nothing_else() {
        var deviations = 0L;
        for (var run = 0; run < 12; run++) {
            var network = new StudyNetwork(
                    new Hospital("alder", 1000 + run, 5), new Hospital("birch", 500, 4), new Hospital("cedar", 300, 9));
            deviations += Math.abs(value(network.released(network.ask(StudyNetwork.diabetes()))) - (1800 + run));
        }
        // Laplace noise of scale 3, one and a half times: the mean of its absolute value is below 5.
        assertThat(deviations).isBetween(1L, 12 * 12L);
    }

    @Test
    void the_same_question_in_other_words_gets_the_stored_answer_and_costs_nothing() {
        var network = StudyNetwork.ofThree();
        var first = network.ask(StudyNetwork.diabetes());
        var again = new CohortQuery(
                "another-label",
                PurposeOfUse.HRESCH,
                "diabetes-hba1c",
                Tier.T1,
                1_000_000,
                new CohortQuery.Body(
                        new org.healthsphere.federation.research.cohort.Cohort.And(
                                List.of(StudyNetwork.diabetes().body().cohort())),
                        new Output.Count()));
        var second = network.ask(again);
        assertThat(second).isEqualTo(new StudyStep.Released(((StudyStep.Released) first).document(), true));
        assertThat(network.debits()).isEqualTo(3);
    }

    @Test
    void new_records_are_a_new_release_and_a_new_charge() {
        var network = StudyNetwork.ofThree();
        var first = network.ask(StudyNetwork.diabetes());
        network.hospital("birch").storeChange++;
        var second = network.ask(StudyNetwork.diabetes());
        assertThat(second).isNotEqualTo(first);
        assertThat(network.debits()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 4"})
    void a_member_that_drops_out_at_any_step_is_left_out_and_named(int step, long debits) {
        var network = StudyNetwork.ofThree();
        var certificate = network.released(network.ask(
                StudyNetwork.diabetes(),
                (from, at, reply) -> from.equals(CEDAR) && at == step ? Optional.empty() : Optional.of(reply)));
        assertThat(certificate.counted()).extracting(c -> c.member().value()).containsExactly("alder", "birch");
        assertThat(certificate.absent()).containsExactly(new Absent(CEDAR, Ground.SILENT));
        assertThat(certificate.sensitivity()).isEqualTo(2);
        var paidByOthers = network.debits() - network.hospital("cedar").debits.size();
        assertThat(paidByOthers).isEqualTo(debits);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_member_whose_message_was_altered_is_left_out_and_named(int step) {
        var network = StudyNetwork.ofThree();
        var certificate = network.released(network.ask(
                StudyNetwork.diabetes(),
                (from, at, reply) -> Optional.of(from.equals(CEDAR) && at == step ? altered(reply) : reply)));
        assertThat(certificate.counted()).hasSize(2);
        assertThat(certificate.absent()).containsExactly(new Absent(CEDAR, Ground.MISBEHAVED));
    }

    @Test
    void a_signature_that_comes_late_is_waited_for() {
        var network = StudyNetwork.ofThree();
        var certificate = network.released(network.ask(
                StudyNetwork.diabetes(),
                (from, at, reply) -> from.equals(CEDAR) && at == 4 ? Optional.empty() : Optional.of(reply)));
        assertThat(certificate.counted()).hasSize(3);
        assertThat(network.debits()).isEqualTo(3);
    }

    @Test
    void without_the_signature_of_each_member_nothing_is_released() {
        var network = StudyNetwork.ofThree();
        var step = network.ask(
                StudyNetwork.diabetes(),
                (from, at, reply) -> from.equals(CEDAR) && at >= 4 ? Optional.empty() : Optional.of(reply));
        assertThat(step)
                .isEqualTo(new StudyStep.Failed(
                        new Fault.Unavailable("a member's signature"), Map.of(CEDAR, Ground.SILENT)));
        assertThat(network.registered).isEmpty();
    }

    @Test
    void below_the_quorum_there_is_no_number_and_no_charge() {
        var network = StudyNetwork.ofThree();
        var step = network.ask(
                StudyNetwork.diabetes(),
                (from, _, reply) -> from.value().equals("alder") ? Optional.of(reply) : Optional.empty());
        assertThat(step)
                .isEqualTo(new StudyStep.Failed(
                        new Fault.Unavailable("a quorum of members"),
                        Map.of(new NodeId("birch"), Ground.SILENT, CEDAR, Ground.SILENT)));
        assertThat(network.debits()).isZero();
    }

    @Test
    void small_numbers_are_suppressed() {
        var network = new StudyNetwork(new Hospital("alder", 0, 3), new Hospital("birch", 0, 2));
        var high = new CohortQuery(
                "",
                PurposeOfUse.HRESCH,
                "s",
                Tier.T1,
                2_000_000,
                StudyNetwork.diabetes().body());
        var certificate = network.released(network.ask(high));
        assertThat(certificate.result()).containsExactly(new Cell("count", java.util.OptionalLong.empty()));
    }

    @Test
    void five_hospitals_answer_by_sex_for_one_epsilon() {
        var network = new StudyNetwork(
                new Hospital("alder", 400, 5),
                new Hospital("birch", 300, 4),
                new Hospital("cedar", 200, 9),
                new Hospital("elm", 100, 0),
                new Hospital("fir", 50, 0));
        var query = new CohortQuery(
                "",
                PurposeOfUse.HRESCH,
                "s",
                Tier.T1,
                2_000_000,
                new CohortQuery.Body(StudyNetwork.diabetes().body().cohort(), new Output.BySex()));
        var certificate = network.released(network.ask(query));
        assertThat(certificate.result()).extracting(Cell::name).containsExactly("male", "female", "other", "unknown");
        assertThat(certificate.result().get(0).value().orElseThrow()).isBetween(475L, 575L);
        assertThat(certificate.result().get(1).value().orElseThrow()).isBetween(475L, 575L);
        assertThat(network.debits()).isEqualTo(5);
    }

    @Test
    void a_study_that_has_spent_its_budget_at_a_member_goes_on_without_it() {
        var network = StudyNetwork.ofThree();
        var small = new StudyPolicy(
                Set.of(Tier.T1),
                Set.of(PurposeOfUse.HRESCH),
                1_000_000,
                500_000,
                StudyNetwork.TERMS,
                Duration.ofMinutes(10));
        network.hospital("cedar").joins(network, network.clock, small, new SmallTerminology());
        assertThat(network.released(network.ask(StudyNetwork.diabetes())).counted())
                .hasSize(3);
        network.hospital("cedar").storeChange++;
        var second = network.released(network.ask(StudyNetwork.diabetes()));
        assertThat(second.absent()).containsExactly(new Absent(CEDAR, Ground.BUDGET));
        assertThat(network.hospital("cedar").debits).hasSize(1);
    }

    @Test
    void a_terminology_that_means_something_else_is_left_out() {
        var network = StudyNetwork.ofThree();
        var other = new ConceptSets() {
            @Override
            public Outcome<ConceptSet> isA(Coding ancestor) {
                return new SmallTerminology().isA(new Coding(ancestor.system(), "diabetes"));
            }

            @Override
            public Outcome<ConceptSet> valueSet(String canonical) {
                return new SmallTerminology().valueSet(canonical);
            }
        };
        network.hospital("cedar").joins(network, network.clock, StudyNetwork.POLICY, other);
        assertThat(network.released(network.ask(StudyNetwork.diabetes())).absent())
                .containsExactly(new Absent(CEDAR, Ground.TERMINOLOGY));
    }

    @Test
    void a_member_that_does_not_know_what_its_patients_allow_now_takes_no_part() {
        var network = StudyNetwork.ofThree();
        network.hospital("cedar").freshConsents = false;
        assertThat(network.released(network.ask(StudyNetwork.diabetes())).absent())
                .containsExactly(new Absent(CEDAR, Ground.UNAVAILABLE));
    }

    @Test
    void nothing_leaves_a_member_whose_debit_is_not_on_the_ledger() {
        var network = StudyNetwork.ofThree();
        network.hospital("cedar").ledgerReachable = false;
        var certificate = network.released(network.ask(StudyNetwork.diabetes()));
        assertThat(certificate.absent()).containsExactly(new Absent(CEDAR, Ground.UNAVAILABLE));
        assertThat(certificate.counted()).hasSize(2);
    }

    @Test
    void what_one_member_sends_says_nothing_about_its_number() {
        var network = StudyNetwork.ofThree();
        var seen = new java.util.ArrayList<Bytes>();
        var _ = network.ask(StudyNetwork.diabetes(), (_, at, reply) -> {
            if (at == 3) {
                seen.add(vector(network, reply));
            }
            return Optional.of(reply);
        });
        assertThat(seen)
                .hasSize(3)
                .allSatisfy(vector -> assertThat(Math.abs(
                                java.nio.ByteBuffer.wrap(vector.array()).getLong()))
                        .isGreaterThan(1L << 32));
    }

    @Test
    void a_run_that_is_over_cannot_go_on() {
        var network = StudyNetwork.ofThree();
        var run = network.begin(StudyNetwork.diabetes());
        assertThatThrownBy(() -> run.next(Map.of())).isInstanceOf(IllegalStateException.class);
        assertThat(run.start()).isInstanceOf(StudyStep.Ask.class);
        assertThat(run.next(Map.of())).isInstanceOf(StudyStep.Failed.class);
        assertThatThrownBy(() -> run.next(Map.of())).isInstanceOf(IllegalStateException.class);
    }

    private static Bytes vector(StudyNetwork network, Bytes reply) {
        return ((StudyMessage.MaskedShare)
                        Said.read(reply, network).orElseThrow().message())
                .vector()
                .words();
    }

    private static Bytes altered(Bytes reply) {
        var bytes = reply.array().clone();
        var at = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).indexOf("\"round\":\"") + 12;
        bytes[at] = bytes[at] == 'a' ? (byte) 'b' : (byte) 'a';
        return Bytes.of(bytes);
    }

    private static long value(ReleaseCertificate certificate) {
        return certificate.result().getFirst().value().orElseThrow();
    }
}
