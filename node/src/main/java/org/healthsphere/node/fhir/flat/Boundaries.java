package org.healthsphere.node.fhir.flat;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Optional;

/** The least and the greatest that a value may stand for, given how exactly it is written (FHIRPath 2.0). */
final class Boundaries {
    private static final String EARLIEST = "0000-01-01T00:00:00.000";
    private static final String LATEST = "9999-12-31T23:59:59.999";
    private static final int DAY = 10;
    private static final int MONTH = 7;
    private static final int TIME = 12;

    private Boundaries() {}

    static Optional<Item> low(Item item) {
        return of(item, false);
    }

    static Optional<Item> high(Item item) {
        return of(item, true);
    }

    private static Optional<Item> of(Item item, boolean high) {
        if (item.isNumber()) {
            return Optional.of(number(item.json().decimalValue(), high));
        }
        var text = item.json().asText("");
        if (text.matches("\\d{2}:\\d{2}.*")) {
            return Optional.of(Item.of(filled(text, high ? LATEST.substring(11) : EARLIEST.substring(11))));
        }
        if (!text.matches("\\d{4}.*")) {
            return Optional.empty();
        }
        var moment = item.type().equals("DateTime") || item.type().equals("Instant") || text.contains("T");
        return Optional.of(Item.of(moment ? moment(text, high) : date(text, high)));
    }

    private static Item number(BigDecimal value, boolean high) {
        var half = BigDecimal.ONE.movePointLeft(value.scale()).divide(BigDecimal.TWO);
        return Item.of(high ? value.add(half) : value.subtract(half));
    }

    private static String filled(String text, String otherwise) {
        return text.length() >= otherwise.length() ? text : text + otherwise.substring(text.length());
    }

    private static String date(String text, boolean high) {
        if (text.length() >= DAY) {
            return text.substring(0, DAY);
        }
        var month = text.length() >= MONTH ? text.substring(0, MONTH) : text + (high ? "-12" : "-01");
        var days = YearMonth.parse(month);
        return (high ? days.atEndOfMonth() : days.atDay(1)).toString();
    }

    private static String moment(String text, boolean high) {
        var zone = text.replaceFirst("^[^T]*T?[0-9:.]*", "");
        var plain = text.substring(0, text.length() - zone.length());
        if (plain.length() <= DAY) {
            return date(plain, high) + (high ? LATEST : EARLIEST).substring(DAY) + zone(zone, high);
        }
        var time = plain.substring(DAY + 1);
        var ends = (high ? LATEST : EARLIEST).substring(DAY + 1);
        return plain.substring(0, DAY + 1) + (time.length() >= TIME ? time : filled(time, ends)) + zone(zone, high);
    }

    private static String zone(String zone, boolean high) {
        return zone.isEmpty() ? (high ? "-12:00" : "+14:00") : zone;
    }
}
