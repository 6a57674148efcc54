package org.healthsphere.federation.research.privacy;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What {@link Reconstruction} comes to, as a drawing for people and for who reads it aloud. */
final class ReconstructionChart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int RIGHT = 250;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS = List.of("#b3261e", "#9a6700", "#6f42c1", "#0b6e4f");
    private static final List<String> DASHES = List.of("", "8 4", "2 4", "");

    private ReconstructionChart() {}

    /** One way to protect counts, and which share of secrets it loses at each number of counts. */
    record Line(String name, List<Double> shares) {
        Line {
            shares = List.copyOf(shares);
        }
    }

    static String svg(List<Integer> counts, List<Line> lines) {
        var svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"t d\" font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH,
                HEIGHT));
        svg.append("<title id=\"t\">How many secret bits noisy counts give away</title>\n<desc id=\"d\">");
        lines.forEach(line ->
                svg.append(line.name()).append(": ").append(words(counts, line)).append(". "));
        svg.append("</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text(svg, LEFT, 24, "Share of 200 secret bits that is found by least squares");
        for (var percent = 50; percent <= 100; percent += 10) {
            var y = y(percent / 100.0);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d0d0d0\"/>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y));
            text(svg, 14, y + 4, percent + " %");
        }
        IntStream.range(0, counts.size())
                .forEach(i -> text(svg, x(i, counts.size()) - 14, HEIGHT - BOTTOM + 22, counts.get(i) + ""));
        text(svg, LEFT, HEIGHT - 8, "counts that were asked for (50 % is guessing)");
        for (var i = 0; i < lines.size(); i++) {
            drawn(svg, lines.get(i), i);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void drawn(StringBuilder svg, Line line, int number) {
        var shares = line.shares();
        var points = new StringBuilder();
        for (var i = 0; i < shares.size(); i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i, shares.size()), y(shares.get(i))));
        }
        var dash = DASHES.get(number).isEmpty() ? "" : " stroke-dasharray=\"" + DASHES.get(number) + "\"";
        svg.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"%s points=\"%s\"/>%n",
                COLOURS.get(number),
                dash,
                points.toString().strip()));
        var y = TOP + 14 + 40 * number;
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2.5\"%s/>%n",
                WIDTH - RIGHT + 16,
                WIDTH - RIGHT + 46,
                y,
                y,
                COLOURS.get(number),
                dash));
        text(svg, WIDTH - RIGHT + 52, y + 4, line.name());
    }

    private static String words(List<Integer> counts, Line line) {
        return IntStream.range(0, counts.size())
                .mapToObj(i -> Math.round(100 * line.shares().get(i)) + " % after " + counts.get(i))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    private static double x(int i, int count) {
        return LEFT + (WIDTH - RIGHT - LEFT) * (double) i / (count - 1);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (share - 0.5) / 0.5;
    }

    private static void text(StringBuilder svg, double x, double y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\">%s</text>%n", x, y, text));
    }
}
