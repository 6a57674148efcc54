package org.healthsphere.federation.research.analysis;

import java.util.Arrays;

/**
 * The time points at which all sites count, agreed beforehand. What happens between two points counts at the later one; with a
 * point for each day that can occur the counts are exact.
 *
 * @param points strictly increasing
 */
public record TimeGrid(Vector points) {
    public TimeGrid {
        for (var i = 0; i < points.length(); i++) {
            if (!Double.isFinite(points.at(i)) || (i > 0 && points.at(i) <= points.at(i - 1))) {
                throw new IllegalArgumentException("the points of a time grid are finite and increase");
            }
        }
        if (points.length() == 0) {
            throw new IllegalArgumentException("a time grid has a point");
        }
    }

    /** Evenly spaced points: 1, 2, … times the width. */
    public static TimeGrid every(double width, int points) {
        var numbers = new double[points];
        Arrays.setAll(numbers, i -> (i + 1) * width);
        return new TimeGrid(Vector.of(numbers));
    }

    int length() {
        return points.length();
    }

    /** The index of the first point that is not before a time; the number of points where all are. */
    int index(double time) {
        var found = Arrays.binarySearch(points.stream().toArray(), time);
        return found >= 0 ? found : -found - 1;
    }
}
