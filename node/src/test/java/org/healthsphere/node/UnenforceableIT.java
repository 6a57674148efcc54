package org.healthsphere.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that a whole node cannot honour: refused when it is signed; found in what is stored, it stops the start, or denies. */
class UnenforceableIT {
    private static final String SET = "https://north.example/ValueSet/secret";
    private static final Environment ENVIRONMENT = new Environment(InstantSource.system(), new SecureRandom());

    @TempDir
    private Path folder;

    private static HttpResponse<String> sign(Hospital hospital) throws IOException, InterruptedException {
        var consent = House.consent("{'type':'permit','provision':[{'type':'deny','code':[{'coding':["
                + "{'system':'urn:ietf:rfc:3986','code':'" + SET + "'}]}]}]}");
        return hospital.send(hospital.token("ann", Role.PATIENT), "POST", "/api/v1/consents", consent.toString());
    }

    private static int read(Hospital hospital) throws IOException, InterruptedException {
        return hospital.send(hospital.token("doctor-1", Role.CLINICIAN), "GET", "/fhir/Observation/o1", "")
                .statusCode();
    }

    private static NodeConfig denying(NodeConfig config) {
        var ledger = config.ledger();
        return new NodeConfig(
                config.id(),
                config.organization(),
                config.data(),
                config.secrets(),
                config.upkeep(),
                config.http(),
                config.url(),
                config.peers(),
                config.relay(),
                config.mllp(),
                new NodeConfig.Ledger(ledger.address(), ledger.mode(), ledger.freshness(), false),
                config.records(),
                config.research(),
                config.fhir(),
                config.portal(),
                config.demoAccounts(),
                config.staff());
    }

    @Test
    void a_rule_that_cannot_be_honoured_is_refused_when_signed_and_stops_the_start_when_found() throws Exception {
        try (var network = new TwoHospitals(folder)) {
            var north = network.north;
            north.put("Patient/ann", "{'resourceType':'Patient','id':'ann'}");
            north.put(
                    "Observation/o1",
                    "{'resourceType':'Observation','id':'o1','status':'final','code':{'text':'weight'},"
                            + "'subject':{'reference':'Patient/ann'}}");
            var refused = sign(north);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
            assertThat(refused.body()).contains("Consent.provision.provision[0].code");

            north.put(
                    "ValueSet/secret",
                    "{'resourceType':'ValueSet','id':'secret','status':'active','url':'" + SET
                            + "','compose':{'include':[{'system':'urn:c','concept':[{'code':'a'}]}]}}");
            var signed = sign(north);
            assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
            var id = new JsonMapper().readTree(signed.body()).path("id").asText();
            assertThat(read(north)).isEqualTo(200);
            var gone = north.send(north.token("system", Role.SYSTEM), "DELETE", "/fhir/ValueSet/secret", "");
            assertThat(gone.statusCode() / 100).isEqualTo(2);
            north.running().close();

            assertThatThrownBy(() -> Node.start(north.config(), ENVIRONMENT).close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot enforce: [" + id + "]");
            try (var running = Node.start(denying(north.config()), ENVIRONMENT)) {
                var again = new Hospital(north.config(), running, north.http());
                assertThat(read(again)).isEqualTo(404);
            }
        }
    }
}
