package org.healthsphere.node.http.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.node.smart.AppBook;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Apps at a running node: people are asked on its pages, tokens open its FHIR interface, and close again. */
@TestInstance(Lifecycle.PER_CLASS)
class SmartIT {
    private static final String SCOPES = "launch/patient openid fhirUser offline_access patient/*.rs user/*.rs launch";
    private static final String LABORATORY =
            "'category':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'laboratory'}]}]";

    private TwoHospitals network;
    private Hospital north;
    private ECKey key;
    private App app;
    private App loader;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        key = new ECKeyGenerator(Curve.P_384).keyID("one").generate();
        north.put(
                "Patient/ann",
                "{'resourceType':'Patient','id':'ann','name':[{'family':'Sample'}],'birthDate':'1961-07-09'}");
        north.put("Patient/ben", "{'resourceType':'Patient','id':'ben','name':[{'family':'Other'}]}");
        for (var patient : List.of("ann", "ben")) {
            north.put(
                    "Condition/" + patient,
                    "{'resourceType':'Condition','id':'" + patient + "','subject':{'reference':'Patient/" + patient
                            + "'}}");
        }
        north.put("Observation/sugar", observation("sugar", LABORATORY + ","));
        north.put("Observation/pulse", observation("pulse", ""));
        north.account("ann", Role.PATIENT, Optional.of("ann"));
        north.account("carl", Role.CLINICIAN, Optional.empty());
        app = register("Growth Chart", new Proof.Nothing(), SCOPES);
        loader = register("Loader", new Proof.Keys("{\"keys\":[" + key.toPublicJWK() + "]}"), "system/Patient.rs");
    }

    @AfterAll
    void close() throws Exception {
        network.close();
    }

    private static String observation(String id, String category) {
        return "{'resourceType':'Observation','id':'" + id + "','status':'final'," + category + "'code':{'text':'" + id
                + "'},'subject':{'reference':'Patient/ann'}}";
    }

    private AppBook book() {
        return AppBook.open(new NodeFolder(north.config().data()).apps(), new SecureRandom())
                .orElseThrow();
    }

    private App register(String name, Proof proof, String scopes) {
        return book().register(new App(
                        "",
                        name,
                        proof,
                        List.of(AppVisits.BACK),
                        Optional.of("https://app.example.org/start"),
                        Set.of(scopes.split(" ")),
                        Optional.empty(),
                        false))
                .orElseThrow()
                .app();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return visits().send(request);
    }

    private AppVisits visits() {
        return new AppVisits(north, app);
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(north.url() + path));
    }

    private int status(String token, String path) throws Exception {
        return north.send(token, "GET", path, "").statusCode();
    }

    @Test
    void the_statement_of_capabilities_says_where_apps_get_leave() throws Exception {
        var security = House.tree(send(at("/fhir/metadata")).body())
                .path("rest")
                .path(0)
                .path("security");
        assertThat(security.path("cors").asBoolean()).isTrue();
        assertThat(security.path("service")
                        .path(0)
                        .path("coding")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("SMART-on-FHIR");
        assertThat(security.path("extension")
                        .path(0)
                        .path("extension")
                        .valueStream()
                        .collect(Collectors.toMap(
                                e -> e.path("url").asText(),
                                e -> e.path("valueUri").asText())))
                .containsEntry("token", north.url() + "/smart/token")
                .containsEntry("authorize", north.url() + "/authorize")
                .containsEntry("revoke", north.url() + "/smart/revoke");
    }

    @Test
    void apps_of_other_members_find_who_this_server_is() throws Exception {
        var answer = send(at("/fhir/.well-known/udap"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(House.tree(answer.body()).path("registration_endpoint").asText())
                .isEqualTo(north.url() + "/smart/register");
        assertThat(House.tree(answer.body()).path("signed_metadata").asText().split("\\.", -1))
                .hasSize(3);
    }

    @Test
    void a_patient_signs_in_on_the_way_and_the_app_sees_the_own_record_and_no_other() throws Exception {
        var reader = new Reader(north.http(), north.url());
        var page = AppVisits.question(reader.get("/authorize?" + visits().request(SCOPES)));
        var away = reader.get(page);
        assertThat(away.headers().firstValue("Location")).contains("/login?next=" + page);
        var login = reader.follow(away).body();
        assertThat(signedIn(reader, login).headers().firstValue("Location")).contains(page);
        var shown = reader.get(page);
        assertThat(shown.body())
                .contains("Growth Chart")
                .contains("Hospital north")
                .contains("app.example.org");
        assertThat(shown.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("form-action 'self' https://app.example.org");
        var token = visits().exchanged(AppVisits.allow(reader, page, Map.of()));
        assertThat(token.path("patient").asText()).isEqualTo("ann");
        var access = token.path("access_token").asText();
        assertThat(status(access, "/fhir/Patient/ann")).isEqualTo(200);
        assertThat(status(access, "/fhir/Patient/ben")).isEqualTo(404);
        assertThat(status(access, "/fhir/Condition/ben")).isEqualTo(404);
        assertThat(north.send(access, "GET", "/fhir/Condition", "").body()).contains("\"total\":1");
        assertThat(reader.get("/me/looked").body())
                .contains("Growth Chart", "an app that you connected")
                .contains("conditions");
        assertThat(north.send(access, "PUT", "/fhir/Patient/ann", "{\"resourceType\":\"Patient\",\"id\":\"ann\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(north.send(access, "POST", "/api/v1/patients/ann/network-record", "")
                        .statusCode())
                .as("good for the FHIR interface only")
                .isEqualTo(401);
    }

    private static HttpResponse<String> signedIn(Reader reader, String login) throws Exception {
        return reader.post(
                "/login",
                Map.of(
                        "login",
                        "ann",
                        "password",
                        TwoHospitals.PASSWORD,
                        "csrf",
                        Reader.csrf(login),
                        "next",
                        Reader.hidden(login, "next")));
    }

    @Test
    void a_page_of_this_node_is_the_only_place_to_go_on_after_signing_in() throws Exception {
        for (var place : List.of("https://evil.example", "//evil.example", "/me", "/authorize/../me", "/authorize/x")) {
            var reader = new Reader(north.http(), north.url());
            var login = reader.get("/login?next=" + URLEncoder.encode(place, StandardCharsets.UTF_8));
            assertThat(login.body()).doesNotContain("name=\"next\"");
            var answer = reader.post(
                    "/login",
                    Map.of(
                            "login",
                            "ann",
                            "password",
                            TwoHospitals.PASSWORD,
                            "csrf",
                            Reader.csrf(login.body()),
                            "next",
                            place));
            assertThat(answer.headers().firstValue("Location")).contains("/me");
        }
    }

    @Test
    void a_patient_who_says_no_is_sent_back_without_a_code() throws Exception {
        var reader = north.reader("ann");
        var page = AppVisits.question(reader.get("/authorize?" + visits().request(SCOPES)));
        var answer = AppVisits.sent(reader.submit(page, page, Map.of("answer", "decline")));
        assertThat(answer).containsEntry("error", "access_denied").doesNotContainKey("code");
    }

    @Test
    void an_answer_must_come_from_the_page_that_asks() throws Exception {
        var reader = north.reader("ann");
        var page = AppVisits.question(reader.get("/authorize?" + visits().request(SCOPES)));
        assertThat(reader.get(page).statusCode()).isEqualTo(200);
        assertThat(reader.post(page, Map.of("answer", "allow", "csrf", "guessed"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(north.reader("ann")
                        .submit("/me/apps", page, Map.of("answer", "allow"))
                        .statusCode())
                .as("another session of the same person")
                .isEqualTo(410);
    }

    @Test
    void the_request_may_come_by_form() throws Exception {
        var reader = north.reader("ann");
        var answer = send(at("/authorize")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString(visits().request(SCOPES))));
        assertThat(AppVisits.allow(reader, AppVisits.question(answer), Map.of()))
                .containsKey("code");
    }

    @Test
    void an_app_that_nobody_knows_leads_nowhere() throws Exception {
        var reader = new Reader(north.http(), north.url());
        var answer = reader.get("/authorize?" + visits().request(SCOPES, "client_id", "app-0"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("This app cannot be connected.");
        var elsewhere =
                reader.get("/authorize?" + visits().request(SCOPES, "redirect_uri", "https://evil.example/back"));
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(elsewhere.body()).doesNotContain("evil.example");
    }

    @Test
    void a_constraint_narrows_searches_and_reads() throws Exception {
        var access = visits().connected(
                        north.reader("ann"),
                        "launch/patient patient/Observation.rs?category="
                                + "http://terminology.hl7.org/CodeSystem/observation-category|laboratory")
                .path("access_token")
                .asText();
        assertThat(status(access, "/fhir/Observation/sugar")).isEqualTo(200);
        assertThat(status(access, "/fhir/Observation/pulse")).isEqualTo(404);
        assertThat(status(access, "/fhir/Condition/ann")).isEqualTo(403);
        assertThat(north.send(access, "GET", "/fhir/Observation?patient=ann", "")
                        .body())
                .contains("\"total\":1")
                .contains("sugar")
                .doesNotContain("pulse");
    }

    @Test
    void a_patient_ends_an_app_and_its_next_request_is_refused() throws Exception {
        var reader = north.reader("ann");
        var token = visits().connected(reader, SCOPES);
        var access = token.path("access_token").asText();
        assertThat(status(access, "/fhir/Patient/ann")).isEqualTo(200);
        var page = reader.get("/me/apps").body();
        assertThat(page).contains("Growth Chart").contains("allergies");
        while (page.contains("/stop\"")) {
            var stop = Reader.link(page, "/me/apps/[a-f0-9]{32}/stop");
            var stopped = reader.submit("/me/apps", stop, Map.of());
            assertThat(stopped.headers().firstValue("Location")).contains("/me/apps?done=disconnected");
            page = reader.follow(stopped).body();
        }
        assertThat(page).contains("Disconnected.").contains("You have not connected any app.");
        var refused = north.send(access, "GET", "/fhir/Patient/ann", "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("OperationOutcome");
    }

    @Test
    void a_clinician_opens_an_app_from_the_desk_and_it_sees_that_record_alone() throws Exception {
        var reader = north.reader("carl");
        var found = reader.follow(reader.submit("/desk", "/desk/find", Map.of("name", "sample")));
        var patient = Reader.link(found.body(), "/desk/patient/");
        assertThat(reader.settled(patient).body()).contains("Growth Chart");
        var started = reader.submit(patient, patient + "/app", Map.of("app", app.id()));
        var start = URI.create(started.headers().firstValue("Location").orElseThrow());
        assertThat(start.toString()).startsWith("https://app.example.org/start?iss=");
        var launch = start.getRawQuery().replaceFirst(".*launch=", "");
        var page = AppVisits.question(
                reader.get("/authorize?" + visits().request("launch patient/*.rs", "launch", launch)));
        var token = visits().exchanged(AppVisits.allow(reader, page, Map.of()));
        assertThat(token.path("patient").asText()).isEqualTo("ann");
        var access = token.path("access_token").asText();
        assertThat(status(access, "/fhir/Patient/ann")).isEqualTo(200);
        assertThat(status(access, "/fhir/Patient/ben")).isEqualTo(404);
        assertThat(north.send(access, "GET", "/fhir/Condition", "").body()).contains("\"total\":1");
    }

    @Test
    void a_clinician_who_comes_with_an_app_chooses_the_patient() throws Exception {
        var reader = north.reader("carl");
        var page = AppVisits.question(reader.get("/authorize?" + visits().request("launch/patient patient/*.rs")));
        assertThat(reader.get(page).body()).contains("Whose record?");
        assertThat(reader.submit(page, page + "/patient", Map.of()).statusCode())
                .isEqualTo(422);
        var hits =
                reader.submit(page, page + "/patient", Map.of("name", "other")).body();
        var chosen = Reader.hidden(hits, "patient");
        var fields = new ArrayList<Map.Entry<String, String>>();
        fields.add(Map.entry("csrf", Reader.csrf(hits)));
        fields.add(Map.entry("answer", "allow"));
        fields.add(Map.entry("patient", chosen));
        Reader.ticked(hits, "kind").forEach(kind -> fields.add(Map.entry("kind", kind)));
        var token = visits().exchanged(AppVisits.sent(reader.post(page, fields)));
        assertThat(token.path("patient").asText()).isEqualTo("ben");
        assertThat(status(token.path("access_token").asText(), "/fhir/Patient/ann"))
                .isEqualTo(404);
    }

    @Test
    void a_system_of_clinicians_starts_an_app_by_a_call() throws Exception {
        var body = "{\"app\":\"" + app.id() + "\",\"patient\":\"ann\"}";
        var answer = north.send(north.token("carl", Role.CLINICIAN), "POST", "/api/v1/launches", body);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(House.tree(answer.body()).path("url").asText()).startsWith("https://app.example.org/start?iss=");
        var nobody = body.replace("ann", "nobody");
        assertThat(north.send(north.token("carl", Role.CLINICIAN), "POST", "/api/v1/launches", nobody)
                        .statusCode())
                .isEqualTo(404);
        assertThat(north.send(north.token("ann", Role.PATIENT), "POST", "/api/v1/launches", body)
                        .statusCode())
                .isEqualTo(403);
    }

    private String assertion(String id) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer(loader.id())
                .subject(loader.id())
                .audience(north.url() + "/smart/token")
                .jwtID(id)
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(4))))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("one").build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    @Test
    void a_program_reads_what_it_may_by_itself() throws Exception {
        var token = visits().token(Map.of(
                "grant_type", "client_credentials",
                "scope", "system/Patient.rs",
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", assertion(UUID.randomUUID().toString())));
        var access = token.path("access_token").asText();
        assertThat(status(access, "/fhir/Patient/ben")).isEqualTo(200);
        assertThat(status(access, "/fhir/Condition/ben")).isEqualTo(403);
    }
}
