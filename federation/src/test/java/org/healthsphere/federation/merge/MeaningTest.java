package org.healthsphere.federation.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T10:00:00+02:00, 2024-05-01T08:00:00Z",
        "2024-05-01T08:00:00.123Z, 2024-05-01T08:00:00Z",
        "2024-05-01T08:00:00Z, 2024-05-01T08:00:00Z",
        "2024-02-30T08:00:00Z, 2024-02-30T08:00:00Z",
        "2024-05-01T08:00:00.5, 2024-05-01T08:00:00.5",
        "2024-05-01, 2024-05-01",
        "'', ''"
    })
    void a_moment_is_the_same_in_every_time_zone(String written, String instant) {
        assertThat(Meaning.instant(written)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"value\":7.10,\"code\":\"%\"} | {\"value\":7.1,\"unit\":\"percent\",\"code\":\"%\"} | true",
                "{\"value\":7.1,\"unit\":\"%\"} | {\"value\":7.1,\"code\":\"%\"} | true",
                "{\"value\":7.1,\"code\":\"%\"} | {\"value\":7.1,\"comparator\":\"<\",\"code\":\"%\"} | false",
                "{\"value\":7.1,\"code\":\"%\"} | {\"value\":7.1,\"code\":\"mmol/mol\"} | false",
                "{\"coding\":[{\"system\":\"s\",\"code\":\"1\",\"display\":\"One\"}]} | {\"coding\":[{\"system\":\"s\",\"code\":\"1\"}],\"text\":\"one\"} | true",
                "\"final\" | \"final\" | true",
                "\"final\" | \"amended\" | false",
                "[{\"text\":\"1 a day\",\"sequence\":1}] | [{\"text\":\"once daily\",\"sequence\":1}] | true",
                "[{\"text\":\"1 a day\"}] | [{\"text\":\"2 a day\"}] | false",
            })
    void values_are_equal_by_what_they_mean(String one, String other, boolean same) throws JsonProcessingException {
        assertThat(Meaning.of(json(one)).equals(Meaning.of(json(other)))).isEqualTo(same);
    }

    @Test
    void what_was_measured_includes_every_component_in_any_order() throws JsonProcessingException {
        var upper = "{\"code\":{\"coding\":[{\"system\":\"s\",\"code\":\"u\"}]},\"valueInteger\":120}";
        var lower = "{\"code\":{\"coding\":[{\"system\":\"s\",\"code\":\"l\"}]},\"valueInteger\":80}";
        assertThat(value("{\"component\":[" + upper + "," + lower + "]}"))
                .isEqualTo(value("{\"component\":[" + lower + "," + upper + "]}"))
                .isEqualTo("=;s|l=80;s|u=120");
        assertThat(value("{\"dataAbsentReason\":{\"coding\":[{\"system\":\"s\",\"code\":\"error\"}]}}"))
                .isEqualTo("=s|error");
    }

    @Test
    void reading_a_value_does_not_change_it() throws JsonProcessingException {
        var dosage = json("[{\"text\":\"1 a day\",\"sequence\":1}]");
        assertThat(Meaning.of(dosage)).isEqualTo("[{\"sequence\":1}]");
        assertThat(dosage).isEqualTo(json("[{\"text\":\"1 a day\",\"sequence\":1}]"));
    }

    @Test
    void a_code_without_its_system_means_nothing_to_others() throws JsonProcessingException {
        assertThat(Meaning.codings(
                        json("{\"coding\":[{\"code\":\"1\"},{\"system\":\"s\"},{\"system\":\"s\",\"code\":\"2\"}]}")))
                .containsExactly("s|2");
    }

    @ParameterizedTest
    @CsvSource({"'12, Norv  St.', 12 norv st", "ÉCOLE-Test, école test", "'', ''"})
    void words_are_equal_whatever_is_between_them(String written, String folded) {
        assertThat(Meaning.folded(written)).isEqualTo(folded);
    }

    private static String value(String observation) throws JsonProcessingException {
        return Meaning.value((ObjectNode) json(observation));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
