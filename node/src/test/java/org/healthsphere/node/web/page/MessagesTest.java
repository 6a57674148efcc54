package org.healthsphere.node.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.healthsphere.node.web.page.Messages.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");

    private final Messages english = new Languages(ZoneOffset.UTC).messages("en", NOW);
    private final Messages german = new Languages(ZoneOffset.UTC).messages("de", NOW);

    @ParameterizedTest
    @CsvSource({
        "PT10S, just now, gerade eben",
        "PT1M, a minute ago, vor einer Minute",
        "PT2M30S, 2 minutes ago, vor 2 Minuten",
        "PT1H, an hour ago, vor einer Stunde",
        "PT26H, 26 hours ago, vor 26 Stunden",
        "PT72H, 28 February 2026, 28. Februar 2026",
        "PT-72H, 6 March 2026, 6. März 2026"
    })
    void a_near_time_is_a_distance_and_a_far_one_a_date(Duration ago, String inEnglish, String inGerman) {
        assertThat(english.near(NOW.minus(ago))).isEqualTo(inEnglish);
        assertThat(german.near(NOW.minus(ago))).isEqualTo(inGerman);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.8S, 800 ms",
        "PT1S, 1 second",
        "PT30S, 30 seconds",
        "PT5M, 5 minutes",
        "PT3H, 3 hours",
        "P12D, 12 days"
    })
    void a_duration_is_told_in_its_own_unit(Duration time, String words) {
        assertThat(english.duration(time)).isEqualTo(words);
    }

    @Test
    void what_is_put_into_a_sentence_cannot_make_itself_strong() {
        assertThat(english.rich("look.own", "*everything*"))
                .containsExactly(new Segment("You", true), new Segment(" looked at *everything*.", false));
    }

    @Test
    void words_are_listed_as_people_say_them() {
        assertThat(english.list(List.of())).isEmpty();
        assertThat(english.list(List.of("HIV"))).isEqualTo("HIV");
        assertThat(english.list(List.of("HIV", "violence"))).isEqualTo("HIV and violence");
        assertThat(german.list(List.of("HIV", "Gewalt", "Gentests"))).isEqualTo("HIV, Gewalt und Gentests");
    }

    @Test
    void numbers_are_written_as_in_the_readers_country() {
        assertThat(english.number(12_345)).isEqualTo("12,345");
        assertThat(german.number(12_345)).isEqualTo("12.345");
        assertThat(german.gigabytes(1_500_000_000)).isEqualTo("1,5 GB");
        assertThat(german.decimal(0.3, 3)).isEqualTo("0,3");
    }

    @Test
    void an_unknown_code_is_shown_as_it_is_and_an_unknown_text_is_a_defect() {
        assertThat(english.word("fact", "active")).isEqualTo("active");
        assertThat(english.word("fact", "entered-in-error")).isEqualTo("entered-in-error");
        assertThatIllegalStateException()
                .isThrownBy(() -> english.text("no.such").isEmpty());
    }
}
