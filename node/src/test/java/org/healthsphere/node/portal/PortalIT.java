package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.federation.research.ReleaseCertificates;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.browser.Browser;
import org.healthsphere.node.web.browser.Browser.Screen;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The pages on running nodes: what somebody does at one hospital is what another hospital sees, and what the patient is told. */
@TestInstance(Lifecycle.PER_CLASS)
class PortalIT {
    private static final String SNOMED_FREE = "urn:oid:2.999.7";
    private static final List<String> NEVER_IN_LOGS_OR_ADDRESSES = List.of(
            "Annabella", "Beatrix", "Cemile", "Testova", "1961-07-09", "Viral load", "Broken wrist", "Unconscious");

    /** What all threads have said in the log. */
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage());
        }
    };
    private final List<String> addresses = new ArrayList<>();
    private TwoHospitals network;
    private Hospital north;
    private Hospital south;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        log.start();
        root().addAppender(log);
        // So many that noise alone never reaches them.
        network = new TwoHospitals(folder, false, 40);
        north = network.north;
        south = network.south;
        browser = new Browser(Path.of("target", "screenshots"));
        patient("ann", "Annabella");
        patient("bea", "Beatrix");
        patient("cem", "Cemile");
        for (var role : List.of(Role.CLINICIAN, Role.RESEARCHER, Role.OPERATOR)) {
            north.account(role.name(), role, Optional.empty());
        }
        north.account("colleague", Role.CLINICIAN, Optional.empty());
    }

    private void patient(String id, String given) throws Exception {
        for (var hospital : List.of(north, south)) {
            var reference = id + "-" + hospital.config().id();
            var subject = "'subject':{'reference':'Patient/%s'}".formatted(reference);
            hospital.put("Patient/" + reference, """
                    {'resourceType':'Patient','id':'%s','name':[{'use':'official','family':'Testova','given':['%s']}],
                     'gender':'female','birthDate':'1961-07-09',
                     'address':[{'line':['Test street 7'],'city':'Testtown','postalCode':'12345'}]}""".formatted(reference, given));
            if (hospital.equals(north)) {
                hospital.put("Condition/wrist-" + id, """
                        {'resourceType':'Condition','id':'wrist-%s','code':{'coding':[{'system':'%s','code':'w'}],'text':'Broken wrist'},%s,
                         'onsetDateTime':'2015-01-25'}""".formatted(id, SNOMED_FREE, subject));
                hospital.put("Observation/load-" + id, """
                        {'resourceType':'Observation','id':'load-%s','status':'final','code':{'coding':[{'system':'%s','code':'v'}],'text':'Viral load'},%s,
                         'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}]}}""".formatted(id, SNOMED_FREE, subject));
            }
        }
        north.account(id, Role.PATIENT, Optional.of(id + "-north"));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @BeforeEach
    void a_stranger_comes() {
        browser.forgetEverything();
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
    }

    @AfterEach
    void nothing_about_anybody_is_in_a_log_or_an_address() {
        addresses.add(browser.driver().address());
        for (var secret : NEVER_IN_LOGS_OR_ADDRESSES) {
            assertThat(addresses).noneMatch(address -> address.contains(secret));
            assertThat(said).noneMatch(message -> message.contains(secret));
        }
        assertThat(addresses).noneMatch(address -> address.matches(".*(ann|bea|cem)-(north|south).*"));
    }

    @AfterAll
    void close() throws Exception {
        root().detachAppender(log);
        browser.close();
        network.close();
    }

    @Test
    void a_patient_decides_and_the_other_hospital_follows() throws Exception {
        assertThat(seenAtSouth("ann")).containsExactly("nothing-to-release");
        signIn("ann");
        go("/me/record");
        assertThat(browser.text()).contains("Broken wrist", "Viral load", "Hospital north", "Hospital south");
        go("/me/sharing");
        browser.driver().click("form[hx-post] input[value='HIV']");
        sign();
        assertThat(browser.text()).contains("Signed. It is in force.");
        assertThat(seenAtSouth("ann")).containsExactly("answered", "Condition/wrist-ann");
        go("/me/record");
        assertThat(browser.text()).contains("Viral load");
        go("/me/sharing");
        browser.driver().click("form[hx-post] input[value='HIV']");
        sign();
        assertThat(seenAtSouth("ann")).containsExactly("answered", "Condition/wrist-ann", "Observation/load-ann");
        browser.goBy(".consent a");
        browser.goBy("main button.danger");
        assertThat(browser.text()).contains("Stopped.");
        assertThat(seenAtSouth("ann")).containsExactly("nothing-to-release");
        go("/me/looked");
        assertThat(browser.text()).contains("doctor-7", "Hospital south", "Refused", "to treat you");
        downloads(north.reader("ann"));
    }

    private void sign() {
        browser.goBy("main .card button[type='submit']:not([class])");
        addresses.add(browser.driver().address());
        browser.goBy("form[action='/me/sharing/sign'] button");
    }

    /** What her receipts and proofs say to whoever has the hospital's key. */
    private void downloads(Reader ann) throws Exception {
        var receipt = ann.get(Reader.link(ann.get("/me/looked").body(), "/me/looked/"))
                .body();
        var verified =
                Receipts.verify(Bytes.utf8(receipt), north.running().identity().verificationKey());
        assertThat(verified.map(Receipt::site).orElseThrow())
                .isEqualTo(north.config().id());
        inLog(ann, receipt);
        var bent = receipt.substring(0, 60) + (receipt.charAt(60) == 'A' ? 'B' : 'A') + receipt.substring(61);
        assertThat(Receipts.verify(Bytes.utf8(bent), north.running().identity().verificationKey()))
                .isInstanceOf(Outcome.Failure.class);
    }

    /** The same receipt as a leaf of the hospital's log, once members have signed for it. */
    private void inLog(Reader ann, String receipt) throws Exception {
        var page = Reader.link(ann.get("/me/looked").body(), "/me/looked/[^/]+/proofs");
        var path = page.replace("/proofs", "/log-proof");
        assertThat(ann.get(page).body()).contains(path);
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var answer = ann.get(path);
        while (answer.statusCode() == 503 && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            answer = ann.get(path);
        }
        var keys = Map.of(
                north.config().id(), north.running().identity().verificationKey(),
                network.south.config().id(), network.south.running().identity().verificationKey());
        assertThat(LogProof.decode(Bytes.utf8(answer.body())).then(proof -> proof.verified(keys, 2)))
                .isEqualTo(Outcome.of(Bytes.utf8(receipt)));
    }

    @Test
    void nobody_reaches_what_is_another_patients() throws Exception {
        var cem = north.reader("cem");
        var signed = sharing(cem);
        var consent = Reader.link(signed, "/me/sharing/[0-9a-f]+/stop");
        assertThat(consent).matches("/me/sharing/[0-9a-f]{32}/stop");
        assertThat(seenAtSouth("cem")).contains("answered");
        var receipt = Reader.link(cem.get("/me/looked").body(), "/me/looked/");
        var bea = north.reader("bea");
        assertThat(bea.get(consent).statusCode()).isEqualTo(404);
        assertThat(bea.get(consent.replace("/stop", "/proof")).statusCode()).isEqualTo(404);
        assertThat(bea.get(receipt).statusCode()).isEqualTo(404);
        assertThat(bea.submit("/me/sharing", consent, Map.of()).statusCode()).isEqualTo(404);
        assertThat(cem.get(receipt).statusCode()).isEqualTo(200);
        var proof = House.tree(cem.get(consent.replace("/stop", "/proof")).body());
        assertThat(proof.at("/consent/patient/reference").asText()).isEqualTo("Patient/cem-north");
        assertThat(proof.at("/proof/height").asLong()).isPositive();
        assertThat(cem.get(consent).statusCode()).isEqualTo(200);
    }

    /** Signs a consent to treatment without script, and answers with the page that lists it. */
    private static String sharing(Reader patient) throws Exception {
        var preview =
                patient.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"));
        var fields = Map.of("csrf", Reader.csrf(preview.body()), "preview", Reader.hidden(preview.body(), "preview"));
        assertThat(patient.post("/me/sharing/sign", fields).statusCode()).isEqualTo(303);
        return patient.get("/me/sharing").body();
    }

    @Test
    void an_emergency_is_told_to_the_patient_with_its_reason() throws Exception {
        signIn("clinician");
        find("Beatrix");
        addresses.add(browser.driver().address());
        assertThat(browser.text()).contains("Beatrix Testova", "Broken wrist");
        browser.goBy(".danger-outline");
        browser.driver().type("#reason", "Unconscious after a fall");
        browser.driver().click("input[name='understood']");
        browser.goBy("main button.danger");
        assertThat(browser.text()).contains("Emergency access until", "Viral load");
        var home = north.reader("bea").get("/me").body();
        assertThat(home).contains("Your record was opened in an emergency.");
        // It is there at the first look, and who has the page open already looks twice in the minute that is promised.
        assertThat(home).contains("hx-get=\"/me\" hx-trigger=\"every 30s\"");
        var address = browser.driver().address();
        addresses.add(address);
        var colleague = north.reader("colleague");
        assertThat(colleague.get(address.substring(north.url().length())).statusCode())
                .isEqualTo(410);
        var looked = north.reader("bea").get("/me/looked").body();
        assertThat(looked).contains("Sam CLINICIAN", "Emergency", "Unconscious after a fall");
        assertThat(north.reader("cem").get("/me/looked").body()).doesNotContain("Unconscious after a fall");
    }

    private void find(String name) {
        browser.driver().type("#name", name);
        browser.goBy(".go button");
        addresses.add(browser.driver().address());
        browser.goBy(".people a");
    }

    @Test
    void a_researcher_learns_that_there_are_too_few_and_pays_for_it() throws Exception {
        signIn("researcher");
        go("/desk/research");
        assertThat(browser.text()).contains("Questions left\n2");
        browser.driver().type("#condition", "Asthma");
        browser.goBy("main form button");
        assertThat(browser.text()).contains("Fewer than 40", "2 of 2 hospitals counted");
        var release = browser.driver().address().substring(north.url().length());
        assertThat(release).matches("/desk/research/[0-9a-f]{32}");
        go("/desk/research");
        assertThat(browser.text()).contains("Questions left\n1", "too few");
        var certificate =
                north.reader("researcher").get(release + "/certificate").body();
        assertThat(ReleaseCertificates.verify(
                        Bytes.utf8(certificate),
                        member -> Optional.of((member.equals(north.config().id()) ? north : south)
                                .running()
                                .identity()
                                .verificationKey())))
                .isInstanceOf(Outcome.Success.class);
        north.account("researcher-2", Role.RESEARCHER, Optional.empty());
        assertThat(north.reader("researcher-2").get(release).statusCode()).isEqualTo(404);
    }

    @Test
    void an_operator_sees_health_members_and_messages() throws Exception {
        var refused = north.send(
                north.token("system", Role.SYSTEM), "POST", "/api/v1/feeds/fhir/north", "{\"resourceType\":\"Basic\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        signIn("operator");
        go("/ops");
        assertThat(browser.text()).containsIgnoringCase("ledger");
        go("/ops/members");
        assertThat(browser.text()).contains("Hospital north", "Hospital south");
        go("/ops/messages");
        assertThat(browser.text())
                .contains(House.tree(refused.body()).path("reason").asText());
        var operator = north.reader("operator");
        var page = operator.get("/ops/messages").body();
        var replay = operator.submit("/ops/messages", Reader.link(page, "/ops/messages/"), Map.of());
        assertThat(replay.statusCode()).isEqualTo(303);
        assertThat(operator.follow(replay).body()).contains("still");
        assertThat(operator.submit("/ops/messages", "/ops/messages/nothing/replay", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    /** What this hospital has to say to a clinician of the other, and which of its entries he gets. */
    private List<String> seenAtSouth(String patient) throws Exception {
        var answer = south.send(
                south.token("doctor-7", Role.CLINICIAN),
                "POST",
                "/api/v1/patients/" + patient + "-south/network-record",
                "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode record = House.tree(answer.body());
        List<String> items = new ArrayList<>();
        record.path("items")
                .forEach(item -> items.add(item.at("/resource/resourceType").asText() + "/"
                        + item.at("/resource/id").asText()));
        var status = record.path("members")
                .valueStream()
                .filter(member -> member.path("member").asText().equals("north"))
                .map(member -> member.path("status").asText());
        return Stream.concat(status, items.stream().sorted()).toList();
    }

    private void signIn(String login) {
        browser.driver().open(north.url() + "/login");
        browser.driver().type("#login", login);
        browser.driver().type("#password", TwoHospitals.PASSWORD);
        browser.goBy("#by-password button");
        assertThat(browser.text()).contains("Sign out");
    }

    private void go(String path) {
        browser.driver().open(north.url() + path);
        addresses.add(browser.driver().address());
    }
}
