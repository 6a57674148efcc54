package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole nodes, of which one is reached by no connection: it keeps a line to the other, which relays. */
class RelayedMemberIT {
    @Test
    void a_member_that_only_a_relay_reaches_asks_and_answers_a_record_query(@TempDir Path folder) throws Exception {
        try (var network = new TwoHospitals(folder, true)) {
            for (var hospital : List.of(network.north, network.south)) {
                hospital.put(
                        "Patient/p1",
                        "{'resourceType':'Patient','id':'p1','birthDate':'1961-07-09','gender':'female',"
                                + "'name':[{'family':'Testova','given':['Annabella']}],"
                                + "'address':[{'line':['1 Sample Street'],'city':'Sampletown','postalCode':'01101'}],"
                                + "'telecom':[{'system':'phone','value':'555-0100200'}]}");
                hospital.put(
                        "Condition/c1",
                        "{'resourceType':'Condition','id':'c1','code':{'text':'Asthma'},"
                                + "'subject':{'reference':'Patient/p1'}}");
                var signed = hospital.send(
                        hospital.token("p1", Role.PATIENT),
                        "POST",
                        "/api/v1/consents",
                        House.consent("{'type':'permit'}").toString());
                assertThat(signed.statusCode()).as(signed.body()).isEqualTo(201);
            }
            assertThat(answers(network.north)).containsExactly("north answered 2", "south answered 2");
            assertThat(answers(network.south)).containsExactly("north answered 2", "south answered 2");
        }
    }

    private static List<String> answers(TwoHospitals.Hospital hospital) throws Exception {
        var answer =
                hospital.send(hospital.token("dr-1", Role.CLINICIAN), "POST", "/api/v1/patients/p1/network-record", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode record = new JsonMapper().readTree(answer.body());
        assertThat(record.path("complete").booleanValue())
                .as(record.path("members").toString())
                .isTrue();
        return record.path("members")
                .valueStream()
                .map(member -> member.path("member").asText() + " "
                        + member.path("status").asText() + " "
                        + member.path("resources").asText())
                .toList();
    }
}
