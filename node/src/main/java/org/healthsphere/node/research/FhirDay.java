package org.healthsphere.node.research;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import org.healthsphere.federation.research.cohort.PatientFacts;

/**
 * The days that a FHIR date, dateTime or instant may mean: a year is all of its days. A time of day has the day of its own time
 * zone, as it was written.
 */
record FhirDay(int earliest, int latest) {
    static final FhirDay UNKNOWN = new FhirDay(PatientFacts.NEVER_BEFORE, PatientFacts.NEVER_AFTER);

    private static final int YEAR = 4;
    private static final int MONTH = 7;
    private static final int DAY = 10;

    /** What is no date is not known. */
    static FhirDay of(String text) {
        try {
            return switch (text.length()) {
                case YEAR ->
                    days(Year.parse(text).atDay(1), Year.parse(text).atMonth(12).atEndOfMonth());
                case MONTH ->
                    days(YearMonth.parse(text).atDay(1), YearMonth.parse(text).atEndOfMonth());
                default -> day(LocalDate.parse(text.substring(0, Math.min(DAY, text.length()))));
            };
        } catch (DateTimeException e) {
            return UNKNOWN;
        }
    }

    /** From the first possible day of the one to the last possible day of the other. */
    FhirDay until(FhirDay end) {
        return new FhirDay(earliest, end.latest);
    }

    private static FhirDay day(LocalDate day) {
        return days(day, day);
    }

    private static FhirDay days(LocalDate first, LocalDate last) {
        return new FhirDay(Math.toIntExact(first.toEpochDay()), Math.toIntExact(last.toEpochDay()));
    }
}
