package org.healthsphere.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scopes of a token and an entry of the law open, at a running node (SMART App Launch 2.2, scopes). */
@TestInstance(Lifecycle.PER_CLASS)
class OpeningsIT {
    private static final Route LEGAL_BASIS = Route.post("/api/v1/patients/:id/legal-bases");
    private static final Route LEGAL_BASES = Route.get("/api/v1/legal-bases");

    private final OpenApi description = new OpenApi();
    private TwoHospitals network;
    private Hospital north;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        north.put("Patient/p1", "{'resourceType':'Patient','id':'p1'}");
        north.put("Condition/c1", "{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'}}");
    }

    @AfterAll
    void close() throws Exception {
        network.close();
    }

    @ParameterizedTest
    @CsvSource({
        "system/Patient.rs, GET, /fhir/Patient/p1, 200",
        "system/Patient.rs, GET, /fhir/Patient?_id=p1, 200",
        "system/Patient.s, GET, /fhir/Patient/p1, 403",
        "system/Patient.r, GET, /fhir/Patient?_id=p1, 403",
        "system/Patient.r, GET, /fhir/Patient/p1/_history, 200",
        "system/Patient.rs, GET, /fhir/Condition/c1, 403",
        "system/*.rs, GET, /fhir/Condition/c1, 200",
        "system/*.s, POST, /fhir/Patient/_search, 200",
        "system/*.c, POST, /fhir/Patient/_search, 403",
        "system/*.rs, PUT, /fhir/Patient/p1, 403",
        "system/*.crs, PUT, /fhir/Patient/p1, 400",
        "patient/*.rus, PATCH, /fhir/Patient/p1, 403",
        "system/*.rs, DELETE, /fhir/Patient/p1, 403",
        "system/*.rus, POST, /fhir/Patient, 403",
        "system/*.crus, POST, /fhir, 400",
        "system/Observation.rs, POST, /api/v1/patients/p1/network-record, 403",
        "system/Patient.r, GET, /fhir/Patient/_history, 403",
        "system/Patient.s, GET, /fhir/Patient/_history, 200",
        "system/Patient.s, GET, /fhir/_history, 200",
        "system/Patient.r, GET, /fhir/_history, 403",
        "system/Condition.s, GET, /fhir/Condition?patient.family=a, 403",
        "system/Patient.s, GET, /fhir/Patient?_has:Condition:patient:code=a, 403",
        "system/Patient.r, HEAD, /fhir/Patient/p1, 200",
        "system/Patient.s, HEAD, /fhir/Patient/p1, 403",
        "system/Condition.s, GET, /fhir/Patient/p1/Condition, 200",
        "system/Patient.rs, GET, /fhir/Patient/p1/Condition, 403",
        "system/Condition.c, POST, /fhir/Patient/p1/Condition/_search, 403",
        "system/Patient.s, GET, /fhir/Patient/p1/*, 200",
        "system/Patient.r, GET, /fhir/Patient/p1/*, 403",
        "system/Patient.rs, GET, /fhir/Patient/p1/$everything?_type=Condition, 403",
        "system/Patient.s, GET, /fhir/Patient/p1/$everything, 403",
        "system/Patient.rs, GET, /fhir/Observation/$lastn?patient=p1&code=a, 403",
        "system/Patient.rs, GET, /fhir/DocumentReference/$docref?patient=p1, 403",
        "system/Patient.c, POST, /fhir/Patient/$match, 403",
        "system/Patient.s, GET, /fhir/Patient/p1/$summary, 403",
        "system/Patient.s, GET, /fhir/Patient/p1/$meta, 403",
        "system/Condition.s, POST, /fhir/Patient/$validate, 400",
        "system/Condition.s, POST, /fhir/Patient/p1/$validate, 403",
        "system/Patient.s, GET, /fhir/$export, 400",
        "system/Patient.cr, GET, /fhir/$export, 403",
        "system/Patient.r, GET, /fhir/Patient/$export, 403",
        "system/Condition.c, POST, /fhir/Condition/../Patient, 403",
        "system/Condition.c, POST, /fhir/Condition/%2e%2e/Patient, 403"
    })
    void the_scopes_of_a_token_say_what_it_is_good_for(String scope, String method, String path, int status)
            throws Exception {
        var wanted =
                new Wanted("doctor-1", Role.CLINICIAN, Set.of(Scope.parse(scope).orElseThrow()), Duration.ofHours(1));
        var token = north.running().tokens().issue(wanted);
        assertThat(north.send(token, method, path, "").statusCode()).isEqualTo(status);
        assertThat(north.send("nonsense", method, path, "").statusCode()).isEqualTo(401);
    }

    @Test
    void what_a_law_permits_is_recorded_by_two_people_read_for_public_health_and_shown_to_the_patient()
            throws Exception {
        var body = House.tree(
                "{\"statute\":\"Infection Protection Act\",\"requester\":\"Health authority\","
                        + "\"types\":[\"Condition\"],\"notBefore\":\"2020-01-01T00:00:00Z\",\"notAfter\":\"2120-01-01T00:00:00Z\"}");
        var path = "/api/v1/patients/p1/legal-bases";
        var steward = north.token("steward-1", Role.STEWARD);
        var drafted = north.send(steward, "POST", path, body.toString());
        assertThat(drafted.statusCode()).isEqualTo(200);
        assertThat(description.problems(LEGAL_BASIS, drafted)).isEmpty();
        approve(body, House.tree(drafted.body()));
        var recorded = north.send(steward, "POST", path, body.toString());
        assertThat(recorded.statusCode()).isEqualTo(201);
        assertThat(description.problems(LEGAL_BASIS, recorded)).isEmpty();
        body.put("statute", "another one");
        assertThat(north.send(steward, "POST", path, body.toString()).statusCode())
                .as("not what was signed")
                .isIn(403, 409);
        var shown = lawsOfP1();
        assertThat(description.problems(LEGAL_BASES, shown)).isEmpty();
        assertThat(shown.body()).contains("Infection Protection Act");
        assertThat(north.report(steward, "/fhir/Condition/c1").statusCode()).isEqualTo(200);
        assertThat(north.report(steward, "/fhir/Patient/p1").statusCode())
                .as("a type that the law does not name")
                .isEqualTo(404);
        assertThat(north.report(north.token("researcher-1", Role.RESEARCHER), "/fhir/Condition/c1")
                        .statusCode())
                .as("not a purpose of this role")
                .isEqualTo(403);
    }

    /** Both sign the statement, each with a key of his own. */
    private static void approve(ObjectNode body, JsonNode toSign) {
        body.put("id", toSign.path("id").asText());
        var approvals = body.putArray("approvals");
        for (var role : List.of(Role.AUDITOR, Role.STEWARD)) {
            var key = SigningKey.generate(new SecureRandom());
            var statement = Bytes.utf8(toSign.path("statement").asText());
            approvals
                    .addObject()
                    .put("role", role.name())
                    .put("key", key.verificationKey().spki())
                    .put("signature", Bytes.of(key.sign(statement.array())).base64url());
        }
    }

    /** What the patient is shown, once the node has read it. */
    private HttpResponse<String> lawsOfP1() throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        var shown = north.send(north.token("p1", Role.PATIENT), "GET", "/api/v1/legal-bases", "");
        while (shown.body().equals("[]") && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            shown = north.send(north.token("p1", Role.PATIENT), "GET", "/api/v1/legal-bases", "");
        }
        return shown;
    }
}
