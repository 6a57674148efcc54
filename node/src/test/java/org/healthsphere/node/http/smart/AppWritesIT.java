package org.healthsphere.node.http.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.node.smart.AppBook;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What apps change at a running node: what a patient ticked, and nothing that the hospital wrote. */
@TestInstance(Lifecycle.PER_CLASS)
class AppWritesIT {
    private static final String DIARY = "launch/patient patient/*.cruds";

    private TwoHospitals network;
    private Hospital north;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        north.put("Patient/ann", "{'resourceType':'Patient','id':'ann','name':[{'family':'Sample'}]}");
        north.put("Patient/ben", "{'resourceType':'Patient','id':'ben','name':[{'family':'Other'}]}");
        north.put("Observation/sugar", observation("sugar"));
        north.account("ann", Role.PATIENT, Optional.of("ann"));
    }

    @AfterAll
    void close() throws Exception {
        network.close();
    }

    private static String observation(String id) {
        return "{'resourceType':'Observation','id':'" + id + "','status':'final','code':{'text':'" + id
                + "'},'subject':{'reference':'Patient/ann'}}";
    }

    private AppVisits diary() {
        var registered = AppBook.open(new NodeFolder(north.config().data()).apps(), new SecureRandom())
                .orElseThrow()
                .register(new App(
                        "",
                        "Diary",
                        new Proof.Nothing(),
                        List.of(AppVisits.BACK),
                        Optional.empty(),
                        Set.of(DIARY.split(" ")),
                        Optional.empty(),
                        false));
        return new AppVisits(north, registered.orElseThrow().app());
    }

    private int written(String token, String method, String path, String json) throws Exception {
        return north.send(token, method, path, json.replace('\'', '"')).statusCode();
    }

    @Test
    void an_app_changes_nothing_that_nobody_ticked() throws Exception {
        var diary = diary();
        var token = diary.connected(north.reader("ann"), DIARY);
        assertThat(token.path("scope").asText().split(" ")).containsExactly("launch/patient", "patient/*.rs");
        var access = token.path("access_token").asText();
        assertThat(written(access, "GET", "/fhir/Observation/sugar", "")).isEqualTo(200);
        var mine = observation("sugar");
        assertThat(written(access, "POST", "/fhir/Observation", mine)).isEqualTo(403);
        assertThat(written(access, "PUT", "/fhir/Observation/sugar", mine)).isEqualTo(403);
        assertThat(written(access, "PUT", "/fhir/Observation/fresh", mine)).isEqualTo(403);
        assertThat(written(access, "DELETE", "/fhir/Observation/sugar", "")).isEqualTo(403);
        assertThat(written(access, "POST", "/fhir/Subscription", "{}")).isEqualTo(403);
    }

    @Test
    void an_app_adds_and_changes_what_was_ticked_and_nothing_that_the_hospital_wrote() throws Exception {
        var diary = diary();
        var reader = north.reader("ann");
        var page = AppVisits.question(reader.get("/authorize?" + diary.request(DIARY)));
        assertThat(reader.get(page).body())
                .contains("It also wants to add and change", "What the hospital wrote stays as it is.")
                .contains("name=\"kind\" value=\"change.one.RESULTS.\">")
                .doesNotContain("change.one.OTHERS", "It cannot change anything here.");
        var token = diary.exchanged(AppVisits.allow(reader, page, Map.of("kind", "change.one.RESULTS.")));
        assertThat(token.path("scope").asText().split(" "))
                .contains("patient/*.rs", "patient/Observation.cud")
                .noneMatch(scope -> scope.startsWith("patient/Condition."));
        assertThat(reader.get("/me/apps").body()).contains("It may change");
        var access = token.path("access_token").asText();
        var created = north.send(
                access,
                "POST",
                "/fhir/Observation",
                observation("x").replace("'id':'x',", "").replace('\'', '"'));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).contains("PATAST");
        var own = "/fhir/Observation/" + House.tree(created.body()).path("id").asText();
        var changed = observation(own.substring(own.lastIndexOf('/') + 1));
        assertThat(written(access, "PUT", own, changed)).isEqualTo(200);
        assertThat(written(access, "PUT", "/fhir/Observation/sugar", observation("sugar")))
                .isEqualTo(403);
        assertThat(written(access, "DELETE", "/fhir/Observation/sugar", "")).isEqualTo(403);
        assertThat(written(access, "POST", "/fhir/Observation", observation("y").replace("Patient/ann", "Patient/ben")))
                .isEqualTo(403);
        var condition = "{'resourceType':'Condition','subject':{'reference':'Patient/ann'}}";
        assertThat(written(access, "POST", "/fhir/Condition", condition)).isEqualTo(403);
        assertThat(written(access, "DELETE", own, "")).isEqualTo(204);
        isNamedInTheLog(diary);
    }

    private void isNamedInTheLog(AppVisits diary) throws Exception {
        var auditor = north.token("audrey", Role.AUDITOR);
        assertThat(north.send(auditor, "GET", "/fhir/AuditEvent?action=C&patient=ann", "")
                        .body())
                .contains(diary.app().id());
    }
}
