package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OddMessageTest {
    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    @Test
    void two_quotation_marks_delete_and_nothing_keeps() {
        kit.stored("v2", adt("A04", "1", "PID|1||7^^^NORTH^MR||Muster^Maria||19450102|F|||1 Main St^^Salem||555-1"));
        kit.stored("v2", adt("A08", "2", "PID|1||7^^^NORTH^MR||||\"\"||||||\"\""));

        var patient = kit.the("Patient");
        assertThat(patient.has("birthDate")).isFalse();
        assertThat(patient.has("telecom")).isFalse();
        assertThat(patient.path("gender").asText()).isEqualTo("female");
        assertThat(patient.at("/address/0/city").asText()).isEqualTo("Salem");
    }

    @Test
    void what_is_divided_without_end_waits_in_quarantine_and_the_next_is_taken() {
        assertThat(kit.take("v2", adt("A04", "1", "PID|1||7^^^NORTH^MR" + "|a".repeat(600_000))))
                .isInstanceOf(Receipt.Quarantined.class);
        var batch = "BHS|^~\\&\r" + adt("A04", "1", pid("7", "Muster")) + "\rZZZ|1".repeat(600_000) + "\rBTS|1\r";
        assertThat(V2Batch.read(Bytes.utf8(batch)))
                .isEqualTo(Outcome.failed(new Fault.Invalid("the batch has more than 500000 segments")));
        kit.stored("v2", adt("A04", "2", pid("7", "Muster")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n"})
    void a_segment_ends_however_the_file_has_it(String end) {
        kit.stored("v2", adt("A04", "1", pid("7", "Muster")).replace("\r", end));

        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Muster");
    }

    @Test
    void where_segments_end_with_cr_a_line_feed_is_content() {
        kit.stored("v2", adt("A04", "1", pid("7", "Von\nMuster")));

        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Von Muster");
    }

    @ParameterizedTest
    @CsvSource({
        "'', UTF-8",
        "UNICODE UTF-8, UTF-8",
        "8859/1, ISO-8859-1",
        "8859/15, ISO-8859-15",
        "8859/2, ISO-8859-2",
        "GB 18030-2000, GB18030"
    })
    void the_message_says_its_character_set(String named, String charset) {
        var text = inCharset(named).replace("Muster", "Müllerß");
        var receipt = kit.ingest.take("v2", "north", Bytes.of(text.getBytes(Charset.forName(charset))));

        assertThat(receipt).isInstanceOf(Receipt.Stored.class);
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Müllerß");
    }

    @Test
    void a_message_that_names_no_character_set_is_in_that_of_its_source() {
        var of = Kit.source();
        kit = new Kit(
                folder,
                new Source(
                        of.name(),
                        of.zone(),
                        of.identifierSystems(),
                        of.codeSystems(),
                        of.translations(),
                        Charset.forName("windows-1252")),
                new V2Feed());
        var plain = inCharset("").replace("Muster", "Müller\u20ac");
        var named = inCharset("UNICODE UTF-8").replace("|1|P|", "|2|P|").replace("Muster", "Müllerß");

        assertThat(kit.ingest.take("v2", "north", Bytes.of(plain.getBytes(Charset.forName("windows-1252")))))
                .isInstanceOf(Receipt.Stored.class);
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Müller\u20ac");
        assertThat(kit.take("v2", named)).isInstanceOf(Receipt.Stored.class);
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Müllerß");
    }

    @ParameterizedTest
    @CsvSource({
        "EBCDIC, MSH-18: character set is not understood here",
        "ASCII, MSH-18: bytes that are no text in the message's character set"
    })
    void what_is_not_text_is_set_aside_not_guessed(String named, String reason) {
        var text = inCharset(named).replace("Muster", "Müller");

        assertThat(reason(Bytes.of(text.getBytes(StandardCharsets.UTF_8)))).isEqualTo(reason);
    }

    @Test
    void what_is_no_text_in_fhir_is_not_taken_for_text() {
        kit.stored("v2", adt("A04", "1", pid("7\\X00\\", "Mus\\X00\\\u0001ter\\X0D0A\\Maria")));

        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Muster\r\nMaria");
        assertThat(kit.the("Patient").at("/identifier/0/value").asText()).isEqualTo("7");
    }

    @Test
    void a_byte_order_mark_is_no_content() {
        var text = "\uFEFF" + adt("A04", "1", pid("7", "Muster"));

        assertThat(kit.take("v2", text)).isInstanceOf(Receipt.Stored.class);
    }

    @Test
    void a_sender_may_have_delimiters_of_his_own() {
        kit.stored(
                "v2",
                "MSH$*+!%$REG$NORTH$HS$NORTH$2024$$ADT*A04$1$P$2.5.1\rPID$1$$7***NORTH*MR$$Mus!S!ter*Maria+Born*Maria\r");

        assertThat(kit.the("Patient").path("name")).isEqualTo(json("""
                {'n': [{'family': 'Mus*ter', 'given': ['Maria']}, {'family': 'Born', 'given': ['Maria']}]}""").path("n"));
    }

    @Test
    void the_event_decides_not_the_structure_that_is_claimed() {
        kit.stored(
                "v2",
                adt(
                        "A04^ADT_A99",
                        "1",
                        "EVN|A04",
                        pid("7", "Muster"),
                        "ZPD|private|things",
                        "PV1|1|O|||||||||||||||||V1",
                        "GT1|1|unmapped",
                        "DG1|1||X^X^LOC"));

        assertThat(kit.all("Condition")).hasSize(1);
        assertThat(kit.all("Encounter")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.3", "2.3.1", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "D.1"})
    void the_version_decides_nothing(String version) {
        kit.stored("v2", adt("A04", "1", pid("7", "Muster")).replace("|P|2.5.1", "|P|" + version));

        assertThat(kit.all("Patient")).hasSize(1);
    }

    @Test
    void equal_segments_are_one_and_different_ones_with_one_code_are_two() {
        kit.stored(
                "v2",
                adt(
                        "A04",
                        "1",
                        pid("7", "Muster"),
                        "DG1|1||X^X^LOC||2020|W",
                        "DG1|2||X^X^LOC||2020|W",
                        "DG1|3||X^X^LOC||2020|F"));

        assertThat(kit.all("Condition")).hasSize(2);
    }

    @Test
    void what_does_not_map_is_left_out_and_counted() {
        kit.stored("v2", adt("A04", "1", "PID|1||7^^^NORTH^MR||Muster^^^^^^ODD||when she was born|Q"));

        assertThat(kit.the("Patient").has("birthDate")).isFalse();
        assertThat(kit.ingest.coverage("north").leftOut()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hello; does not begin with a message header (MSH)",
                "MSH|; does not begin with a message header (MSH)",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04||P|2.5 // PID|1||7; MSH-10: control id is missing",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A99|1|P|2.5 // PID|1||7; MSH-9: message type and event are not mapped here",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5; PID: patient is missing",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5 // PID|1||||Muster; PID-3: an identifier that tells the patient is missing",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5 // PID|1||999^^^X^SS||Muster; PID-3: an identifier that tells the patient is missing"
            })
    void what_cannot_be_mapped_whole_is_set_aside_with_its_reason(String message, String reason) {
        assertThat(reason(Bytes.utf8(message.replace(" // ", "\r")))).isEqualTo(reason);
        assertThat(kit.store.lastChange()).isZero();
    }

    @Test
    void everything_that_is_stored_is_fhir() {
        kit.stored(
                "v2",
                adt(
                        "A04",
                        "1",
                        "PID|1||7^^^NORTH^MR||Muster^Maria||1945|F",
                        "PV1|1|E|X|||D1^Who|||MED||||||||||V1",
                        "DG1|1||X||2",
                        "AL1|1|?|Y^Nuts|??",
                        "NK1|1|Karl|?",
                        "OBX|1|??|Z||1~2"));

        var check = new StrictParse();
        try (Stream<Bytes> all = kit.store.changesAfter(0).map(r -> r.json())) {
            assertThat(all)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(r -> assertThat(check.problems(r)).isEmpty());
        }
    }

    private static String inCharset(String named) {
        return adt("A04", "1", pid("7", "Muster")).replace("|P|2.5.1", "|P|2.5.1||||||" + named);
    }

    private String reason(Bytes message) {
        return switch (kit.ingest.take("v2", "north", message)) {
            case Receipt.Quarantined(var _, var reason) -> Faults.text(reason);
            case Receipt.Stored _, Receipt.Partly _, Receipt.Repeated _, Receipt.Deferred _ -> "not set aside";
        };
    }
}
