package org.healthsphere.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.Receipts;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.AccessTokens.Audience;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs' interface over HTTPS, call by call, held against its description. */
@TestInstance(Lifecycle.PER_CLASS)
class ApiIT {
    private static final Route RECORD = Route.post("/api/v1/patients/:id/network-record");
    private static final Route SUMMARY = Route.post("/api/v1/patients/:id/network-summary");
    private static final Route GRANT = Route.post("/api/v1/consents");
    private static final Route REVOKE = Route.post("/api/v1/consents/:id/revocation");
    private static final Route CONSENT_PROOF = Route.get("/api/v1/consents/:id/log-proof");
    private static final Route REVOCATION_PROOF = Route.get("/api/v1/consents/:id/revocation/log-proof");
    private static final Route STUDY = Route.post("/api/v1/studies/releases");
    private static final Route FEED = Route.post("/api/v1/feeds/:kind/:source");
    private static final Route REPORT = Route.get("/api/v1/feeds");
    private static final Route WAITING = Route.get("/api/v1/messages/waiting");
    private static final Route QUESTION = Route.post("/api/v1/terminology/questions");

    private final OpenApi description = new OpenApi();
    private TwoHospitals network;
    private Hospital north;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        north.put(
                "Patient/p1",
                "{'resourceType':'Patient','id':'p1','name':[{'family':'Testova'}],'birthDate':'1961-07-09'}");
        north.put(
                "Condition/c1",
                "{'resourceType':'Condition','id':'c1','code':{'text':'Asthma'},'subject':{'reference':'Patient/p1'}}");
    }

    @AfterAll
    void close() throws Exception {
        network.close();
    }

    static Stream<Route> routes() {
        return ApiRoutes.WHO_MAY.routes().stream();
    }

    static Stream<Arguments> routesAndRoles() {
        return routes().flatMap(route -> Arrays.stream(Role.values()).map(role -> Arguments.of(route, role)));
    }

    @Test
    void the_description_names_every_route_and_for_whom_it_is() {
        var mounted = new TreeMap<String, Set<Role>>();
        routes().forEach(route -> mounted.put(
                OpenApi.name(route),
                Arrays.stream(Role.values())
                        .filter(role -> ApiRoutes.WHO_MAY.permits(route, Optional.of(role)))
                        .collect(Collectors.toSet())));
        assertThat(description.rolesByRoute()).isEqualTo(mounted);
        assertThat(description.document.path("openapi").asText()).startsWith("3.1");
        assertThat(description.references())
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                description.document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @ParameterizedTest
    @MethodSource("routesAndRoles")
    void only_whom_it_is_for_gets_behind_the_door(Route route, Role role) throws Exception {
        var answer = call(route, north.token("p1", role), "");
        var may = ApiRoutes.WHO_MAY.permits(route, Optional.of(role));
        assertThat(answer.statusCode() == 403).isEqualTo(!may);
        assertThat(description.problems(route, answer)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void without_a_good_token_nobody_is_known(Route route) throws Exception {
        for (var token :
                List.of("", "nonsense", network.south.token("p1", roleFor(route)), expired(route), bent(route))) {
            var answer = call(route, token, "");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(description.problems(route, answer)).isEmpty();
        }
        var request = HttpRequest.newBuilder(URI.create(north.url() + path(route)))
                .method(route.method(), HttpRequest.BodyPublishers.noBody());
        assertThat(north.http().send(request.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    private static Role roleFor(Route route) {
        return Arrays.stream(Role.values())
                .filter(role -> ApiRoutes.WHO_MAY.permits(route, Optional.of(role)))
                .findFirst()
                .orElseThrow();
    }

    private String expired(Route route) {
        var identity = north.running().identity();
        var audience = new Audience(identity.id(), "https://" + identity.id() + ".healthsphere.org");
        var yesterday =
                new AccessTokens(audience, identity, () -> Instant.now().minus(Duration.ofDays(1)), new SecureRandom());
        return yesterday.issue(new Wanted("p1", roleFor(route), Set.of(new Scope("*", "rs")), Duration.ofHours(1)));
    }

    private String bent(Route route) {
        var token = north.token("p1", roleFor(route));
        var last = token.charAt(token.length() - 5) == 'A' ? "B" : "A";
        return token.substring(0, token.length() - 5) + last + token.substring(token.length() - 4);
    }

    @Test
    void a_record_with_its_members_and_receipts() throws Exception {
        var answer = good(RECORD, Role.CLINICIAN, "", 200);
        assertThat(answer.path("members")
                        .valueStream()
                        .map(one -> one.path("member").asText()))
                .containsExactly("north", "south");
        assertThat(answer.path("items")).hasSize(1);
        var receipt = answer.path("receipts").path(0).asText();
        assertThat(Receipts.verify(
                                Bytes.utf8(receipt), north.running().identity().verificationKey())
                        .orElseThrow()
                        .permitted())
                .isTrue();
        assertThat(good(SUMMARY, Role.CLINICIAN, "", 200)
                        .at("/entry/0/resource/resourceType")
                        .asText())
                .isEqualTo("Composition");
    }

    @Test
    void a_steward_asks_the_record_of_the_terminology() throws Exception {
        var answer = good(
                QUESTION,
                Role.STEWARD,
                "{\"query\":\"SELECT (COUNT(*) AS ?n) WHERE { ?version"
                        + " <https://healthsphere.org/ns/terminology#indexSha256> ?file }\"}",
                200);
        assertThat(answer.at("/rows/0/0").asInt()).isPositive();
        var refused = call(QUESTION, north.token("s", Role.STEWARD), "{\"query\":\"DROP ALL\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(description.problems(QUESTION, refused)).isEmpty();
    }

    @Test
    void the_glass_is_broken_for_a_reason() throws Exception {
        var token = north.token("doctor-1", Role.CLINICIAN);
        var answer = north.send(token, "POST", "/api/v1/patients/p1/network-record?reason=emergency", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        var receipt = House.tree(answer.body()).path("receipts").path(0).asText();
        assertThat(Receipts.verify(
                                Bytes.utf8(receipt), north.running().identity().verificationKey())
                        .orElseThrow()
                        .purpose())
                .isEqualTo(PurposeOfUse.ETREAT);
    }

    @Test
    void a_patient_who_is_not_here_is_not_found() throws Exception {
        var token = north.token("doctor-1", Role.CLINICIAN);
        for (var patient : List.of("p2", "0", "a.b-c")) {
            var answer = north.send(token, "POST", "/api/v1/patients/" + patient + "/network-record", "");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(description.problems(RECORD, answer)).isEmpty();
        }
        var odd = north.send(token, "POST", "/api/v1/patients/not%20an%20id/network-record", "");
        assertThat(odd.statusCode()).isEqualTo(404);
    }

    @Test
    void a_consent_is_signed_and_ended() throws Exception {
        var paper = House.consent("{'type':'permit'}");
        paper.putObject("patient").put("reference", "Patient/p9");
        var signed = good(GRANT, Role.PATIENT, paper.toString(), 201);
        var path = "/api/v1/consents/" + signed.path("id").asText() + "/revocation";
        for (var twice = 0; twice < 2; twice++) {
            var ended = north.send(north.token("p9", Role.PATIENT), "POST", path, "");
            assertThat(ended.statusCode()).isEqualTo(200);
            assertThat(description.problems(REVOKE, ended)).isEmpty();
        }
        var other = north.send(north.token("p2", Role.PATIENT), "POST", path, "");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(description.problems(REVOKE, other)).isEmpty();
    }

    @Test
    void a_consent_its_end_and_a_receipt_are_proved_as_soon_as_members_have_signed() throws Exception {
        var paper = House.consent("{'type':'permit'}");
        var signed = good(GRANT, Role.PATIENT, paper.toString(), 201);
        var consent = "/api/v1/consents/" + signed.path("id").asText();
        assertThat(proved(CONSENT_PROOF, consent + "/log-proof")).contains("\"kind\":\"Grant\"");
        var early = north.send(north.token("p9", Role.PATIENT), "GET", consent + "/revocation/log-proof", "");
        assertThat(early.statusCode()).isEqualTo(404);
        var _ = north.send(north.token("p9", Role.PATIENT), "POST", consent + "/revocation", "");
        assertThat(proved(REVOCATION_PROOF, consent + "/revocation/log-proof")).contains("\"kind\":\"Revoke\"");
        var other = north.send(north.token("p2", Role.PATIENT), "GET", consent + "/log-proof", "");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(description.problems(CONSENT_PROOF, other)).isEmpty();
    }

    /** The leaf of a proof that holds, once there is one. */
    private String proved(Route route, String path) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var answer = north.send(north.token("p9", Role.PATIENT), "GET", path, "");
        while (answer.statusCode() == 503 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            answer = north.send(north.token("p9", Role.PATIENT), "GET", path, "");
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(description.problems(route, answer)).isEmpty();
        var proof = LogProof.decode(Bytes.utf8(answer.body())).orElseThrow();
        var keys = Map.of(
                north.config().id(), north.running().identity().verificationKey(),
                network.south.config().id(), network.south.running().identity().verificationKey());
        return proof.verified(keys, 2).orElseThrow().utf8();
    }

    @Test
    void a_consent_that_cannot_be_taken_says_why() throws Exception {
        good(GRANT, Role.PATIENT, "", 400);
        good(GRANT, Role.PATIENT, "[]", 400);
        good(GRANT, Role.PATIENT, "{", 400);
        var named = good(GRANT, Role.PATIENT, "{\"resourceType\":\"Consent\",\"status\":\"draft\"}", 422);
        assertThat(named.findValuesAsText("diagnostics")).anyMatch(text -> text.startsWith("Consent.status: "));
        var foreign = House.consent("{'type':'permit'}");
        foreign.putObject("patient").put("reference", "Patient/p2");
        assertThat(good(GRANT, Role.PATIENT, foreign.toString(), 422)
                        .at("/issue/0/diagnostics")
                        .asText())
                .isEqualTo("Consent.patient: is not the holder of the token");
    }

    @Test
    void a_no_without_a_purpose_is_a_no_to_all_but_the_glass() throws Exception {
        good(GRANT, Role.PATIENT, House.consent("{'type':'deny'}").toString(), 201);
        var proof = House.tree(
                good(GRANT, Role.PATIENT, House.consent("{'type':'deny'}").toString(), 201)
                        .path("proof")
                        .asText());
        var purposes = House.tree(proof.path("signed").asText()).findValue("purposes");
        assertThat(purposes.valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("TREAT", "PATRQT", "HRESCH", "HOPERAT", "PUBHLTH");
        var yes = House.tree(
                good(GRANT, Role.PATIENT, House.consent("{'type':'permit'}").toString(), 201)
                        .path("proof")
                        .asText());
        assertThat(House.tree(yes.path("signed").asText())
                        .findValue("purposes")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactly("TREAT");
    }

    @Test
    void a_study_is_asked_and_answered_with_its_certificate() throws Exception {
        var query = """
                {"v":1,"id":"s1","tier":"T1","epsilonMicros":500000,"purpose":{"act":"HRESCH","study":"s1"},
                 "cohort":{"has":{"type":"Condition","code":{"is-a":"https://healthsphere.org/fhir/CodeSystem/conditions|asthma"}}},"out":[{"count":{}}]}""";
        good(STUDY, Role.RESEARCHER, query, 200);
        good(STUDY, Role.RESEARCHER, "{}", 400);
        good(STUDY, Role.RESEARCHER, "", 400);
    }

    @Test
    void messages_are_stored_repeated_or_set_aside_with_a_reason() throws Exception {
        var message = """
                {"resourceType":"Bundle","type":"collection","identifier":{"system":"urn:x","value":"1"},"entry":[
                 {"fullUrl":"urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7","resource":{"resourceType":"Patient","id":"x",
                  "identifier":[{"system":"https://north.example/mrn","value":"m1"}],"name":[{"family":"Testova"}]}}]}""";
        assertThat(good(FEED, Role.SYSTEM, message, 201).path("status").asText())
                .isEqualTo("stored");
        assertThat(good(FEED, Role.SYSTEM, message, 200).path("status").asText())
                .isEqualTo("repeated");
        var before = good(REPORT, Role.OPERATOR, "", 200);
        var aside = good(FEED, Role.SYSTEM, "{\"resourceType\":\"Secret\",\"name\":\"Testova\"}", 422);
        assertThat(aside.path("reason").asText()).isNotBlank().doesNotContain("Testova");
        var waiting = good(WAITING, Role.OPERATOR, "", 200).path("waiting");
        assertThat(waiting).anySatisfy(entry -> {
            assertThat(entry.path("entry")).isEqualTo(aside.path("entry"));
            assertThat(entry.path("reason")).isEqualTo(aside.path("reason"));
        });
        var after = good(REPORT, Role.STEWARD, "", 200);
        assertThat(after.path("quarantined").asInt())
                .isEqualTo(before.path("quarantined").asInt() + 1);
        assertThat(after.path("received").asInt())
                .isEqualTo(
                        after.path("stored").asInt() + after.path("quarantined").asInt());
    }

    @Test
    void feeds_and_sources_that_are_not_configured_are_not_found() throws Exception {
        var token = north.token("system", Role.SYSTEM);
        for (var path : List.of("/api/v1/feeds/fhir/nowhere", "/api/v1/feeds/fax/north")) {
            var answer = north.send(token, "POST", path, "{}");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(description.problems(FEED, answer)).isEmpty();
        }
        assertThat(north.send(token, "POST", "/api/v1/nothing", "{}").statusCode())
                .isEqualTo(404);
    }

    @CanIgnoreReturnValue
    private JsonNode good(Route route, Role role, String body, int status) throws Exception {
        // Who consents is not the patient whose record is opened.
        var answer = call(route, north.token(role == Role.PATIENT ? "p9" : "p1", role), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(description.problems(route, answer)).isEmpty();
        assertThat(answer.headers().firstValue("X-Correlation-Id").orElseThrow())
                .matches("[0-9a-f]{32}");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        return House.tree(answer.body());
    }

    private HttpResponse<String> call(Route route, String token, String body) throws Exception {
        return north.send(token, route.method(), path(route), body);
    }

    private static String path(Route route) {
        var id = route.equals(REVOKE) ? "0123456789abcdef0123456789abcdef" : "p1";
        return route.path().replace(":id", id).replace(":kind", "fhir").replace(":source", "north");
    }
}
