package org.healthsphere.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scopes of a token open, at a running node (SMART App Launch 2.2, scopes). */
@TestInstance(Lifecycle.PER_CLASS)
class ScopesIT {
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
        "system/*.crs, PUT, /fhir/Patient/p1, 403",
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
}
