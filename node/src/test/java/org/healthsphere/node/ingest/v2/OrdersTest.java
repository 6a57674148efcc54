package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.v2.Messages.message;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.healthsphere.node.ingest.Kit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes, appointments, vaccinations, orders, prescriptions, referrals. */
class OrdersTest {
    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    private void stored(String event, String number, String... lines) {
        kit.stored("v2", message(event, number, lines));
    }

    @Test
    void a_note_is_one_document_with_all_its_lines() {
        stored(
                "MDM^T02",
                "1",
                pid("7", "Muster^Maria"),
                "TXA|1|11488-4^Consult note^LN|TX|20240102030000||20240102030100|||12^Beispiel^Bea|||D77^NORTH||||note|AU||AV",
                "OBX|1|TX|||one",
                "OBX|2|TX|||two");

        var note = kit.the("DocumentReference");
        assertThat(note.path("docStatus").asText()).isEqualTo("final");
        assertThat(note.at("/type/coding/0/code").asText()).isEqualTo("11488-4");
        var attachment = note.at("/content/0/attachment");
        assertThat(new String(Base64.getDecoder().decode(attachment.path("data").asText()), StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo");
    }

    @Test
    void a_note_that_replaces_another_one_says_so_there_too_and_one_that_adds_to_it_does_not() {
        var note = "TXA|1|CN|TX|20240102030000||||||||%s^NORTH|%s|||%s|AU||AV";
        stored("MDM^T02", "1", pid("7", "Muster"), note.formatted("D1", "", "first"), "OBX|1|TX|||one");
        stored("MDM^T06", "2", pid("7", "Muster"), note.formatted("D2", "D1^NORTH", "more"), "OBX|1|TX|||and");

        assertThat(statuses()).containsExactlyInAnyOrder("first current", "more current");

        stored("MDM^T10", "3", pid("7", "Muster"), note.formatted("D3", "D1^NORTH", "second"), "OBX|1|TX|||two");
        stored("MDM^T10", "4", pid("8", "Beispiel"), note.formatted("D4", "D3^NORTH", "of another"), "OBX|1|TX|||x");

        assertThat(statuses())
                .containsExactlyInAnyOrder("first superseded", "more current", "second current", "of another current");
    }

    private List<String> statuses() {
        return kit.all("DocumentReference").stream()
                .map(document -> document.path("description").asText() + " "
                        + document.path("status").asText())
                .toList();
    }

    @Test
    void an_appointment_is_booked_and_cancelled() {
        var schedule = "SCH|P1^NORTH|F1^NORTH|||||X^Follow-up^LOC|||min|^^30^20240110090000+0000^20240110093000+0000";
        stored("SIU^S12", "1", schedule, pid("7", "Muster^Maria"), "AIL|1||ROOM3^^^NORTH");
        var booked = kit.the("Appointment");
        assertThat(booked.path("status").asText()).isEqualTo("booked");
        assertThat(booked.path("start").asText()).isEqualTo("2024-01-10T09:00:00Z");
        assertThat(booked.path("participant"))
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.path("status").asText()).isEqualTo("accepted"));

        stored("SIU^S15", "2", schedule, pid("7", "Muster^Maria"));
        assertThat(kit.the("Appointment").path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void a_vaccination_tells_whether_it_was_given_here() {
        stored(
                "VXU^V04",
                "1",
                pid("7", "Muster^Maria"),
                "ORC|RE||I5^NORTH",
                "RXA|0|1|20240102||140^Influenza^CVX|0.5|mL^mL^UCUM||00^New^NIP001|||||L123|||||CP",
                "ORC|RE||I6^NORTH",
                "RXA|0|1|20240102||08^Hepatitis B^CVX|999|||01^Historical^NIP001|||||||||||RE");

        var given = kit.all("Immunization");
        assertThat(given.stream().map(i -> i.path("status").asText())).containsExactly("completed", "not-done");
        assertThat(given.stream().map(i -> i.path("primarySource").asBoolean())).containsExactly(true, false);
        assertThat(given.getFirst().at("/doseQuantity/value").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(given.getFirst().at("/vaccineCode/coding/0/system").asText())
                .isEqualTo("http://hl7.org/fhir/sid/cvx");
        assertThat(given.getLast().has("doseQuantity")).isFalse();
    }

    @Test
    void an_order_is_taken_and_revoked() {
        stored(
                "OML^O21",
                "1",
                pid("7", "Muster^Maria"),
                "ORC|NW|P9^NORTH|F9^NORTH||SC||||20240102030000",
                "OBR|1|P9^NORTH|F9^NORTH|2345-7^Glucose^LN|S");
        assertThat(kit.the("ServiceRequest").path("status").asText()).isEqualTo("active");
        assertThat(kit.the("ServiceRequest").path("priority").asText()).isEqualTo("stat");

        stored(
                "ORM^O01",
                "2",
                pid("7", "Muster^Maria"),
                "ORC|CA|P9^NORTH|F9^NORTH||CA",
                "OBR|1|P9^NORTH|F9^NORTH|2345-7^Glucose^LN|S");
        assertThat(kit.the("ServiceRequest").path("status").asText()).isEqualTo("revoked");
    }

    @Test
    void a_prescription_has_dose_route_and_amount() {
        stored(
                "RDE^O11",
                "1",
                pid("7", "Muster^Maria"),
                "ORC|NW|P8^NORTH|F8^NORTH||SC||||20240102030000",
                "RXE|1^BID|197361^Amlodipine^RXNORM|1||{tbl}^tablet^UCUM||^One tablet twice a day|||60|{tbl}^tablet^UCUM|2",
                "RXR|PO^Oral^HL70162");

        var prescription = kit.the("MedicationRequest");
        assertThat(prescription.at("/dosageInstruction/0/text").asText()).isEqualTo("One tablet twice a day");
        assertThat(prescription
                        .at("/dosageInstruction/0/doseAndRate/0/doseQuantity/code")
                        .asText())
                .isEqualTo("{tbl}");
        assertThat(prescription.at("/dispenseRequest/numberOfRepeatsAllowed").asInt())
                .isEqualTo(2);
        assertThat(prescription.at("/dosageInstruction/0/route/coding/0/code").asText())
                .isEqualTo("PO");
    }

    @Test
    void a_referral_stands_before_the_patient_whom_it_is_about() {
        stored("REF^I12", "1", "RF1|A|R|CARD^Cardiology^LOC|||R1^NORTH|20240102", pid("7", "Muster^Maria"));

        assertThat(kit.the("ServiceRequest").at("/identifier/0/value").asText()).isEqualTo("R1");
        assertThat(kit.the("ServiceRequest").path("authoredOn").asText()).isEqualTo("2024-01-02");
    }

    @Test
    void a_discharge_that_is_cancelled_is_a_visit_that_goes_on() {
        var visit = "PV1|1|I|||||||||||||||||V9^^^NORTH";
        stored("ADT^A01", "1", pid("7", "Muster^Maria"), visit);
        stored("ADT^A03", "2", pid("7", "Muster^Maria"), visit);
        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("finished");

        stored("ADT^A13", "3", pid("7", "Muster^Maria"), visit);
        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("in-progress");
    }
}
