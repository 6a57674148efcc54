package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Times, numbers and quantities of the naive search. */
final class NaiveValues {
    private NaiveValues() {}

    record Times(Instant low, Instant high) {}

    static Times times(JsonNode node) {
        if (!node.isObject()) {
            return times(node.asText());
        }
        return new Times(
                node.has("start") ? times(node.path("start").asText()).low() : Instant.MIN,
                node.has("end") ? times(node.path("end").asText()).high() : Instant.MAX);
    }

    static Times date(String text) {
        return times(text);
    }

    private static Times times(String text) {
        return switch (text.length()) {
            case 4 -> days(LocalDate.parse(text + "-01-01"), LocalDate.parse(text + "-12-31"));
            case 7 ->
                days(
                        LocalDate.parse(text + "-01"),
                        LocalDate.parse(text + "-01").plusMonths(1).minusDays(1));
            case 10 -> days(LocalDate.parse(text), LocalDate.parse(text));
            default -> {
                var at = OffsetDateTime.parse(text).toInstant();
                yield new Times(at, text.contains(".") ? at : at.plusMillis(999));
            }
        };
    }

    private static Times days(LocalDate first, LocalDate last) {
        return new Times(
                first.atStartOfDay().toInstant(ZoneOffset.UTC),
                last.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusMillis(1));
    }

    static boolean date(Times t, String value) {
        var prefix = value.substring(0, 2);
        var bare = Character.isDigit(prefix.charAt(0));
        var v = times(bare ? value : value.substring(2));
        var within = !t.low().isBefore(v.low()) && !t.high().isAfter(v.high());
        return switch (bare ? "eq" : prefix) {
            case "eq" -> within;
            case "ne" -> !within;
            case "gt" -> t.high().isAfter(v.high());
            case "lt" -> t.low().isBefore(v.low());
            case "ge" -> within || t.high().isAfter(v.high());
            case "le" -> within || t.low().isBefore(v.low());
            case "sa" -> t.low().isAfter(v.high());
            case "eb" -> t.high().isBefore(v.low());
            case "ap" -> {
                var width = Duration.between(v.low(), v.high()).plusMillis(1);
                yield !t.low().isAfter(v.high().plus(width))
                        && !t.high().isBefore(v.low().minus(width));
            }
            default -> throw new IllegalArgumentException(value);
        };
    }

    /** What is in the population comes to grams in a cubic metre, to a share, or to kelvin. */
    private static BigDecimal inBaseUnits(String unit, BigDecimal number) {
        return switch (unit) {
            case "mg/dL" -> number.multiply(BigDecimal.TEN);
            case "g/L" -> number.movePointRight(3);
            case "%" -> number.movePointLeft(2);
            case "mmol/mol" -> number.movePointLeft(3);
            case "Cel" -> number.add(new BigDecimal("273.15"));
            default -> number;
        };
    }

    private static String dimension(String unit) {
        return switch (unit) {
            case "mg/dL", "g/L" -> "mass in volume";
            case "%", "mmol/mol" -> "share";
            case "Cel", "K" -> "temperature";
            default -> unit;
        };
    }

    private static boolean converted(JsonNode quantity, String number, String unit) {
        return quantity.path("system").asText().equals("http://unitsofmeasure.org")
                && dimension(quantity.path("code").asText()).equals(dimension(unit))
                && number(
                        inBaseUnits(
                                quantity.path("code").asText(),
                                quantity.path("value").decimalValue()),
                        number,
                        asked -> inBaseUnits(unit, asked));
    }

    static boolean quantity(JsonNode quantity, String value) {
        if (value.contains("|http://unitsofmeasure.org|")) {
            var parts = value.split("\\|", -1);
            return converted(quantity, parts[0], parts[2]);
        }
        var parts = value.split("\\|", -1);
        var unit = parts.length < 3
                || (parts[1].isEmpty()
                        ? Stream.of("code", "unit")
                                .anyMatch(m -> quantity.path(m).asText().equals(parts[2]))
                        : quantity.path("system").asText().equals(parts[1])
                                && quantity.path("code").asText().equals(parts[2]));
        return unit && number(quantity.path("value").decimalValue(), parts[0]);
    }

    static boolean number(BigDecimal n, String value) {
        return number(n, value, number -> number);
    }

    private static boolean number(BigDecimal n, String value, UnaryOperator<BigDecimal> to) {
        var bare = Character.isDigit(value.charAt(0));
        var asked = new BigDecimal(bare ? value : value.substring(2));
        var v = to.apply(asked);
        var half = new BigDecimal("0.5").movePointLeft(asked.scale());
        var near = n.compareTo(to.apply(asked.subtract(half))) >= 0 && n.compareTo(to.apply(asked.add(half))) < 0;
        return switch (bare ? "eq" : value.substring(0, 2)) {
            case "eq" -> near;
            case "ne" -> !near;
            case "gt", "sa" -> n.compareTo(v) > 0;
            case "lt", "eb" -> n.compareTo(v) < 0;
            case "ge" -> n.compareTo(v) >= 0;
            case "le" -> n.compareTo(v) <= 0;
            case "ap" -> {
                var around = asked.movePointLeft(1);
                yield n.compareTo(to.apply(asked.subtract(around))) >= 0
                        && n.compareTo(to.apply(asked.add(around))) <= 0;
            }
            default -> throw new IllegalArgumentException(value);
        };
    }
}
