package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * A study on a disease among two nodes as they run: whose consent names the disease, or what it is a kind of, is counted, and each patient sees at
 * the door of the hospital whether he was.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ResearchRoomIT {
    private static final String CONDITIONS = "https://healthsphere.org/fhir/CodeSystem/conditions";
    private static final String DRAFT = """
            {"type":"study","v":1,"id":"kidneys","duo":["DUO:0000007"],"asker":{"title":"Kidneys of women","purpose":"HRESCH"},
             "disease":{"system":"%s","code":"type-2-diabetes-kidney"},
             "safety":{"protection":{"noise":{"rhoMicros":100000}},"terms":{"threshold":10,"quorum":2,"colluders":1},
              "notAfter":"2099-01-01T00:00:00Z"},
             "cohort":{"demo":{"sex":"female"}},"variables":[],"analyses":[{"name":"women","count":{}}]}""".formatted(CONDITIONS);

    private TwoHospitals network;
    private Hospital north;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        patient("ann", "female");
        patient("bea", "female");
        patient("cem", "female");
        patient("dot", "female");
        patient("eli", "male");
        permitsAll(north.reader("ann"));
        permits("bea", "diabetes");
        permits("cem", "asthma");
        permitsAll(north.reader("eli"));
    }

    private void patient(String id, String gender) throws Exception {
        north.put("Patient/" + id, "{'resourceType':'Patient','id':'" + id + "','gender':'" + gender + "'}");
        north.account(id, Role.PATIENT, Optional.of(id));
    }

    private static void permitsAll(Reader patient) throws Exception {
        var preview = patient.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "research", "duration", "open"));
        var handle = Map.of("preview", Reader.hidden(preview.body(), "preview"));
        assertThat(patient.submit("/me/sharing", "/me/sharing/sign", handle).statusCode())
                .isEqualTo(303);
    }

    /** Research on one disease. */
    private void permits(String patient, String disease) throws Exception {
        var paper = House.consent("""
                {'type':'permit','purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'HRESCH'},
                 {'system':'http://purl.obolibrary.org/obo/duo.owl','code':'DUO:0000007'},{'system':'%s','code':'%s'}]}""".formatted(CONDITIONS, disease));
        var signed = north.send(north.token(patient, Role.PATIENT), "POST", "/api/v1/consents", paper.toString());
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
    }

    @AfterAll
    void close() {
        network.close();
    }

    private static JsonNode called(Hospital at, Role role, String path, String body) throws Exception {
        var answer = at.send(at.token(role.name().toLowerCase(Locale.ROOT), role), "POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return new ObjectMapper().readTree(answer.body());
    }

    private String seen(String patient) throws Exception {
        return north.reader(patient).get("/me/research").body();
    }

    @Test
    void each_patient_sees_which_result_included_him_and_why_another_did_not() throws Exception {
        assertThat(seen("ann")).contains("This hospital has signed no result yet.");
        var plan = called(north, Role.RESEARCHER, "/api/v1/studies", DRAFT)
                .path("plan")
                .asText();
        for (var hospital : List.of(north, network.south)) {
            var _ = called(
                    hospital,
                    Role.STEWARD,
                    "/api/v1/study-proposals/" + plan + "/decision",
                    "{\"decision\":\"approve\"}");
        }
        var release = called(north, Role.RESEARCHER, "/api/v1/studies/kidneys/analyses/0/release", "");
        assertThat(release.path("certificate").path("counted")).hasSize(2);
        for (var patient : List.of("ann", "bea", "cem", "dot", "eli")) {
            assertThat(seen(patient))
                    .as(patient)
                    .contains("Kidneys of women", "Checked just now: this is what the release itself says.");
        }
        assertThat(seen("ann")).as("permits everything").contains("You were counted.");
        assertThat(seen("bea"))
                .as("permits research on diabetes, of which this is a kind")
                .contains("You were counted.");
        assertThat(seen("cem"))
                .as("permits research on asthma")
                .contains("Your consent did not permit it. You were not counted.");
        assertThat(seen("dot")).as("permits nothing").contains("Your consent did not permit it. You were not counted.");
        assertThat(seen("eli"))
                .as("is no woman")
                .contains("Your consent permitted it. You were not among the patients whom it is about.");
        assertThat(north.reader("bea").get("/me/looked").body())
                .as("among those who used the record")
                .contains("kidneys");
    }
}
