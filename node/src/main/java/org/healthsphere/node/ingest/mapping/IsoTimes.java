package org.healthsphere.node.ingest.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as tables and devices write them, in FHIR's form: ISO 8601 with a T or a blank, or by a pattern.
 *
 * <p>The precision stays; a time without a zone is one at the source's place.
 */
final class IsoTimes {
    private static final Pattern ISO = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:[T ](\\d{2}):(\\d{2})"
            + "(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?: ?(Z|[+-]\\d{2}(?::?\\d{2})?))?)?)?)?");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final int NANO_DIGITS = 9;

    private IsoTimes() {}

    /** A FHIR dateTime; empty when the text is no time. */
    static Optional<String> dateTime(String text, ZoneId zone, Optional<DateTimeFormatter> format) {
        try {
            return format.isPresent()
                    ? Optional.of(written(read(text.strip(), format.get()), zone))
                    : iso(text.strip(), zone);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** A FHIR date, of a time its day; empty when the text is no time. */
    static Optional<String> date(String text, ZoneId zone, Optional<DateTimeFormatter> format) {
        return dateTime(text, zone, format).map(t -> t.substring(0, Math.min(t.length(), "2026-01-02".length())));
    }

    /** A FHIR instant; empty when the text is no time, or only a day. */
    static Optional<String> instant(String text, ZoneId zone, Optional<DateTimeFormatter> format) {
        return dateTime(text, zone, format).filter(t -> t.length() > "2026-01-02".length());
    }

    private static TemporalAccessor read(String text, DateTimeFormatter format) {
        return format.parseBest(
                text,
                ZonedDateTime::from,
                OffsetDateTime::from,
                LocalDateTime::from,
                LocalDate::from,
                YearMonth::from,
                Year::from);
    }

    private static String written(TemporalAccessor time, ZoneId zone) {
        return switch (time) {
            case ZonedDateTime zoned -> moment(zoned.toOffsetDateTime());
            case OffsetDateTime moment -> moment(moment);
            case LocalDateTime local -> moment(local.atZone(zone).toOffsetDateTime());
            default -> time.toString();
        };
    }

    private static Optional<String> iso(String text, ZoneId zone) {
        var match = ISO.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        if (match.group(3) == null) {
            return Optional.of(
                    match.group(2) == null ? text : YearMonth.parse(text).toString());
        }
        var day = LocalDate.of(number(match, 1), number(match, 2), number(match, 3));
        return Optional.of(match.group(4) == null ? day.toString() : moment(match, day, zone));
    }

    private static String moment(Matcher match, LocalDate day, ZoneId zone) {
        var local = day.atTime(
                number(match, 4), number(match, 5), match.group(6) == null ? 0 : number(match, 6), nanos(match));
        var offset = match.group(8) == null ? local.atZone(zone).getOffset() : ZoneOffset.of(match.group(8));
        return moment(OffsetDateTime.of(local, offset));
    }

    private static int nanos(Matcher match) {
        return match.group(7) == null
                ? 0
                : Integer.parseInt(
                        match.group(7) + "0".repeat(NANO_DIGITS - match.group(7).length()));
    }

    private static String moment(OffsetDateTime time) {
        var fraction = time.getNano() == 0
                ? ""
                : "." + "%09d".formatted(time.getNano()).replaceFirst("0+$", "");
        var offset = time.getOffset().equals(ZoneOffset.UTC)
                ? "Z"
                : time.getOffset().getId().substring(0, "+01:00".length());
        return SECONDS.format(time) + fraction + offset;
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
