package org.healthsphere.node.web.me;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.node.web.view.Fact;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Measured.Amount;
import org.healthsphere.node.web.view.MergedView;

/**
 * The same thing measured more than once, in the same unit.
 *
 * @param points oldest first
 */
public record Curve(String name, String unit, List<Point> points) {
    /** What one line can be drawn through. */
    private static final int FEWEST = 2;

    public Curve {
        points = List.copyOf(points);
    }

    /**
     * One measurement.
     *
     * @param by the hospital that says so
     */
    public record Point(
            LocalDate on, BigDecimal value, Optional<BigDecimal> low, Optional<BigDecimal> high, Hospital by) {
        @Override
        public String toString() {
            return "Point[REDACTED]";
        }
    }

    private record Name(String name, String unit) {}

    /** Every curve that there is in a record, in the order in which the record names them. */
    static List<Curve> of(MergedView record) {
        Map<Name, List<Point>> points = new LinkedHashMap<>();
        record.sections().stream()
                .flatMap(section -> section.facts().stream())
                .forEach(fact -> fact.value().stream()
                        .flatMap(value -> value.amounts().stream())
                        .forEach(amount -> fact.on()
                                .ifPresent(on -> points.computeIfAbsent(name(fact, amount), _ -> new ArrayList<>())
                                        .add(point(fact, on, amount)))));
        return points.entrySet().stream()
                .filter(entry -> days(entry.getValue()) >= FEWEST)
                .map(entry -> new Curve(
                        entry.getKey().name(),
                        entry.getKey().unit(),
                        entry.getValue().stream()
                                .sorted(Comparator.comparing(Point::on))
                                .toList()))
                .toList();
    }

    private static Name name(Fact fact, Amount amount) {
        var name = amount.part().isEmpty() ? fact.what() : fact.what() + ": " + amount.part();
        return new Name(name, amount.unit());
    }

    private static Point point(Fact fact, LocalDate on, Amount amount) {
        return new Point(
                on,
                amount.value(),
                amount.low(),
                amount.high(),
                fact.sources().getFirst().hospital());
    }

    private static int days(List<Point> points) {
        return points.stream().map(Point::on).collect(Collectors.toSet()).size();
    }

    public Point first() {
        return points.getFirst();
    }

    public Point last() {
        return points.getLast();
    }

    public BigDecimal least() {
        return points.stream().map(Point::value).min(BigDecimal::compareTo).orElseThrow();
    }

    public BigDecimal most() {
        return points.stream().map(Point::value).max(BigDecimal::compareTo).orElseThrow();
    }

    @Override
    public String toString() {
        return "Curve[" + points.size() + " points]";
    }
}
