package org.healthsphere.node.store.index;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a value with a prefix asks of numbers and of times (FHIR R4, search, 3.1.1.4.5): a union of spans. A number is in one; a time,
 * which is a span itself, is within one or reaches into one.
 */
final class Spans {
    private static final Set<String> PREFIXES = Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal TENTH = new BigDecimal("0.1");
    private static final int MOST_DIGITS = 40;

    private Spans() {}

    /** Both ends included. */
    record OfNumbers(double low, double high) {
        boolean has(double number) {
            return low <= number && number <= high;
        }
    }

    /**
     * Both ends included.
     *
     * @param whole whether a time must be within, not only reach into it
     */
    record OfTimes(long low, long high, boolean whole) {
        boolean has(DateRange time) {
            return whole ? low <= time.low() && time.high() <= high : time.low() <= high && low <= time.high();
        }
    }

    /** The prefix of a value; empty when it has none. */
    static String prefix(String value) {
        var start = value.length() > 2 ? value.substring(0, 2) : "";
        return PREFIXES.contains(start) ? start : "";
    }

    /**
     * Of a number that is converted before it is compared.
     *
     * @param to rises as its argument does
     */
    static List<OfNumbers> numbers(SearchParameter p, String value, UnaryOperator<BigDecimal> to) {
        var prefix = prefix(value);
        var number = decimal(p, value.substring(prefix.length()));
        var exact = to.apply(number).doubleValue();
        var half = HALF.scaleByPowerOfTen(-number.scale());
        var low = to.apply(number.subtract(half)).doubleValue();
        var high = Math.nextDown(to.apply(number.add(half)).doubleValue());
        return switch (prefix) {
            case "ne" ->
                List.of(
                        new OfNumbers(Double.NEGATIVE_INFINITY, Math.nextDown(low)),
                        new OfNumbers(Math.nextUp(high), Double.POSITIVE_INFINITY));
            case "gt", "sa" -> List.of(new OfNumbers(Math.nextUp(exact), Double.POSITIVE_INFINITY));
            case "ge" -> List.of(new OfNumbers(exact, Double.POSITIVE_INFINITY));
            case "lt", "eb" -> List.of(new OfNumbers(Double.NEGATIVE_INFINITY, Math.nextDown(exact)));
            case "le" -> List.of(new OfNumbers(Double.NEGATIVE_INFINITY, exact));
            case "ap" -> {
                var around = number.abs().multiply(TENTH);
                yield List.of(new OfNumbers(
                        to.apply(number.subtract(around)).doubleValue(),
                        to.apply(number.add(around)).doubleValue()));
            }
            default -> List.of(new OfNumbers(low, high));
        };
    }

    private static BigDecimal decimal(SearchParameter p, String text) {
        try {
            if (text.length() > MOST_DIGITS) {
                throw new Refused(p.name(), "has more digits than a number has here");
            }
            var number = new BigDecimal(text);
            if (Math.abs(number.scale()) > 400) {
                throw new Refused(p.name(), "is a number too large or too small");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new Refused(p.name(), "is no number");
        }
    }

    static List<OfTimes> times(SearchParameter p, String value) {
        var prefix = prefix(value);
        var range = DateRange.parse(value.substring(prefix.length()))
                .orElseThrow(() -> new Refused(p.name(), "is no date: use a form like 2026-03-01 or 2026-03"));
        var above = new OfTimes(range.high() + 1, DateRange.FOR_EVER, false);
        var below = new OfTimes(DateRange.EVER_SINCE, range.low() - 1, false);
        var within = new OfTimes(range.low(), range.high(), true);
        return switch (prefix) {
            case "ne" -> List.of(above, below);
            case "gt" -> List.of(above);
            case "lt" -> List.of(below);
            case "ge" -> List.of(above, within);
            case "le" -> List.of(below, within);
            case "sa" -> List.of(new OfTimes(range.high() + 1, DateRange.FOR_EVER, true));
            case "eb" -> List.of(new OfTimes(DateRange.EVER_SINCE, range.low() - 1, true));
            case "ap" -> {
                // Once its own precision to either side: 2019 reaches from 2018 to 2020, whenever it is asked.
                var width = range.high() - range.low() + 1;
                yield List.of(new OfTimes(range.low() - width, range.high() + width, false));
            }
            default -> List.of(within);
        };
    }
}
