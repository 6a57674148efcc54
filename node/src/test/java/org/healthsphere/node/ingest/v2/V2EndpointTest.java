package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "MSH|^~\\&|A|B|C|D|2024||ADT^A99|1|P|2.5|||||; MSA|AR|1//ERR|||200^^HL70357|E||||MSH-9: message type and event are not mapped here",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04|1|P|2.5||||||EBCDIC; MSA|AR|1//ERR|||102^^HL70357|E||||MSH-18: character set is not understood here",
                "MSH|^~\\&|A|B|C|D|2024||ADT^A04||P|2.5; MSA|AE|//ERR|||100^^HL70357|E||||MSH-10: control id is missing",
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
        var answer = endpoint.apply(Bytes.of(message.getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(new String(answer.array(), StandardCharsets.ISO_8859_1))
                .startsWith("MSH$*+!%$HS$NORTH$Büro$NORTH$")
                .contains("$ACK*A04*ACK$")
                .contains("$8859/1\rMSA$AE$1\rERR$$$101**HL70357$E$$$$PID-3: an identifier");
    }

    private String answer(String message) {
        return endpoint.apply(Bytes.utf8(message)).utf8();
    }
}
