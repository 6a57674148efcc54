package org.healthsphere.node.store.index;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A FHIR date, dateTime or instant as the time it covers: {@code 2019} is a year (FHIR R4, search, 3.1.1.4.5).
 *
 * <p>A date without a time zone is taken in UTC.
 *
 * @param low the first millisecond
 * @param high the last millisecond
 */
public record DateRange(long low, long high) {
    /** Greater than what stands for a missing value when sorting. */
    static final long EVER_SINCE = Long.MIN_VALUE + 1;

    static final long FOR_EVER = Long.MAX_VALUE;

    private static final int YEAR = 4;
    private static final int MONTH = 7;
    private static final int DAY = 10;
    private static final int MINUTE = 16;

    /** Empty when the text is no date. */
    public static Optional<DateRange> parse(String text) {
        try {
            return Optional.of(
                    switch (text.length()) {
                        case YEAR -> days(Year.parse(text).atDay(1), ChronoUnit.YEARS);
                        case MONTH -> days(YearMonth.parse(text).atDay(1), ChronoUnit.MONTHS);
                        case DAY -> days(LocalDate.parse(text), ChronoUnit.DAYS);
                        default -> time(text);
                    });
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A Period; an end that is not given is open. */
    static Optional<DateRange> period(Optional<String> start, Optional<String> end) {
        var first = start.flatMap(DateRange::parse);
        var last = end.flatMap(DateRange::parse);
        return first.isEmpty() && last.isEmpty()
                ? Optional.empty()
                : Optional.of(new DateRange(
                        first.map(DateRange::low).orElse(EVER_SINCE),
                        last.map(DateRange::high).orElse(FOR_EVER)));
    }

    private static DateRange days(LocalDate from, ChronoUnit unit) {
        return new DateRange(
                millis(from.atStartOfDay()), millis(from.plus(1, unit).atStartOfDay()) - 1);
    }

    private static DateRange time(String text) {
        var zoned = text.endsWith("Z") || text.lastIndexOf('+') > DAY || text.lastIndexOf('-') > DAY;
        var at = zoned ? OffsetDateTime.parse(text).toInstant().toEpochMilli() : millis(LocalDateTime.parse(text));
        return new DateRange(at, at + precision(text) - 1);
    }

    private static long precision(String text) {
        if (text.indexOf('.') > 0) {
            return 1;
        }
        var seconds = text.length() > MINUTE && text.charAt(MINUTE) == ':';
        return seconds ? 1_000 : 60_000;
    }

    private static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
