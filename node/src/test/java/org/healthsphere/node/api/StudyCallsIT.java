package org.healthsphere.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A study among two nodes as they run: sealed letters between them, stewards and a researcher at their doors, one ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class StudyCallsIT {
    private static final String RUN = "/api/v1/studies/how-many/analyses/0/release";
    private static final String DRAFT = """
            {"type":"study","v":1,"id":"how-many","duo":["DUO:0000006"],"asker":{"title":"How many?","purpose":"HRESCH"},
             "safety":{"protection":{"noise":{"rhoMicros":100000}},"terms":{"threshold":10,"quorum":2,"colluders":1},
              "notAfter":"2099-01-01T00:00:00Z"},
             "cohort":{"or":[{"demo":{"sex":"male"}},{"demo":{"sex":"female"}}]},
             "variables":[{"name":"sex","sex":{}}],"analyses":[{"name":"by-sex","crosstab":{"by":["sex"]}}]}""";

    private TwoHospitals network;
    private Hospital north;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
    }

    @AfterAll
    void close() throws Exception {
        network.close();
    }

    private JsonNode called(Hospital at, Role role, String method, String path, String body, int status)
            throws Exception {
        var answer = at.send(at.token(role.name().toLowerCase(Locale.ROOT), role), method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void a_study_is_proposed_approved_by_each_steward_computed_once_and_replayed() throws Exception {
        var plan = called(north, Role.RESEARCHER, "POST", "/api/v1/studies", DRAFT, 201)
                .path("plan")
                .asText();
        var _ = called(north, Role.RESEARCHER, "POST", RUN, "", 503);
        approve(plan);
        var release = called(north, Role.RESEARCHER, "POST", RUN, "", 200);
        assertThat(release.path("certificate").path("counted"))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.path("debit").asText())
                        .as("paid before it left")
                        .hasSize(64));
        assertThat(called(north, Role.RESEARCHER, "POST", RUN, "", 200))
                .as("computed once")
                .isEqualTo(release);
        assertThat(called(north, Role.RESEARCHER, "GET", RUN, "", 200)).isEqualTo(release);
        assertThat(called(north, Role.RESEARCHER, "GET", "/api/v1/studies/how-many/analyses/0/replay", "", 200))
                .isEqualTo(release.path("certificate").path("result"));
        var _ = called(north, Role.RESEARCHER, "POST", "/api/v1/studies/how-many/analyses/1/release", "", 404);
        var _ = called(network.south, Role.RESEARCHER, "GET", RUN, "", 404);
        assertThat(called(north, Role.RESEARCHER, "GET", "/api/v1/studies", "", 200)
                        .path("studies")
                        .path(0)
                        .path("sites"))
                .hasSize(2)
                .allSatisfy(site -> assertThat(site.path("standing").asText()).isEqualTo("approved"));
        var changed = DRAFT.replace("100000", "100001");
        var _ = called(north, Role.RESEARCHER, "POST", "/api/v1/studies", changed, 409);
        var _ = called(north, Role.RESEARCHER, "POST", "/api/v1/studies", "{}", 400);
    }

    private void approve(String plan) throws Exception {
        for (var hospital : List.of(north, network.south)) {
            assertThat(called(hospital, Role.STEWARD, "GET", "/api/v1/study-proposals", "", 200)
                            .path("studies")
                            .path(0)
                            .path("standing")
                            .asText())
                    .isEqualTo("pending");
            var decision = "/api/v1/study-proposals/" + plan + "/decision";
            var _ = called(hospital, Role.STEWARD, "POST", decision, "{}", 400);
            var _ = called(hospital, Role.STEWARD, "POST", decision, "{\"decision\":\"approve\"}", 200);
        }
    }
}
