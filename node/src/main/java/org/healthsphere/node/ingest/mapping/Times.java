package org.healthsphere.node.ingest.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as HL7 v2 (DTM, TS) and CDA (TS) write them, {@code YYYY[MM[DD[HH[MM[SS[.S]]]]]][+ZZZZ]}, in FHIR's form.
 *
 * <p>The precision stays: nothing is made up but the seconds that FHIR asks for where there are minutes. An hour alone becomes its
 * day. A time without a zone is one at the source's place.
 */
public final class Times {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:\\.(\\d{1,9}))?)?)?)?)?)?([+-]\\d{4}|Z)?");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private Times() {}

    /** A FHIR dateTime; empty when the text is no time. */
    public static Optional<String> dateTime(String text, ZoneId zone) {
        return parse(text, m -> m.group(5) == null ? day(m) : moment(m, zone));
    }

    /** A FHIR date; empty when the text is no time. */
    public static Optional<String> date(String text) {
        return parse(text, Times::day);
    }

    /** A FHIR instant; empty when the text is no time, or less exact than a minute. */
    public static Optional<String> instant(String text, ZoneId zone) {
        return dateTime(text, zone).filter(t -> t.length() > 10);
    }

    private interface Reading {
        String of(Matcher match);
    }

    private static Optional<String> parse(String text, Reading reading) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.of(match));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String day(Matcher match) {
        if (match.group(2) == null || match.group(2).equals("00")) {
            return match.group(1);
        }
        var month = YearMonth.of(number(match, 1), number(match, 2));
        return match.group(3) == null || match.group(3).equals("00")
                ? month.toString()
                : LocalDate.of(month.getYear(), month.getMonth(), number(match, 3))
                        .toString();
    }

    private static String moment(Matcher match, ZoneId zone) {
        var local = LocalDateTime.of(
                number(match, 1),
                number(match, 2),
                number(match, 3),
                number(match, 4),
                number(match, 5),
                match.group(6) == null ? 0 : number(match, 6));
        var offset = match.group(8) == null
                ? zone.getRules().getOffset(local)
                : match.group(8).equals("Z") ? ZoneOffset.UTC : ZoneOffset.of(match.group(8));
        var fraction = match.group(7) == null ? "" : "." + match.group(7);
        return SECONDS.format(local)
                + fraction
                + hours(OffsetDateTime.of(local, offset).getOffset());
    }

    private static String hours(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "Z" : offset.getId().substring(0, 6);
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
