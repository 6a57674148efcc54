package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V2EndpointTest {
    @TempDir
    Path folder;

    private Kit kit;
    private V2Endpoint endpoint;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
        endpoint = new V2Endpoint(kit.ingest, "north", Kit.CLOCK);
    }

    @Test
    void what_is_durable_is_accepted() {
        var answer = answer(adt("A04", "C-1", pid("7", "Muster")));

        assertThat(answer)
                .matches(
                        "MSH\\|\\^~\\\\&\\|HS\\|NORTH\\|REG\\|NORTH\\|20260102030405\\+0000\\|\\|ACK\\^A04\\^ACK\\|[0-9a-f]{20}\\|P\\|2\\.5\\.1\\|{6}\r"
                                + "MSA\\|AA\\|C-1\r");
        assertThat(kit.all("Patient")).hasSize(1);
    }

    @Test
    void a_repetition_gets_the_same_answer() {
        var message = adt("A04", "C-1", pid("7", "Muster"));
        assertThat(answer(message)).isEqualTo(answer(message));
        assertThat(kit.store.lastChange()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MSH|^~\\&|A|B|C|D|2024||ADT^A99|1|P|2.5|||||; MSA|AR|1//ERR|||200^^HL70357|E||||MSH-9: message type"
                        + " and event are not mapped here",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5||||||EBCDIC; MSA|AR|1//ERR|||102^^HL70357|E||||MSH-18:"
                        + " character set is not understood here",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04||P|2.5; MSA|AE|//ERR|||100^^HL70357|E||||MSH-10: control id is"
                        + " missing",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5; MSA|AE|1//ERR|||101^^HL70357|E||||PID: patient is missing",
                "junk; MSA|AR|//ERR|||100^^HL70357|E||||does not begin with a message header (MSH)"
            })
    void what_is_not_taken_is_answered_with_its_reason(String message, String expected) {
        var answer = answer(message);

        assertThat(answer.substring(answer.indexOf("MSA"))).isEqualTo(expected.replace("//", "\r") + "\r");
        assertThat(kit.ingest.quarantined()).hasSize(1);
    }

    @Test
    void what_may_be_tried_again_is_not_set_aside() {
        kit.terminology.available(false);
        var answer = answer(adt("A04", "1", pid("7", "Muster"), "DG1|1||X^X^LOC"));

        assertThat(answer).contains("MSA|AE|1\rERR|||207^^HL70357|E||||unavailable: terminology\r");
        assertThat(kit.ingest.quarantined()).isEmpty();
    }

    @Test
    void the_answer_has_the_delimiters_and_characters_of_the_message() {
        var message = "MSH$*+!%$Büro$NORTH$HS$NORTH$2024$$ADT*A04$1$P$2.5.1$$$$$$8859/1\rPID$1\r";
        var answer = endpoint.apply(Bytes.of(message.getBytes(StandardCharsets.ISO_8859_1)))
                .getFirst();

        assertThat(new String(answer.array(), StandardCharsets.ISO_8859_1))
                .startsWith("MSH$*+!%$HS$NORTH$Büro$NORTH$")
                .contains("$ACK*A04*ACK$")
                .contains("$8859/1\rMSA$AE$1\rERR$$$101**HL70357$E$$$$PID-3: an identifier");
    }

    @ParameterizedTest
    @CsvSource({
        "AL,AL,PID,CA AA",
        "AL,NE,PID,CA",
        "NE,NE,PID,''",
        "ER,ER,PID,''",
        "SU,SU,PID,CA AA",
        "'',AL,PID,AA",
        "AL,'',PID,CA",
        "AL,AL,ZZZ,CA AE",
        "ER,ER,ZZZ,AE",
        "SU,SU,ZZZ,CA",
        "NE,SU,ZZZ,''"
    })
    void in_enhanced_mode_what_is_kept_and_what_became_of_it_are_told_as_the_message_asks(
            String keeping, String taking, String segment, String expected) {
        assertThat(codes("ADT^A04", keeping, taking, segment)).isEqualTo(expected);
        assertThat(kit.all("Patient")).hasSize(segment.equals("PID") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"AL,AL,CR", "ER,AL,CR", "SU,AL,''", "NE,NE,''"})
    void in_enhanced_mode_a_message_that_is_not_taken_here_is_refused_at_once(
            String keeping, String taking, String expected) {
        assertThat(codes("ADT^A99", keeping, taking, "PID")).isEqualTo(expected);
        assertThat(kit.ingest.quarantined()).hasSize(1);
    }

    @Test
    void in_enhanced_mode_what_could_not_be_kept_is_never_passed_over() {
        kit.terminology.available(false);
        var diagnosis = pid("7", "Muster") + "\rDG1|1||X^X^LOC\r";

        assertThat(endpoint.apply(Bytes.utf8(enhanced("ADT^A04", "AL", "AL") + diagnosis)))
                .singleElement()
                .satisfies(answer -> assertThat(answer.utf8()).contains("\rMSA|CE|1\r"));
        assertThatThrownBy(() -> endpoint.apply(Bytes.utf8(enhanced("ADT^A04", "NE", "NE") + diagnosis)))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0", "-1"})
    void a_sequence_number_is_not_answered(String number) {
        var message =
                enhanced("ADT^A04", "", "").replace("2.5||||\r", "2.5|" + number + "\r") + pid("7", "Muster") + "\r";
        assertThat(endpoint.apply(Bytes.utf8(message)))
                .singleElement()
                .satisfies(answer -> assertThat(answer.utf8()).endsWith("\rMSA|AA|1\r"));
    }

    private String codes(String event, String keeping, String taking, String segment) {
        var message = enhanced(event, keeping, taking) + pid("7", "Muster").replaceFirst("PID", segment) + "\r";
        return endpoint.apply(Bytes.utf8(message)).stream()
                .map(answer -> answer.utf8().replaceFirst("(?s).*\rMSA\\|(..)\\|1\r.*", "$1"))
                .collect(Collectors.joining(" "));
    }

    private static String enhanced(String event, String keeping, String taking) {
        return "MSH|^~\\&|A|B|C|D|2024||" + event + "|1|P|2.5|||" + keeping + "|" + taking + "\r";
    }

    @Test
    void a_batch_is_answered_with_a_batch_and_each_message_is_one_by_itself() {
        var file = "FHS|^~\\&|REG|NORTH|HS|NORTH|2024||file||F1\rBHS|^~\\&|REG|NORTH|HS|NORTH|2024||b||B1\r"
                + adt("A04", "1", pid("7", "Muster")) + adt("A99", "2", pid("8", "Muster"))
                + adt("A04", "3", pid("9", "Muster")) + "BTS|3\rFTS|1\r";

        assertThat(answer(file).lines().map(line -> line.replaceFirst("^MSH.*", "MSH")))
                .containsExactly(
                        "FHS|^~\\&|HS|NORTH|REG|NORTH|20260102030405+0000||file|||F1",
                        "BHS|^~\\&|HS|NORTH|REG|NORTH|20260102030405+0000||b|||B1",
                        "MSH",
                        "MSA|AA|1",
                        "MSH",
                        "MSA|AR|2",
                        "ERR|||200^^HL70357|E||||MSH-9: message type and event are not mapped here",
                        "MSH",
                        "MSA|AA|3",
                        "BTS|3",
                        "FTS|1");
        assertThat(kit.all("Patient")).hasSize(2);
        assertThat(kit.ingest.quarantined()).hasSize(1);
        assertThat(answer(file)).contains("MSA|AA|1").contains("MSA|AA|3");
        assertThat(kit.store.lastChange()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "BHS|^~\\&|A//MESSAGE//BTS|2; BTS-1: the batch has another number of messages",
                "BHS|^~\\&|A//MESSAGE; BTS: the end of the batch is missing",
                "FHS|^~\\&|A//BHS|^~\\&|A//MESSAGE//BTS|1; FTS: the end of the file is missing",
                "FHS|^~\\&|A//BHS|^~\\&|A//MESSAGE//BTS|1//FTS|2; FTS-1: the file has another number of batches",
                "BHS|^~\\&|A//BHS|^~\\&|A//MESSAGE//BTS|1; BHS: stands inside of a batch",
                "BHS|^~\\&|A//PID|1//BTS|0; PID: stands outside of a message",
                "BHS|^~\\&|A//BTS|0//MESSAGE; MSH: stands behind the end of the batch"
            })
    void of_a_batch_that_is_not_whole_nothing_is_taken(String batch, String reason) {
        var text = batch.replace("MESSAGE", adt("A04", "1", pid("7", "Muster"))).replace("//", "\r");

        assertThat(answer(text)).contains("MSA|AR|\r").contains(reason);
        assertThat(kit.all("Patient")).isEmpty();
        assertThat(kit.ingest.quarantined().getFirst().reason()).isEqualTo(reason);
    }

    private String answer(String message) {
        var answers = endpoint.apply(Bytes.utf8(message));
        assertThat(answers).hasSize(1);
        return answers.getFirst().utf8();
    }
}
