package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    static boolean quantity(JsonNode quantity, String value) {
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
        var bare = Character.isDigit(value.charAt(0));
        var v = new BigDecimal(bare ? value : value.substring(2));
        var half = new BigDecimal("0.5").movePointLeft(v.scale());
        var near = n.compareTo(v.subtract(half)) >= 0 && n.compareTo(v.add(half)) < 0;
        return switch (bare ? "eq" : value.substring(0, 2)) {
            case "eq" -> near;
            case "ne" -> !near;
            case "gt", "sa" -> n.compareTo(v) > 0;
            case "lt", "eb" -> n.compareTo(v) < 0;
            case "ge" -> n.compareTo(v) >= 0;
            case "le" -> n.compareTo(v) <= 0;
            case "ap" -> n.subtract(v).abs().compareTo(v.movePointLeft(1)) <= 0;
            default -> throw new IllegalArgumentException(value);
        };
    }
}
