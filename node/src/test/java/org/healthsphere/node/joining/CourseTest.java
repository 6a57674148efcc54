package org.healthsphere.node.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.node.joining.Course.Leg;
import org.healthsphere.node.joining.Course.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-03-01T09:00:00Z");
    private final InstantSource clock = () -> now;

    private Course course() {
        return new Course(folder.resolve("joining").resolve("course.json"), clock);
    }

    private void after(Duration time, Step step) {
        now = now.plus(time);
        course().reached(step);
    }

    @Test
    void what_was_not_begun_has_taken_no_time() {
        assertThat(course().legs()).isEmpty();
        assertThat(course().sinceBegun()).isZero();
    }

    @Test
    void a_join_that_is_stopped_between_any_two_steps_tells_its_whole_time() {
        course().reached(Step.BEGUN);
        after(Duration.ofSeconds(2), Step.KEYS);
        after(Duration.ofHours(3), Step.ADMITTED);
        after(Duration.ofMillis(500), Step.SETTLED);
        now = now.plusSeconds(1);
        assertThat(course().legs())
                .containsExactly(
                        new Leg(Step.KEYS, Duration.ofSeconds(2)),
                        new Leg(Step.ADMITTED, Duration.ofHours(3)),
                        new Leg(Step.SETTLED, Duration.ofMillis(500)));
        assertThat(course().sinceBegun()).isEqualTo(Duration.ofHours(3).plusMillis(3_500));
    }

    @Test
    void a_step_that_is_come_to_again_was_come_to_the_first_time() {
        course().reached(Step.BEGUN);
        after(Duration.ofSeconds(5), Step.KEYS);
        after(Duration.ofSeconds(5), Step.KEYS);
        assertThat(course().legs()).containsExactly(new Leg(Step.KEYS, Duration.ofSeconds(5)));
    }

    @Test
    void people_and_the_authority_are_others() {
        var others = List.of(Step.values()).stream()
                .filter(step -> new Leg(step, Duration.ZERO).isOfOthers())
                .toList();
        assertThat(others).containsExactly(Step.PROPOSED, Step.ADMITTED, Step.CERTIFIED);
    }
}
