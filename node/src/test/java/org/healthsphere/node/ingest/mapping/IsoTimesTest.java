package org.healthsphere.node.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026, 2026",
        "2026-07, 2026-07",
        "2026-07-01, 2026-07-01",
        "2026-07-01 08:30, 2026-07-01T08:30:00+02:00",
        "2026-01-01T08:30:05, 2026-01-01T08:30:05+01:00",
        "2026-01-01T08:30:05.120000, 2026-01-01T08:30:05.12+01:00",
        "2026-01-01T08:30:05Z, 2026-01-01T08:30:05Z",
        "2026-01-01 08:30:05 +0530, 2026-01-01T08:30:05+05:30",
        "2026-01-01 08:30:05-05, 2026-01-01T08:30:05-05:00"
    })
    void an_iso_time_keeps_its_precision_and_gets_the_sources_offset(String text, String expected) {
        assertThat(IsoTimes.dateTime(text, BERLIN, Optional.empty())).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-02-30", "2026-13-01", "20260101", "01/02/2026", "2026-01-01 25:00"})
    void what_is_no_iso_time_is_none(String text) {
        assertThat(IsoTimes.dateTime(text, BERLIN, Optional.empty())).isEmpty();
    }

    @Test
    void a_pattern_reads_what_iso_does_not() {
        assertThat(IsoTimes.dateTime("31.12.2025 14:05", BERLIN, pattern("dd.MM.uuuu HH:mm")))
                .contains("2025-12-31T14:05:00+01:00");
        assertThat(IsoTimes.date("12/31/2025", BERLIN, pattern("MM/dd/uuuu"))).contains("2025-12-31");
        assertThat(IsoTimes.dateTime("31.02.2025", BERLIN, pattern("dd.MM.uuuu")))
                .isEmpty();
    }

    @Test
    void an_instant_is_more_than_a_day() {
        assertThat(IsoTimes.instant("2026-07-01", BERLIN, Optional.empty())).isEmpty();
        assertThat(IsoTimes.instant("2026-07-01 08:30", BERLIN, Optional.empty()))
                .contains("2026-07-01T08:30:00+02:00");
        assertThat(IsoTimes.date("2026-07-01 08:30", BERLIN, Optional.empty())).contains("2026-07-01");
    }

    private static Optional<DateTimeFormatter> pattern(String pattern) {
        return Optional.of(DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT));
    }
}
