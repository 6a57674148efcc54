package org.healthsphere.federation.research.outbreak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.analysis.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds and alarms against what R's package surveillance said of the same weeks ({@code tools/r-oracle/outbreaks.R}). */
class RecordedOutbreaksTest {
    private static final double SHARE = 1e-9;

    static Stream<String> series() {
        return Weeks.SERIES.stream();
    }

    @ParameterizedTest
    @MethodSource("series")
    void bounds_and_alarms_are_those_of_r(String series) {
        Weeks.compare(Weeks.series(Table.of("weeks.csv"), series), series, Weeks.RECORDED, SHARE);
    }

    @Test
    void there_are_alarms_of_every_rule_and_weeks_without() throws IOException {
        var lines = Files.readAllLines(Weeks.RECORDED);
        for (var rule : Weeks.rules().keySet()) {
            assertThat(lines).anyMatch(line -> line.matches(rule + "-[a-z]+,alarm,[0-9]+,1"));
            assertThat(lines).anyMatch(line -> line.matches(rule + "-[a-z]+,alarm,[0-9]+,0"));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void no_later_week_and_none_before_its_reach_changes_a_judgement(String name) {
        var rule = Objects.requireNonNull(Weeks.rules().get(name));
        var counts = Weeks.series(Table.of("weeks.csv"), "seasonal").stream().toArray();
        var week = counts.length - 20;
        var first = counts.length - Weeks.BACK;
        var before = rule.signals(Vector.of(counts), first).get(week - first);
        for (var i = 0; i < counts.length; i++) {
            if (i > week || i < rule.reach(week)) {
                counts[i] = counts[i] + 50;
            }
        }
        assertThat(rule.signals(Vector.of(counts), first).get(week - first)).isEqualTo(before);
    }

    static Stream<String> names() {
        return Weeks.rules().keySet().stream();
    }
}
