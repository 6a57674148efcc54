package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.consent.Directive;
import org.healthsphere.federation.research.privacy.PrivacyBudget.Debit;
import org.healthsphere.node.network.Unreachable;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerBudgetTest {
    private static final LedgerBudget.Limits LIMITS = new LedgerBudget.Limits(1200, 1500);
    private static final Outcome<Long> TOO_COSTLY =
            Outcome.failed(new Fault.TooCostly("a privacy budget: of the study, the researcher or the hospital"));
    private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");
    private static final NodeId SELF = new NodeId("alder");

    private static final NodeId BIRCH = new NodeId("birch");

    private final StudyLedger ledger = new StudyLedger(SELF, BIRCH);
    private final LedgerBudget budget = new LedgerBudget(ledger.seenBy(SELF), SELF, LIMITS);

    @BeforeEach
    void studies_of_two_researchers() {
        registered("s", "researcher");
        registered("other", "another researcher");
    }

    private void registered(String study, String researcher) {
        var _ = ledger.seenBy(SELF)
                .submit(new Directive.RegisterStudy(
                        study, SELF, Sha256.of(researcher), Sha256.of("protocol"), 1000, FAR))
                .orElseThrow();
    }

    private List<Directive> debits() {
        return ledger.directives().stream()
                .filter(Directive.Debit.class::isInstance)
                .toList();
    }

    @Test
    void a_study_that_nobody_registered_has_nothing_to_spend() {
        var unknown = new Debit(Sha256.of("1"), "unheard-of", 1, 1000);
        assertThat(budget.debit(unknown)).isInstanceOf(Outcome.Failure.class);
        assertThat(budget.leftMicros("unheard-of", 1000)).isEqualTo(Outcome.of(0L));
        assertThat(debits()).isEmpty();
    }

    @Test
    void a_researcher_spends_no_more_under_many_names_than_under_one() {
        registered("s-2", "researcher");
        registered("s-3", "researcher");
        assertThat(budget.debit(new Debit(Sha256.of("1"), "s", 700, 1000))).isInstanceOf(Outcome.Success.class);
        assertThat(budget.debit(new Debit(Sha256.of("2"), "s-2", 400, 1000))).isInstanceOf(Outcome.Success.class);
        assertThat(budget.leftMicros("s-3", 1000)).isEqualTo(Outcome.of(100L));
        assertThat(budget.debit(new Debit(Sha256.of("3"), "s-3", 101, 1000))).isInstanceOf(Outcome.Failure.class);
        assertThat(budget.debit(new Debit(Sha256.of("4"), "other", 300, 1000)))
                .as("somebody else's")
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_is_counted_of_tokens_of_care_takes_no_privacy_unless_it_is_a_study_that_bears_such_a_name() {
        var _ = ledger.seenBy(SELF)
                .submit(new Directive.Debit("linkage.0.1", "linkage.0.1", SELF, 1400, 1400))
                .orElseThrow();
        assertThat(budget.spentMicros()).isEqualTo(Outcome.of(0L));
        assertThat(budget.leftMicros("s", 1000)).isEqualTo(Outcome.of(1000L));
        registered("linkage.0.2", "researcher");
        assertThat(budget.debit(new Debit(Sha256.of("1"), "linkage.0.2", 900, 1000)))
                .isInstanceOf(Outcome.Success.class);
        assertThat(budget.spentMicros()).isEqualTo(Outcome.of(900L));
        assertThat(budget.leftMicros("s", 1000)).as("of the same researcher").isEqualTo(Outcome.of(300L));
    }

    @Test
    void after_a_restart_the_odometers_stand_where_they_stood() {
        var _ = budget.debit(debit("1", 900)).orElseThrow();
        var again = new LedgerBudget(ledger.seenBy(SELF), SELF, LIMITS);
        assertThat(again.leftMicros("s", 1000)).isEqualTo(Outcome.of(100L));
        assertThat(again.debit(debit("1", 900))).as("paid before").isInstanceOf(Outcome.Success.class);
        assertThat(again.debit(debit("2", 101))).isInstanceOf(Outcome.Failure.class);
        assertThat(debits()).hasSize(1);
    }

    @Test
    void a_study_is_registered_once_and_belongs_to_one_researcher() {
        assertThat(budget.register("mine", Sha256.of("a"), Sha256.of("p"), 10, FAR))
                .isInstanceOf(Outcome.Success.class);
        assertThat(budget.register("mine", Sha256.of("a"), Sha256.of("p"), 10, FAR))
                .isInstanceOf(Outcome.Success.class);
        assertThat(budget.register("mine", Sha256.of("b"), Sha256.of("p"), 10, FAR))
                .isEqualTo(Outcome.failed(new Fault.Conflict("a study of this name is registered already")));
        assertThat(budget.register("mine", Sha256.of("a"), Sha256.of("q"), 10, FAR))
                .as("another document under the same name")
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_debit_is_on_the_ledger_before_it_answers() {
        assertThat(budget.debit(debit("1", 400))).isEqualTo(Outcome.of(4L));
        assertThat(debits()).containsExactly(new Directive.Debit(Sha256.of("1").hex(), "s", SELF, 400, 1000));
        assertThat(budget.spentMicros("s")).isEqualTo(Outcome.of(400L));
    }

    @Test
    void the_same_debit_twice_is_spent_once() {
        assertThat(budget.debit(debit("1", 400))).isEqualTo(budget.debit(debit("1", 400)));
        assertThat(budget.spentMicros("s")).isEqualTo(Outcome.of(400L));
    }

    @Test
    void what_exceeds_the_limit_is_refused_as_too_costly() {
        assertThat(budget.debit(debit("1", 800))).isEqualTo(Outcome.of(4L));
        assertThat(budget.debit(debit("2", 201))).isEqualTo(TOO_COSTLY);
        assertThat(budget.debit(debit("3", 200))).isEqualTo(Outcome.of(5L));
        assertThat(budget.spentMicros("s")).isEqualTo(Outcome.of(1000L));
    }

    @Test
    void only_this_members_debits_of_this_study_count_whoever_wrote_them() {
        write(SELF, "a", "s", 100);
        write(BIRCH, "b", "s", 100);
        assertThat(budget.spentMicros("s")).isEqualTo(Outcome.of(100L));
        write(SELF, "c", "s", 70);
        write(SELF, "d", "other", 100);
        assertThat(budget.spentMicros("s")).isEqualTo(Outcome.of(170L));
        assertThat(budget.spentMicros("unheard-of")).isEqualTo(Outcome.of(0L));
    }

    @Test
    void what_is_left_is_the_least_of_what_the_study_and_the_hospital_have() {
        assertThat(budget.leftMicros("s", 1000)).isEqualTo(Outcome.of(1000L));
        write(SELF, "a", "s", 300);
        assertThat(budget.leftMicros("s", 1000)).isEqualTo(Outcome.of(700L));
        write(SELF, "b", "other", 900);
        assertThat(budget.leftMicros("s", 1000)).isEqualTo(Outcome.of(300L));
        write(BIRCH, "c", "s", 1000);
        assertThat(budget.leftMicros("s", 1000))
                .as("another hospital's account")
                .isEqualTo(Outcome.of(300L));
    }

    @Test
    void all_studies_together_spend_no_more_than_the_hospital_allows() {
        write(SELF, "a", "other", 1000);
        assertThat(budget.debit(debit("1", 400))).isInstanceOf(Outcome.Success.class);
        assertThat(budget.debit(debit("2", 101))).isEqualTo(TOO_COSTLY);
        assertThat(budget.debit(debit("3", 100))).isInstanceOf(Outcome.Success.class);
        assertThat(budget.debit(debit("3", 100))).as("paid before").isInstanceOf(Outcome.Success.class);
        assertThat(budget.leftMicros("s", 1000)).isEqualTo(Outcome.of(0L));
    }

    @Test
    void debits_at_the_same_time_do_not_pass_the_limit_together() throws InterruptedException {
        IntStream.range(0, 20).forEach(i -> registered("study-" + i, "researcher " + i));
        var threads = IntStream.range(0, 20)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    var _ = budget.debit(new Debit(Sha256.of("d" + i), "study-" + i, 200, 1000));
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(debits()).as("1,500 is room for seven").hasSize(7);
    }

    private void write(NodeId member, String id, String study, long rhoMicros) {
        var _ = ledger.seenBy(member)
                .submit(new Directive.Debit(id, study, member, rhoMicros, 1000))
                .orElseThrow();
    }

    @Test
    void without_the_ledger_there_is_no_debit_and_no_release() {
        var cutOff = new LedgerBudget(new Unreachable(ledger.seenBy(SELF)), SELF, LIMITS);
        assertThat(cutOff.debit(debit("1", 1))).isEqualTo(Outcome.failed(Unreachable.FAULT));
        assertThat(cutOff.spentMicros("s")).isEqualTo(Outcome.failed(Unreachable.FAULT));
        assertThat(cutOff.record(Sha256.of("r"), "s", Sha256.of("c"))).isEqualTo(Outcome.failed(Unreachable.FAULT));
    }

    @Test
    void a_release_is_on_the_ledger_by_the_digest_of_its_certificate() {
        assertThat(budget.record(Sha256.of("r"), "s", Sha256.of("c"))).isEqualTo(Outcome.of(4L));
        assertThat(ledger.directives())
                .endsWith(new Directive.Release(Sha256.of("r").hex(), "s", Sha256.of("c")));
    }

    private static Debit debit(String id, long rhoMicros) {
        return new Debit(Sha256.of(id), "s", rhoMicros, 1000);
    }
}
