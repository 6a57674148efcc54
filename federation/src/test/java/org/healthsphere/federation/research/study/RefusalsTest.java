package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyCircle.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal says nothing of anybody: it is the same, word for word, whatever the records are. */
class RefusalsTest {
    private static final String COUNT = "{\"name\":\"n\",\"count\":{}}";
    private static final String AGE = Plans.value("age", "0", "120");
    private static final String MODEL =
            "{\"name\":\"m\",\"glm\":{\"family\":\"binomial\",\"response\":\"readmitted\",\"terms\":[\"age\"]}}";

    private static Table patients(int events, int others) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (var i = 0; i < events + others; i++) {
            rows.add(Map.of("age", String.valueOf(30 + i % 50), "readmitted", i < events ? "1" : "0"));
        }
        return new Table(rows);
    }

    /** Hospitals with many patients, with few, and with none. */
    private static Stream<StudyCircle> circles() {
        return Stream.of(patients(90, 90), patients(2, 4), patients(0, 0))
                .map(table -> new StudyCircle(table.split(3, 4)));
    }

    private static StudyStep refused(StudyCircle circle, String reason) {
        var plan = plan(reason);
        if (reason.equals("expired")) {
            circle.now = Instant.parse("2027-01-02T00:00:00Z");
        }
        return reason.equals("not approved")
                ? circle.run(circle.beginUnapproved(plan, 0), Wire.HONEST)
                : circle.ask(plan, 0);
    }

    private static StudyPlan plan(String reason) {
        return reason.equals("too costly") ? Plans.noised(2, 6_000_000, "", COUNT) : Plans.exact(3, 10, "", COUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not approved", "expired", "too costly"})
    void hospitals_refuse_in_the_same_words_whatever_records_they_hold(String reason) {
        var steps = circles().map(circle -> refused(circle, reason)).toList();
        assertThat(steps).allSatisfy(step -> assertThat(step).isInstanceOf(StudyStep.Failed.class));
        assertThat(steps).containsOnly(steps.getFirst());
    }

    /** Too few patients, too few with the outcome, too few without it, or nobody. */
    @Test
    void what_may_not_be_told_is_refused_in_the_same_words_whatever_there_is_too_little_of() {
        var steps = Stream.of(patients(3, 3), patients(4, 200), patients(200, 4), patients(0, 0))
                .map(table -> new StudyCircle(table.split(3, 4)))
                .map(circle -> circle.ask(Plans.exact(3, 10, AGE + "," + Plans.flag("readmitted"), MODEL), 0))
                .toList();
        assertThat(steps).allSatisfy(step -> assertThat(step).isInstanceOf(StudyStep.Failed.class));
        assertThat(steps).containsOnly(steps.getFirst());
    }
}
