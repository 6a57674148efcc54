package org.healthsphere.node.handover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two whole nodes over real sockets: a referral goes over a connection, and to a member that only a relay reaches. */
class HandoverIT {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest(name = "relayed: {0}")
    @ValueSource(booleans = {false, true})
    void a_referral_reaches_the_record_of_the_same_patient_and_a_stranger_is_new(boolean relayed, @TempDir Path folder)
            throws Exception {
        try (var network = new TwoHospitals(folder, relayed)) {
            var north = network.north;
            var south = network.south;
            person(north, "ann-north", "Annabella");
            person(north, "bea-north", "Beatrix");
            person(south, "ann-south", "Annabella");
            assertThat(handOver(north, "ann-north").statusCode()).as("nobody has said yes").isEqualTo(403);
            permit(north, "ann-north");
            permit(north, "bea-north");

            var sent = handOver(north, "ann-north");
            assertThat(sent.statusCode()).as(sent.body()).isIn(200, 202);
            delivered(north, "ann-north");
            delivered(north, handOver(north, "bea-north"), "bea-north");

            assertThat(subjects(south, "ServiceRequest")).hasSize(2).contains("Patient/ann-south");
            var strangers = found(south, "Patient?identifier=https://healthsphere.org/sid/patient-of/north|bea-north");
            assertThat(strangers.path("total").asInt()).isEqualTo(1);
            assertThat(found(south, "Patient?name=Annabella").path("total").asInt())
                    .as("she was found, and not taken in a second time")
                    .isEqualTo(1);
            assertThat(found(south, "Communication?category=https://healthsphere.org/sid/handover|referral")
                            .path("total")
                            .asInt())
                    .isEqualTo(2);
            receipt(north, "ann-north");
            south.account("clerk", Role.CLINICIAN, Optional.empty());
            assertThat(south.reader("clerk").get("/desk/inbox").body())
                    .contains("Annabella Testova", "Hospital north", "Please see her feet.");
        }
    }

    private static void person(Hospital hospital, String id, String given) throws Exception {
        hospital.put("Patient/" + id, """
                {'resourceType':'Patient','id':'%s','birthDate':'1961-07-09','gender':'female',
                 'name':[{'family':'Testova','given':['%s']}],
                 'address':[{'line':['1 Sample Street'],'city':'Sampletown','postalCode':'01101'}],
                 'telecom':[{'system':'phone','value':'555-010%s'}]}""".formatted(id, given, given.length()));
        hospital.put(
                "Condition/wrist-" + id,
                "{'resourceType':'Condition','id':'wrist-%s','code':{'text':'Broken wrist'},'subject':{'reference':'Patient/%s'}}"
                        .formatted(id, id));
    }

    private static void permit(Hospital hospital, String patient) throws Exception {
        var signed = hospital.send(
                hospital.token(patient, Role.PATIENT),
                "POST",
                "/api/v1/consents",
                House.consent("{'type':'permit'}").toString());
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
    }

    private static HttpResponse<String> handOver(Hospital hospital, String patient) throws Exception {
        return hospital.send(
                hospital.token("dr-1", Role.CLINICIAN),
                "POST",
                "/fhir/Patient/" + patient + "/$hand-over",
                """
                {"resourceType":"Parameters","parameter":[{"name":"member","valueString":"south"},
                 {"name":"kind","valueCode":"referral"},{"name":"words","valueString":"Please see her feet."},
                 {"name":"urgent","valueBoolean":true}]}""");
    }

    private static void delivered(Hospital hospital, HttpResponse<String> sent, String patient) throws Exception {
        assertThat(sent.statusCode()).as(sent.body()).isIn(200, 202);
        delivered(hospital, patient);
    }

    /** The other one may still be making the tokens of its patients. */
    private static void delivered(Hospital hospital, String patient) throws Exception {
        var until = Instant.now().plus(Duration.ofSeconds(90));
        String state;
        do {
            var answer = hospital.send(
                    hospital.token("dr-1", Role.CLINICIAN), "GET", "/fhir/Patient/" + patient + "/$hand-over", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            state = states(JSON.readTree(answer.body())).getFirst();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        } while (state.equals("waiting") && Instant.now().isBefore(until));
        assertThat(state).isEqualTo("delivered");
    }

    private static List<String> states(JsonNode parameters) {
        return parameters
                .path("parameter")
                .valueStream()
                .flatMap(handover -> handover.path("part").valueStream())
                .filter(part -> part.path("name").asText().equals("state"))
                .map(part -> part.path("valueCode").asText())
                .toList();
    }

    private static JsonNode found(Hospital hospital, String query) throws Exception {
        var answer = hospital.send(
                hospital.token("dr-2", Role.CLINICIAN), "GET", "/fhir/" + query.replace("|", "%7C"), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static List<String> subjects(Hospital hospital, String type) throws Exception {
        return found(hospital, type)
                .path("entry")
                .valueStream()
                .map(entry -> entry.at("/resource/subject/reference").asText())
                .toList();
    }

    /** What was given to the other hospital has a receipt, and the patient can ask for it. */
    private static void receipt(Hospital hospital, String patient) throws Exception {
        var answer = hospital.send(
                hospital.token("dr-1", Role.CLINICIAN), "GET", "/fhir/Patient/" + patient + "/$hand-over", "");
        var id = JSON.readTree(answer.body()).path("parameter").path(0).at("/part/0/valueString").asText();
        var receipt =
                hospital.send(hospital.token(patient, Role.PATIENT), "GET", "/api/v1/receipts/" + id, "");
        assertThat(receipt.statusCode()).as(receipt.body()).isEqualTo(200);
        var said = new String(Base64.getUrlDecoder().decode(receipt.body().split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(said).contains("\"south\"").contains(id);
    }
}
