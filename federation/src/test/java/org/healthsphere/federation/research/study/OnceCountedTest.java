package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

/** Weeks of an outbreak in which a patient whom several hospitals know is counted at one of them, through all messages of a run. */
class OnceCountedTest {
    private static final int WEEKS = 10;
    private static final String ONCE = """
            {"name":"o","outbreak":{"of":"ill","back":1,"method":{"ears":{"version":"c2"}},
             "once":{"places":%s,"phantoms":40,"hospitals":%s}}}""";

    /** A hospital that knows these persons, as many of whom fall ill in each week. */
    private static Table knowing(IntStream persons) {
        return new Table(persons
                .mapToObj(person -> Map.of("person", "somebody-" + person, "ill", person % WEEKS + "", "sex", "1"))
                .toList());
    }

    private static StudyPlan plan(String protection, int places, int hospitals) {
        return Plans.reported(3, protection, Plans.weeks(WEEKS), ONCE.formatted(places, hospitals));
    }

    private static StudyPlan noised(int places, int hospitals) {
        return plan("{\"noise\":{\"rhoMicros\":4000000}}", places, hospitals);
    }

    /** Everybody is known to two of three. */
    private static StudyCircle circle() {
        return new StudyCircle(List.of(
                knowing(IntStream.range(0, 100)),
                knowing(IntStream.range(50, 150)),
                knowing(IntStream.concat(IntStream.range(0, 50), IntStream.range(100, 150)))));
    }

    private static void prepared(StudyCircle circle, StudyPlan plan) {
        circle.hospitals.values().forEach(hospital -> hospital.approves(plan));
        assertThat(circle.hospital("alder").tokens().prepareAll(plan, circle.hospitals.keySet()))
                .isEqualTo(Outcome.of(Set.copyOf(circle.hospitals.keySet())));
    }

    @Test
    void who_is_known_to_two_hospitals_is_counted_at_one() {
        var circle = circle();
        var plan = noised(8_192, 4);
        prepared(circle, plan);
        var released = circle.released(circle.ask(plan, 0));
        var weeks = released.result().path("weeks");
        var all = 0;
        for (var week : weeks) {
            all += week.path("patients").asInt();
        }
        assertThat(all).as("150 persons, whom two hospitals each know").isBetween(120, 165);
        var protection = released.certificate().path("protection");
        assertThat(protection.path("neighbours").asText())
                .isEqualTo("one patient added or removed, who is written alike at every member and counted at one of them");
        assertThat(protection.path("deviations")).as("of three tables and the weeks").hasSize(4);
        circle.hospitals
                .values()
                .forEach(hospital -> assertThat(hospital.debits).hasSize(1));
    }

    @Test
    void who_replays_the_messages_comes_to_the_same() {
        var circle = circle();
        var plan = noised(4_096, 4);
        prepared(circle, plan);
        var released = circle.released(circle.ask(plan, 0));
        var transcript = circle.find(StudyReleases.transcriptKey(plan, 0)).orElseThrow();
        assertThat(StudyReleases.replay(plan, transcript, circle).map(result -> Bytes.of(CanonicalJson.of(result))))
                .isEqualTo(Outcome.of(Bytes.of(CanonicalJson.of(released.result()))));
    }

    @Test
    void more_hospitals_than_the_study_names_are_not_counted() {
        var circle = circle();
        var plan = noised(4_096, 2);
        prepared(circle, plan);
        assertThat(circle.ask(plan, 0)).isInstanceOf(StudyStep.Failed.class);
        circle.hospitals
                .values()
                .forEach(hospital -> assertThat(hospital.debits).isEmpty());
    }

    @Test
    void an_exact_study_has_no_such_rule() {
        var text = Plans.text(
                        3, "{\"exact\":{\"threshold\":10}}", Plans.weeks(WEEKS), ONCE.formatted(4096, 4))
                .replace("HRESCH", "PUBHLTH");
        assertThat(StudyPlan.parse(Bytes.utf8(text)))
                .isEqualTo(Outcome.failed(new Fault.Invalid(
                        "that each patient counts once is for noise; an exact study counts distinct patients")));
    }
}
