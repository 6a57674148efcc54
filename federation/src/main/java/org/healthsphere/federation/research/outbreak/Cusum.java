package org.healthsphere.federation.research.outbreak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.LogLinearFit;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * The cumulative sum of what weeks are above expectation (Page 1954; for counts Rossi and others 1999, Stat Med 18:2111). It is
 * not set back after an alarm.
 *
 * @param reference k: so much above expectation is let pass
 * @param decision h: an alarm from there on
 */
public record Cusum(double reference, double decision, Expected expected, Scale scale) implements Detection {
    private static final int LEAST_HISTORY = 3;

    /** How many patients are expected in a week. */
    public sealed interface Expected {
        /** As many as in the mean of the weeks before the first one that is judged. */
        record Mean() implements Expected {}

        /** A wave through the year, fitted to those weeks. */
        record Seasonal() implements Expected {}

        /** A number that is known. */
        record Fixed(double number) implements Expected {}
    }

    /** How a count becomes a number that is nearly standard normal. */
    public enum Scale {
        STANDARD,
        ANSCOMBE,
        ROSSI;

        double of(double count, double expected) {
            return switch (this) {
                case STANDARD -> (count - expected) / Math.sqrt(expected);
                case ANSCOMBE -> 1.5 * (power(count) - power(expected)) / Math.pow(expected, 1.0 / 6);
                case ROSSI -> (count - 3 * expected + 2 * Math.sqrt(count * expected)) / (2 * Math.sqrt(expected));
            };
        }

        private static double power(double number) {
            return Math.pow(number, 2.0 / 3);
        }

        /** The count at which the sum would have reached this much more. */
        double back(double missing, double expected) {
            return switch (this) {
                case STANDARD -> Math.ceil(Math.sqrt(expected) * missing + expected);
                case ANSCOMBE ->
                    Math.pow(Math.max(0, 2.0 / 3 * Math.pow(expected, 1.0 / 6) * missing + power(expected)), 1.5);
                case ROSSI -> rossi(missing, expected);
            };
        }

        private static double rossi(double missing, double expected) {
            var root = Math.sqrt(expected);
            return 2 * missing * root
                    + 5 * expected
                    - 2 * Math.sqrt(4 * expected * expected + 2 * Math.pow(expected, 1.5) * missing);
        }
    }

    @Override
    public int history() {
        return expected instanceof Expected.Seasonal ? YEAR : LEAST_HISTORY;
    }

    @Override
    public int reach(int week) {
        return 0;
    }

    @Override
    public List<Signal> signals(Vector counts, int first) {
        return expectation(counts, first)
                .map(mean -> summed(counts, first, mean))
                .orElseGet(() -> IntStream.range(first, counts.length())
                        .mapToObj(_ -> Signal.NONE)
                        .toList());
    }

    private List<Signal> summed(Vector counts, int first, IntToDoubleFunction mean) {
        List<Signal> signals = new ArrayList<>();
        var sum = 0.0;
        for (var week = first; week < counts.length(); week++) {
            var expectation = mean.applyAsDouble(week);
            if (!(expectation > 0)) {
                signals.add(Signal.NONE);
                continue;
            }
            var bound = scale.back(decision + reference - sum, expectation);
            sum = Math.max(0, sum + scale.of(counts.at(week), expectation) - reference);
            signals.add(new Signal(OptionalDouble.of(Double.isNaN(bound) ? 0 : Math.max(0, bound)), sum >= decision));
        }
        return signals;
    }

    private Optional<IntToDoubleFunction> expectation(Vector counts, int first) {
        return switch (expected) {
            case Expected.Fixed(var number) -> Optional.of(_ -> number);
            case Expected.Mean() -> {
                var mean = counts.stream().limit(first).average().orElse(0);
                yield Optional.of(_ -> mean);
            }
            case Expected.Seasonal() -> seasonal(counts, first);
        };
    }

    private static Optional<IntToDoubleFunction> seasonal(Vector counts, int first) {
        var columns = IntStream.range(0, 3)
                .mapToObj(term -> Vector.of(IntStream.range(0, first)
                        .mapToDouble(week -> wave(term, week))
                        .toArray()))
                .toList();
        var known = Vector.of(counts.stream().limit(first).toArray());
        return LogLinearFit.of(columns, known, Vector.constant(first, 1))
                .map(fit -> week -> Math.exp(fit.coefficient(0) * wave(0, week)
                        + fit.coefficient(1) * wave(1, week)
                        + fit.coefficient(2) * wave(2, week)));
    }

    private static double wave(int term, int week) {
        var angle = 2 * Math.PI * week / YEAR;
        return switch (term) {
            case 0 -> 1;
            case 1 -> Math.cos(angle);
            default -> Math.sin(angle);
        };
    }
}
