package org.healthsphere.node.web.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.node.web.ops.Check.Level;
import org.healthsphere.node.web.ops.Check.Subject;
import org.healthsphere.node.web.ops.NodeHealth.Disk;
import org.healthsphere.node.web.ops.NodeHealth.Ledger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    private static final NodeHealth.Revocations LISTED =
            new NodeHealth.Revocations(Optional.of(NOW.plus(Duration.ofHours(20))), false);

    @ParameterizedTest
    @CsvSource({
        "0, 0, 10, 200, GOOD",
        "15, 1000, 79, 30, GOOD",
        "16, 1001, 80, 29, SOON",
        "30, 100000, 94, 7, SOON",
        "31, 100001, 95, 6, BAD"
    })
    void each_part_turns_at_its_bound(int age, long lag, int disk, int days, Level level) {
        assertThat(Check.of(health(age, lag, disk, days), NOW))
                .containsExactly(
                        new Check(Subject.LEDGER, level),
                        new Check(Subject.LOG, Level.GOOD),
                        new Check(Subject.MEMBERS, Level.GOOD),
                        new Check(Subject.INDEX, level),
                        new Check(Subject.DISK, level),
                        new Check(Subject.CERTIFICATE, level),
                        new Check(Subject.REVOCATIONS, Level.GOOD));
    }

    @ParameterizedTest
    @CsvSource({"3600, false, GOOD", "3600, true, SOON", "0, false, BAD", "-1, false, BAD", ", false, BAD"})
    void without_a_list_of_revoked_certificates_that_holds_nobody_is_let_in(
            @Nullable Integer seconds, boolean overdue, Level level) {
        var all = health(0, 0, 0, 200);
        var list = new NodeHealth.Revocations(Optional.ofNullable(seconds).map(NOW::plusSeconds), overdue);
        var health = new NodeHealth(
                all.ledger(), all.log(), List.of(), list, 0, all.disk(), all.certificateEnds(), all.up());
        assertThat(Check.of(health, NOW)).contains(new Check(Subject.REVOCATIONS, level));
    }

    @Test
    void the_whole_is_as_well_as_its_worst_part() {
        assertThat(Check.worst(Check.of(health(0, 0, 96, 29), NOW))).isEqualTo(Level.BAD);
        assertThat(Check.worst(List.of())).isEqualTo(Level.GOOD);
    }

    @ParameterizedTest
    @CsvSource({"-1, '', GOOD", "300, '', GOOD", "301, '', SOON", "1, split view, BAD", "-1, rollback, BAD"})
    void the_log_is_well_while_nothing_contradicts_it_and_members_sign(int seconds, String alarm, Level level) {
        var log = new NodeHealth.Log(
                7,
                List.of("north", "south"),
                Optional.of(Duration.ofSeconds(seconds)).filter(age -> !age.isNegative()),
                alarm.isEmpty() ? List.of() : List.of(alarm));
        assertThat(Check.of(health(0, log, 0, 0, 200), NOW)).contains(new Check(Subject.LOG, level));
    }

    @Test
    void a_member_whose_card_cannot_be_read_is_not_well() {
        var all = health(0, 0, 0, 200);
        var unread = new NodeHealth(
                all.ledger(), all.log(), List.of("east"), LISTED, 0, all.disk(), all.certificateEnds(), all.up());
        assertThat(Check.of(unread, NOW)).contains(new Check(Subject.MEMBERS, Level.BAD));
    }

    private static NodeHealth health(int age, long lag, int disk, int days) {
        return health(age, new NodeHealth.Log(0, List.of(), Optional.empty(), List.of()), lag, disk, days);
    }

    private static NodeHealth health(int age, NodeHealth.Log log, long lag, int disk, int days) {
        return new NodeHealth(
                new Ledger(LedgerMode.EMBEDDED, 1, Duration.ofSeconds(age), Duration.ofSeconds(30)),
                log,
                List.of(),
                LISTED,
                lag,
                new Disk(disk, 100),
                NOW.plus(Duration.ofDays(days)),
                NOW);
    }
}
