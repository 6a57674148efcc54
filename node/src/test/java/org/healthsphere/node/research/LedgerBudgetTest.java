package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.research.privacy.PrivacyBudget.Debit;
import org.healthsphere.node.network.Unreachable;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class LedgerBudgetTest {
    private static final long SITE = 1_500;
    private static final NodeId SELF = new NodeId("alder");

    private static final NodeId BIRCH = new NodeId("birch");

    private final StudyLedger ledger = new StudyLedger(SELF, BIRCH);
    private final LedgerBudget budget = new LedgerBudget(ledger.seenBy(SELF), SELF, SITE);

    @Test
    void a_debit_is_on_the_ledger_before_it_answers() {
        assertThat(budget.debit(debit("1", 400))).isEqualTo(Outcome.of(2L));
        assertThat(ledger.events())
                .extracting(LedgerEvent::directive)
                .containsExactly(new Directive.Debit(Sha256.of("1").hex(), "s", SELF, 400, 1000));
        assertThat(budget.spentMicros("s")).isEqualTo(Outcome.of(400L));
    }

    @Test
    void the_same_debit_twice_is_spent_once() {
        assertThat(budget.debit(debit("1", 400))).isEqualTo(budget.debit(debit("1", 400)));
        assertThat(budget.spentMicros("s")).isEqualTo(Outcome.of(400L));
    }

    @Test
    void what_exceeds_the_limit_is_refused_as_too_costly() {
        assertThat(budget.debit(debit("1", 800))).isEqualTo(Outcome.of(2L));
        assertThat(budget.debit(debit("2", 201)))
                .isEqualTo(Outcome.failed(new Fault.TooCostly("the privacy budget of the study")));
        assertThat(budget.debit(debit("3", 200))).isEqualTo(Outcome.of(3L));
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
        assertThat(budget.debit(debit("2", 101)))
                .isEqualTo(Outcome.failed(new Fault.TooCostly("the privacy budget of this hospital")));
        assertThat(budget.debit(debit("3", 100))).isInstanceOf(Outcome.Success.class);
        assertThat(budget.debit(debit("3", 100))).as("paid before").isInstanceOf(Outcome.Success.class);
        assertThat(budget.leftMicros("s", 1000)).isEqualTo(Outcome.of(0L));
    }

    @Test
    void debits_at_the_same_time_do_not_pass_the_limit_together() throws InterruptedException {
        var threads = IntStream.range(0, 20)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    var _ = budget.debit(new Debit(Sha256.of("d" + i), "study-" + i, 200, 1000));
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(ledger.directives()).as("1,500 is room for seven").hasSize(7);
    }

    private void write(NodeId member, String id, String study, long epsilonMicros) {
        var _ = ledger.seenBy(member)
                .submit(new Directive.Debit(id, study, member, epsilonMicros, 1000))
                .orElseThrow();
    }

    @Test
    void without_the_ledger_there_is_no_debit_and_no_release() {
        var cutOff = new LedgerBudget(new Unreachable(ledger.seenBy(SELF)), SELF, SITE);
        assertThat(cutOff.debit(debit("1", 1))).isEqualTo(Outcome.failed(Unreachable.FAULT));
        assertThat(cutOff.spentMicros("s")).isEqualTo(Outcome.failed(Unreachable.FAULT));
        assertThat(cutOff.record(Sha256.of("r"), "s", Sha256.of("c"))).isEqualTo(Outcome.failed(Unreachable.FAULT));
    }

    @Test
    void a_release_is_on_the_ledger_by_the_digest_of_its_certificate() {
        assertThat(budget.record(Sha256.of("r"), "s", Sha256.of("c"))).isEqualTo(Outcome.of(2L));
        assertThat(ledger.directives())
                .containsExactly(new Directive.Release(Sha256.of("r").hex(), "s", Sha256.of("c")));
    }

    private static Debit debit(String id, long epsilonMicros) {
        return new Debit(Sha256.of(id), "s", epsilonMicros, 1000);
    }
}
