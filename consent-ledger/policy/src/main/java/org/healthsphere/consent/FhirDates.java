package org.healthsphere.consent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** FHIR's dateTime: it may stop at the year, the month or the day, and then names all of it. */
final class FhirDates {
    private static final int YEAR = 4;
    private static final int MONTH = 7;
    private static final int DAY = 10;

    private FhirDates() {}

    /** The first moment of what it names, or the last one. */
    static Optional<Instant> parse(String text, boolean last) {
        try {
            return Optional.of(
                    switch (text.length()) {
                        case YEAR ->
                            edge(
                                    Year.parse(text).atDay(1),
                                    Year.parse(text).plusYears(1).atDay(1),
                                    last);
                        case MONTH ->
                            edge(
                                    YearMonth.parse(text).atDay(1),
                                    YearMonth.parse(text).plusMonths(1).atDay(1),
                                    last);
                        case DAY ->
                            edge(LocalDate.parse(text), LocalDate.parse(text).plusDays(1), last);
                        default -> moment(text, last);
                    });
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Instant edge(LocalDate first, LocalDate next, boolean last) {
        return last
                ? next.atStartOfDay().toInstant(ZoneOffset.UTC).minusNanos(1)
                : first.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Instant moment(String text, boolean last) {
        var moment = OffsetDateTime.parse(text).toInstant();
        return last && text.indexOf('.') < 0 ? moment.plusSeconds(1).minusNanos(1) : moment;
    }
}
