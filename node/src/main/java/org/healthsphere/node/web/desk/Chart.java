package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Locale;

/**
 * A drawing, laid out. Whoever does not see it has the table beside it and the description.
 *
 * @param description what there is to see, in a sentence of names and numbers
 */
public record Chart(String title, String description, List<Stroke> strokes, List<Mark> marks, List<Word> words) {
    public static final int WIDTH = 640;
    public static final int HEIGHT = 360;
    private static final int LEFT = 130;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 40;

    public Chart {
        strokes = List.copyOf(strokes);
        marks = List.copyOf(marks);
        words = List.copyOf(words);
    }

    /**
     * A line through points.
     *
     * @param kind axis, grid, or series with a number
     */
    public record Stroke(String kind, String points) {}

    /** A filled box. */
    public record Mark(String kind, String x, String y, String width, String height) {}

    /** A text. */
    public record Word(String anchor, String x, String y, String text) {}

    /** From shares of the drawing's width and height, both from the lower left corner, to what is drawn. */
    public static String x(double share) {
        return number(LEFT + share * (WIDTH - LEFT - RIGHT));
    }

    public static String y(double share) {
        return number(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM));
    }

    public static String wide(double share) {
        return number(share * (WIDTH - LEFT - RIGHT));
    }

    public static String high(double share) {
        return number(share * (HEIGHT - TOP - BOTTOM));
    }

    public static String point(double right, double up) {
        return x(right) + "," + y(up);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
