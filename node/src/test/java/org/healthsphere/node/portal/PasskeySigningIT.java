package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.passkeys.SoftwareAuthenticator;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.PatientSignature;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A patient's consents from his own passkey to the ledger of a running network, by the pages and by his app. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class PasskeySigningIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CONSENT = """
            {"resourceType": "Consent", "status": "active",
             "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
               "code": "patient-privacy"}]},
             "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
             "provision": {"type": "permit",
               "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}]}}
            """;

    private TwoHospitals network;
    private Hospital north;
    private SoftwareAuthenticator phone;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        north.put("Patient/ann", "{'resourceType':'Patient','id':'ann','name':[{'family':'Sample','given':['Ann']}]}");
        north.put("Patient/ben", "{'resourceType':'Patient','id':'ben','name':[{'family':'Sample','given':['Ben']}]}");
        north.account("ann", Role.PATIENT, Optional.of("ann"));
        phone = device();
    }

    @AfterAll
    void stop() {
        network.close();
    }

    private SoftwareAuthenticator device() {
        return new SoftwareAuthenticator(north.url(), new SecureRandom());
    }

    private JsonNode called(String token, String method, String path, String body, int status) throws Exception {
        var answer = north.send(token, method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private String code(String patient) throws Exception {
        var desk = north.token("desk", Role.CLINICIAN);
        return called(desk, "POST", "/api/v1/patients/" + patient + "/sign-in-codes", "{\"proof\":\"passport\"}", 201)
                .path("code")
                .asText();
    }

    private static List<String> options(String page) throws Exception {
        var found = Pattern.compile("data-options=\"([^\"]+)\"").matcher(page);
        assertThat(found.find()).as(page).isTrue();
        var options = new ArrayList<String>();
        JSON.readTree(found.group(1).replace("&#34;", "\"").replace("&amp;", "&"))
                .forEach(one -> options.add(one.toString()));
        return options;
    }

    private Reader madeByCode(SoftwareAuthenticator device) throws Exception {
        var reader = new Reader(north.http(), north.url());
        var asked = reader.submit("/login/code", "/login/code", Map.of("code", code("ann")));
        var made = reader.post(
                "/login/code/passkey",
                Map.of(
                        "csrf", Reader.csrf(asked.body()),
                        "creation", Reader.hidden(asked.body(), "creation"),
                        "name", "Phone",
                        "answer", device.create(options(asked.body()).getFirst())));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        return reader;
    }

    private Reader signedIn(SoftwareAuthenticator device) throws Exception {
        var reader = new Reader(north.http(), north.url());
        var login = reader.get("/login").body();
        var answer = device.get(options(login).getFirst());
        var in = reader.post("/login/passkey", Map.of("csrf", Reader.csrf(login), "answer", answer));
        assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
        return reader;
    }

    private static HttpResponse<String> answered(
            Reader reader, SoftwareAuthenticator device, String page, String action, Map<String, String> more)
            throws Exception {
        List<Map.Entry<String, String>> fields = new ArrayList<>(more.entrySet());
        fields.add(Map.entry("csrf", Reader.csrf(page)));
        for (var asked : options(page)) {
            fields.add(Map.entry("answer", device.get(asked)));
        }
        return reader.post(action, fields);
    }

    private static String preview(Reader reader) throws Exception {
        return reader.submit(
                        "/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"))
                .body();
    }

    private static HttpResponse<String> signed(Reader reader, SoftwareAuthenticator device) throws Exception {
        var page = preview(reader);
        return answered(
                reader, device, page, "/me/sharing/sign", Map.of("preview", Reader.hidden(page, "preview")));
    }

    @Test
    @Order(1)
    void before_there_is_a_passkey_the_hospital_signs_and_says_so() throws Exception {
        var reader = north.reader("ann");
        var page = preview(reader);
        assertThat(page).doesNotContain("data-options=").contains("signs with your key, which it keeps for you");
        var answer = reader.post(
                "/me/sharing/sign",
                Map.of("csrf", Reader.csrf(page), "preview", Reader.hidden(page, "preview")));
        assertThat(answer.headers().firstValue("Location")).contains("/me/sharing?done=signed");
    }

    @Test
    @Order(2)
    void the_first_passkey_takes_the_place_of_that_key_and_signs_what_ends_and_what_begins() throws Exception {
        var reader = madeByCode(phone);
        var page = preview(reader);
        assertThat(options(page)).hasSize(2);
        assertThat(page).contains("You sign with your passkey.").contains("You sign 2 times");
        var answer = answered(
                reader, phone, page, "/me/sharing/sign", Map.of("preview", Reader.hidden(page, "preview")));
        assertThat(answer.headers().firstValue("Location")).contains("/me/sharing?done=signed");
        assertThat(reader.follow(answer).body()).contains("Signed. It is in force.");
    }

    @Test
    @Order(3)
    void the_proof_shows_the_passkeys_signature_to_anybody() throws Exception {
        var reader = signedIn(phone);
        var link = Reader.link(reader.get("/me/sharing").body(), "/me/sharing/");
        var consent = link.split("/", -1)[3];
        var proof = JSON.readTree(reader.get("/me/sharing/" + consent + "/proof").body())
                .path("proof");
        var statement = Bytes.utf8(proof.path("signed").asText());
        var assertion = Bytes.base64url(proof.path("signature").asText());
        assertThat(proof.path("key").asText()).isEqualTo(phone.key().thumbprint().hex());
        assertThat(PatientSignature.verifies(
                        phone.key().publicKey(),
                        new PatientSignature.Signed(statement, Optional.of(Sha256.of("localhost"))),
                        assertion))
                .isTrue();
    }

    @Test
    @Order(4)
    void without_an_answer_or_with_another_devices_nothing_is_signed() throws Exception {
        var reader = signedIn(phone);
        var page = preview(reader);
        var unsigned = reader.post(
                "/me/sharing/sign",
                Map.of("csrf", Reader.csrf(page), "preview", Reader.hidden(page, "preview")));
        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(signed(reader, device()).statusCode()).isEqualTo(401);
        var patient = north.token("ann", Role.PATIENT);
        called(patient, "POST", "/api/v1/consents", CONSENT, 403);
    }

    @Test
    @Order(5)
    void who_lost_his_passkey_gets_another_at_the_desk_and_it_ends_what_the_lost_one_said() throws Exception {
        var laptop = device();
        var reader = madeByCode(laptop);
        var link = Reader.link(reader.get("/me/sharing").body(), "/me/sharing/[0-9a-f]+/stop");
        var page = reader.get(link).body();
        var stopped = answered(reader, laptop, page, link, Map.of());
        assertThat(stopped.headers().firstValue("Location")).contains("/me/sharing?done=withdrawn");
        var removed = reader.submit("/account", "/account/passkeys/" + phone.id() + "/remove", Map.of());
        assertThat(removed.headers().firstValue("Location")).contains("/account?done=removed");
        assertThat(signed(reader, laptop).headers().firstValue("Location")).contains("/me/sharing?done=signed");
        phone = laptop;
    }

    @Test
    @Order(6)
    void an_app_of_the_patient_makes_a_passkey_and_signs_with_it() throws Exception {
        var ben = north.token("ben", Role.PATIENT);
        var device = device();
        var code = code("ben");
        called(north.token("ann", Role.PATIENT), "POST", "/api/v1/passkey-creations", "{\"code\":\"" + code + "\"}", 403);
        var asked = called(ben, "POST", "/api/v1/passkey-creations", "{\"code\":\"" + code + "\"}", 200);
        var made = JSON.createObjectNode()
                .put("code", code)
                .put("creation", asked.path("creation").asText())
                .put("name", "Tablet");
        made.set("answer", JSON.readTree(device.create(asked.toString())));
        assertThat(called(ben, "POST", "/api/v1/passkeys", made.toString(), 201).path("passkey").asText())
                .isEqualTo(device.id());
        var draft = called(ben, "POST", "/api/v1/consent-drafts", CONSENT, 201);
        var path = "/api/v1/consent-drafts/" + draft.path("draft").asText() + "/signature";
        var answer = "{\"answer\":" + device.get(draft.toString()) + "}";
        var id = called(ben, "POST", path, answer, 201).path("id").asText();
        called(ben, "POST", path, answer, 410);
        var ending = "/api/v1/consents/" + id + "/revocation";
        var end = device.get(called(ben, "GET", ending, "", 200).toString());
        called(north.token("ann", Role.PATIENT), "POST", ending, "{\"answer\":" + end + "}", 401);
        assertThat(called(ben, "POST", ending, "{\"answer\":" + end + "}", 200).path("height").asLong())
                .isPositive();
    }
}
