package org.healthsphere.node.outbound.omop;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When something was: the day, and the time of the day where it is known.
 *
 * <p>The model knows whole days only and no zones: where the day or the month is not known, the first of it stands for it, as its
 * conventions say; a moment is told in the hospital's zone.
 */
record Moment(LocalDate day, Optional<LocalDateTime> time) {
    private static final int YEAR = 4;
    private static final int MONTH = 7;
    private static final int DAY = 10;

    /** Of a FHIR date, dateTime or instant; empty when it is none. */
    static Optional<Moment> of(String text, ZoneId zone) {
        try {
            return switch (text.length()) {
                case 0 -> Optional.empty();
                case YEAR -> Optional.of(day(text + "-01-01"));
                case MONTH -> Optional.of(day(text + "-01"));
                case DAY -> Optional.of(day(text));
                default -> {
                    var time = OffsetDateTime.parse(text)
                            .atZoneSameInstant(zone)
                            .toLocalDateTime()
                            .truncatedTo(ChronoUnit.SECONDS);
                    yield Optional.of(new Moment(time.toLocalDate(), Optional.of(time)));
                }
            };
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Moment day(String text) {
        return new Moment(LocalDate.parse(text), Optional.empty());
    }
}
