package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.message;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.file.Path;
import org.healthsphere.node.ingest.Kit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes after something newer, and knows nothing of it. */
class LateMessageTest {
    private static final String VISIT = "PV1|1|I|||||||||||||||||V1" + "|".repeat(25) + "202401020800";

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    @Test
    void a_visit_that_has_ended_is_begun_again_by_its_sender_alone() {
        kit.stored("v2", adt("A01", "1", pid("7", "Muster"), VISIT));
        kit.stored("v2", adt("A03", "2", "EVN|A03|202401050900", pid("7", "Muster"), VISIT));
        kit.stored("v2", adt("A08", "3", pid("7", "Muster"), VISIT));
        kit.stored("v2", result("4", "F", "5", ""));

        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("finished");

        kit.stored("v2", adt("A13", "5", pid("7", "Muster"), VISIT));

        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("in-progress");
        assertThat(kit.the("Encounter").path("period"))
                .as("without the end of a discharge that did not take place")
                .isEqualTo(json("{'start': '2024-01-02T08:00:00-05:00'}"));
    }

    @Test
    void a_result_neither_begins_a_visit_that_is_planned_nor_takes_back_that_it_was_cancelled() {
        kit.stored("v2", adt("A05", "1", pid("7", "Muster"), VISIT));
        kit.stored("v2", result("2", "F", "5", ""));
        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("planned");

        kit.stored("v2", adt("A01", "3", pid("7", "Muster"), VISIT));
        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("in-progress");

        kit.stored("v2", adt("A11", "4", pid("7", "Muster"), VISIT));
        kit.stored("v2", result("5", "C", "6", ""));
        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @CsvSource({
        "F, 202401060900, P, 202401060800, final, 5",
        "C, 202401060900, F, 202401060800, corrected, 5",
        "F, 202401060900, P, 202401060900, final, 5",
        "F, '', P, '', final, 5",
        "P, 202401060800, F, 202401060900, final, 4",
        "F, 202401060800, P, 202401060900, preliminary, 4",
        "F, 202401060900, C, 202401060900, corrected, 4"
    })
    void a_result_from_before_the_one_that_is_here_changes_nothing(
            String first, String firstIssued, String second, String secondIssued, String status, int value) {
        kit.stored("v2", result("1", first, "5", firstIssued));
        kit.stored("v2", result("2", second, "4", secondIssued));

        assertThat(kit.the("Observation").path("status").asText()).isEqualTo(status);
        assertThat(kit.the("Observation").at("/valueQuantity/value").asInt()).isEqualTo(value);
        assertThat(kit.the("DiagnosticReport").path("status").asText()).isEqualTo(status);
    }

    /** Why it is so: docs/decisions/2026-11-23-order-of-messages.md. */
    @Test
    void of_what_is_said_of_a_patient_the_later_message_counts_whatever_its_times_and_sequence_number_are() {
        kit.stored(
                "v2", adt("A04", "1", "EVN|A04|202401050900", pid("7", "Newer")).replace("|P|2.5.1", "|P|2.5.1|9"));
        kit.stored(
                "v2",
                adt("A08", "2", "EVN|A08|202401020900", pid("7^^^NORTH^MR~A1", "Muster"))
                        .replace("|20240102030405|", "|20240101|")
                        .replace("|P|2.5.1", "|P|2.5.1|3"));
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Muster");

        kit.stored("v2", adt("A08", "3", pid("7", "Corrected")));
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Corrected");
        assertThat(kit.the("Patient").path("identifier"))
                .as("numbers only grow")
                .hasSize(2);
    }

    private static String result(String controlId, String status, String value, String issued) {
        return message(
                "ORU^R01",
                controlId,
                pid("7", "Muster"),
                VISIT,
                "OBR|1||F1|GLU^Glucose^LOC|||20240106|||||||||||||||" + issued + "|||" + status,
                "OBX|1|NM|GLU^Glucose^LOC||" + value + "|mmol/L|||||" + status);
    }
}
