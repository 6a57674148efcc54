package org.healthsphere.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Scenario.Shares EVERYTHING = new Scenario.Shares(0.1, 0.1, 0.1, 0.1, 0.2, 0.1);

    @TempDir
    private Path folder;

    private SimulationReport run(Scenario scenario) throws Exception {
        Files.createDirectories(folder.resolve("network"));
        return Simulation.run(scenario, folder, new SecureRandom());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatever_goes_wrong_every_record_says_of_every_member_what_is_true(long seed) throws Exception {
        var report = run(new Scenario(25, 60, 24, EVERYTHING, DEADLINE, seed));
        assertThat(report.checked().examples()).isEmpty();
        assertThat(report.isTrue()).isTrue();
        assertThat(report.checked().answers()).isEqualTo(24 * 24);
        assertThat(report.answers())
                .containsKeys("answered", "nothing to release", "late", "unreachable", "invalid", "refused");
        assertThat(report.times().p95()).isLessThanOrEqualTo(DEADLINE.plusMillis(50));
    }

    /** All times are the simulation's: nobody waits, and no machine is too slow for it. {@code docs/scale.md} has what more queries come to. */
    @Test
    void of_200_members_one_in_twenty_is_dead_and_no_query_takes_longer_than_its_deadline() throws Exception {
        var queries = Integer.getInteger("simulation.queries", 2);
        var shares = new Scenario.Shares(0.05, 0, 0, 0, 0, 0);
        var report = run(new Scenario(200, 200, queries, shares, DEADLINE, 1));
        assertThat(report.isTrue()).isTrue();
        assertThat(report.checked().answers()).isEqualTo(queries * 199);
        assertThat(report.answers()).containsEntry("unreachable", queries * 10);
        assertThat(report.times().p95()).isLessThanOrEqualTo(DEADLINE.plusMillis(50));
        assertThat(report.times().longest()).as("who is met dead is waited for").isEqualTo(DEADLINE);
    }

    @Test
    void the_same_seed_has_the_same_faults() throws Exception {
        var scenario = new Scenario(12, 20, 9, EVERYTHING, DEADLINE, 7);
        var first = run(scenario);
        var second = run(scenario);
        assertThat(second.times()).isEqualTo(first.times());
        assertThat(second.answers()).isEqualTo(first.answers());
    }

    @Test
    void where_nothing_is_wrong_all_queries_are_complete() throws Exception {
        var report = run(new Scenario(8, 30, 10, new Scenario.Shares(0, 0, 0, 0, 0, 0), DEADLINE, 3));
        assertThat(report.complete()).isEqualTo(10);
        assertThat(report.isTrue()).isTrue();
        assertThat(report.times().longest()).isLessThan(DEADLINE);
        assertThat(report.text()).contains("completeness: 70 of 70 answers as is true");
        assertThat(report.json().path("answersWrong").asInt()).isZero();
    }

    @Test
    void an_answer_that_is_not_true_is_seen() {
        var one = List.of(new ReleasedRecord("Condition", "c", 1, Bytes.utf8("{}")));
        var nothing = new MemberAnswer.NothingToRelease(Bytes.NONE);
        var all = new MemberAnswer.Answered(one, Bytes.NONE);
        assertThat(new Expected.Records(one).holds(all)).isTrue();
        assertThat(new Expected.Records(one).holds(nothing)).as("withheld").isFalse();
        assertThat(new Expected.Records(List.of()).holds(all))
                .as("released without consent")
                .isFalse();
        assertThat(new Expected.Unreachable().holds(nothing))
                .as("complete without a member")
                .isFalse();
        assertThat(new Expected.Late().holds(new MemberAnswer.Unreachable())).isFalse();
        assertThat(new Expected.Untrusted().holds(all)).as("a liar is believed").isFalse();
        assertThat(new Expected.Untrusted().holds(new MemberAnswer.Invalid("x")))
                .isTrue();
    }

    @Test
    void every_share_gets_its_members_and_who_asks_is_honest() {
        var fates = Fate.drawn(new Scenario(100, 1, 1, EVERYTHING, DEADLINE, 5), 3, new Random(5));
        assertThat(fates.subList(0, 3)).containsOnly(Fate.HONEST);
        assertThat(fates).filteredOn(Fate.DEAD::equals).hasSize(10);
        assertThat(fates).filteredOn(Fate.SKEWED::equals).hasSize(10);
        var liars = new ArrayList<>(fates);
        liars.removeAll(EnumSet.range(Fate.HONEST, Fate.SKEWED));
        assertThat(liars).hasSize(20).contains(Fate.MIXING, Fate.WITHHOLDING, Fate.REPLAYING);
    }

    @Test
    void shares_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Scenario.Shares(-0.1, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scenario.Shares(0.5, 0.5, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scenario(2, 1, 1, EVERYTHING, DEADLINE, 1));
    }
}
