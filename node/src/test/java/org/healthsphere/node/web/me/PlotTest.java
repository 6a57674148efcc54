package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.healthsphere.node.web.fixture.Sample;
import org.healthsphere.node.web.me.Curve.Point;
import org.healthsphere.node.web.page.Languages;
import org.healthsphere.node.web.page.Messages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlotTest {
    private final Messages m =
            new Languages(ZoneOffset.UTC).messages("en", Instant.parse("2026-03-03T10:15:00Z"));

    private static Point point(String on, String value) {
        return new Point(
                LocalDate.parse(on), new BigDecimal(value), Optional.empty(), Optional.empty(), Sample.NORTHFIELD);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    /** Whatever was measured, nothing is drawn outside of the drawing, and later lies to the right, more above less. */
    @ParameterizedTest
    @MethodSource("seeds")
    void later_lies_to_the_right_and_more_lies_higher(long seed) {
        var random = new SplittableRandom(seed);
        List<Point> points = new ArrayList<>();
        var day = LocalDate.parse("2020-01-01");
        for (var i = 0; i < 2 + random.nextInt(20); i++) {
            day = day.plusDays(1 + random.nextInt(300));
            points.add(point(day.toString(), BigDecimal.valueOf(random.nextInt(-500, 500), 1).toString()));
        }
        var curve = new Curve("x", "u", points);
        var dots = Plot.of(curve, m).dots();
        assertThat(dots).hasSameSizeAs(points);
        for (var i = 0; i < dots.size(); i++) {
            assertThat(Double.parseDouble(dots.get(i).x())).isBetween((double) Plot.LEFT, (double) Plot.RIGHT);
            assertThat(Double.parseDouble(dots.get(i).y())).isBetween(0.0, (double) Plot.BOTTOM);
            for (var j = 0; j < i; j++) {
                assertThat(Double.parseDouble(dots.get(j).x())).isLessThanOrEqualTo(Double.parseDouble(dots.get(i).x()));
                var more = points.get(i).value().compareTo(points.get(j).value());
                var higher = Double.compare(Double.parseDouble(dots.get(j).y()), Double.parseDouble(dots.get(i).y()));
                assertThat(more * higher).isNotNegative();
            }
        }
    }

    @Test
    void a_value_that_never_changed_is_a_level_line() {
        var curve = new Curve("x", "u", List.of(point("2026-01-01", "7"), point("2026-02-01", "7")));
        var plot = Plot.of(curve, m);
        assertThat(plot.levels()).extracting(Plot.Level::words).containsExactly("7");
        assertThat(plot.dots()).extracting(Plot.Dot::y).containsOnly(plot.levels().getFirst().y());
        assertThat(plot.usual()).isEmpty();
    }

    @Test
    void the_usual_values_are_in_the_drawing_also_where_nothing_was_usual() {
        var high = new Point(
                LocalDate.parse("2026-02-01"),
                new BigDecimal("9"),
                Optional.of(new BigDecimal("4")),
                Optional.of(new BigDecimal("6.5")),
                Sample.NORTHFIELD);
        var band = Plot.of(new Curve("x", "u", List.of(point("2026-01-01", "8"), high)), m).usual().orElseThrow();
        var top = Double.parseDouble(band.y());
        assertThat(top).isBetween(0.0, (double) Plot.BOTTOM);
        assertThat(top + Double.parseDouble(band.height())).isBetween(top + 1, (double) Plot.BOTTOM);
    }

    @Test
    void only_what_was_measured_on_two_days_is_a_curve() {
        var record = Sample.record(
                Sample.ADA_SAMPLE, Set.of(), Instant.parse("2026-03-03T10:15:00Z"));
        assertThat(Curve.of(record)).singleElement().satisfies(curve -> {
            assertThat(curve.name()).isEqualTo("HbA1c");
            assertThat(curve.points()).extracting(Point::on).isSorted();
        });
    }
}
