package org.healthsphere.node.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "2020, 2020",
        "202003, 2020-03",
        "20200315, 2020-03-15",
        "20200000, 2020",
        "20200300, 2020-03",
        "2020031507, 2020-03-15",
        "202003150708, 2020-03-15T07:08:00-04:00",
        "202001150708, 2020-01-15T07:08:00-05:00",
        "20200315070809, 2020-03-15T07:08:09-04:00",
        "20200315070809.1234, 2020-03-15T07:08:09.1234-04:00",
        "20200315070809+0000, 2020-03-15T07:08:09Z",
        "20200315070809Z, 2020-03-15T07:08:09Z",
        "20200315070809.302-0500, 2020-03-15T07:08:09.302-05:00",
        "20200315070809+0215, 2020-03-15T07:08:09+02:15"
    })
    void precision_and_zone_stay_and_a_missing_zone_is_the_senders(String written, String fhir) {
        assertThat(Times.dateTime(written, NEW_YORK)).contains(fhir);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20",
                "20201301",
                "20200230",
                "202003152508",
                "2020-03-15",
                "yesterday",
                "20200315070809+9900"
            })
    void what_is_no_time_is_none(String written) {
        assertThat(Times.dateTime(written, NEW_YORK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"19450102, 1945-01-02", "194501021530, 1945-01-02", "1945, 1945"})
    void a_date_has_no_time(String written, String date) {
        assertThat(Times.date(written)).contains(date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020", "20200315", "2020031507"})
    void an_instant_is_exact(String written) {
        assertThat(Times.instant(written, NEW_YORK)).isEmpty();
    }
}
