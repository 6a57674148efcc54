package org.healthsphere.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.audit.AuditSamples.CLOCK;
import static org.healthsphere.node.audit.AuditSamples.read;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a name", "Müller", "a\nb", "\"quoted\""})
    void a_sentence_or_a_name_is_not_taken_for_an_id(String text) {
        var event = read("p-1", "c-1");
        assertThatThrownBy(() -> event.about(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> event.under(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> event.naming(List.of(text))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("p-1", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_spelling_of_an_entry_is_fixed() {
        var line = AuditLines.chain(AuditHead.START, read("p-1", "c-1"), CLOCK.instant());
        assertThat(new String(line.bytes().array(), StandardCharsets.UTF_8))
                .isEqualTo("{\"consent\":\"consent-7\",\"correlation\":\"c-1\",\"event\":\"record-read\",\"hash\":\""
                        + line.entry().hash()
                        + "\",\"outcome\":\"PERMITTED\",\"patient\":\"p-1\",\"prev\":\""
                        + AuditHead.START.hash()
                        + "\",\"purpose\":\"TREAT\",\"requester\":{\"member\":\"south\",\"role\":\"CLINICIAN\","
                        + "\"subject\":\"clinician-1\"},\"seq\":1,\"time\":\"2026-03-01T08:00:00.123Z\","
                        + "\"what\":[\"Observation/17\",\"Observation/18\"]}");
    }

    @ParameterizedTest
    @EnumSource
    void every_code_is_read_back_as_it_is_written(AuditCode code) throws Exception {
        var event = read("p-1", "c-1");
        var coded = new AuditEvent(
                code,
                event.requester(),
                event.purpose(),
                event.correlation(),
                event.patient(),
                event.what(),
                event.result(),
                event.consent(),
                Optional.empty());
        var line = AuditLines.chain(AuditHead.START, coded, CLOCK.instant());
        assertThat(AuditLines.entry(line.bytes().array())).isEqualTo(line.entry());
    }
}
