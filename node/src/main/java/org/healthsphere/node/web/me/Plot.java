package org.healthsphere.node.web.me;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.web.me.Curve.Point;
import org.healthsphere.node.web.page.Messages;

/**
 * A curve laid out as a drawing, small enough for a phone. The same numbers stand in a table beside it.
 *
 * @param line the points of the line
 * @param usual the reference range of the last measurement, where there is one: top and height of a band
 * @param dots one for each measurement
 * @param levels the values that are written at the side, each with its line
 */
public record Plot(String line, Optional<Band> usual, List<Dot> dots, List<Level> levels) {
    public static final int WIDTH = 360;
    public static final int HEIGHT = 200;
    public static final int LEFT = 56;
    public static final int RIGHT = WIDTH - 12;
    public static final int BOTTOM = HEIGHT - 30;

    private static final int TOP = 14;
    private static final int LEVELS = 3;
    private static final double AIR = 0.1;

    public Plot {
        dots = List.copyOf(dots);
        levels = List.copyOf(levels);
    }

    /** Where the usual values lie. */
    public record Band(String y, String height) {}

    /** One measurement. */
    public record Dot(String x, String y) {}

    /** One value at the side. */
    public record Level(String y, String words) {}

    /** From the lowest to the highest value that is shown. */
    private record Scale(double from, double to) {
        static Scale of(Curve curve) {
            var last = curve.last();
            var shown = Stream.of(
                            Stream.of(curve.least(), curve.most()),
                            last.low().stream(),
                            last.high().stream())
                    .flatMap(values -> values)
                    .mapToDouble(BigDecimal::doubleValue)
                    .summaryStatistics();
            var low = shown.getMin();
            var high = shown.getMax();
            var air = high > low ? (high - low) * AIR : Math.max(1, Math.abs(high) * AIR);
            return new Scale(low - air, high + air);
        }

        double y(double value) {
            return BOTTOM - (value - from) / (to - from) * (BOTTOM - TOP);
        }
    }

    static Plot of(Curve curve, Messages m) {
        var scale = Scale.of(curve);
        var dots = curve.points().stream()
                .map(point -> new Dot(
                        number(x(curve, point)),
                        number(scale.y(point.value().doubleValue()))))
                .toList();
        var line = dots.stream().map(dot -> dot.x() + "," + dot.y()).collect(Collectors.joining(" "));
        return new Plot(line, band(curve.last(), scale), dots, levels(curve, scale, m));
    }

    private static double x(Curve curve, Point point) {
        var whole = ChronoUnit.DAYS.between(curve.first().on(), curve.last().on());
        var part = ChronoUnit.DAYS.between(curve.first().on(), point.on());
        return LEFT + (RIGHT - LEFT) * (double) part / whole;
    }

    private static Optional<Band> band(Point last, Scale scale) {
        if (last.low().isEmpty() && last.high().isEmpty()) {
            return Optional.empty();
        }
        var top = last.high().map(high -> scale.y(high.doubleValue())).orElse((double) TOP);
        var bottom = last.low().map(low -> scale.y(low.doubleValue())).orElse((double) BOTTOM);
        return Optional.of(new Band(number(top), number(Math.max(1, bottom - top))));
    }

    private static List<Level> levels(Curve curve, Scale scale, Messages m) {
        var least = curve.least().doubleValue();
        var step = (curve.most().doubleValue() - least) / (LEVELS - 1);
        return IntStream.range(0, step == 0 ? 1 : LEVELS)
                .mapToDouble(i -> least + i * step)
                .mapToObj(value -> new Level(number(scale.y(value)), m.decimal(value, digits(step))))
                .toList();
    }

    /** As many as tell the levels apart. */
    private static int digits(double step) {
        return step >= 10 ? 0 : step >= 1 || step == 0 ? 1 : 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
