package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.links.ShlReader;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a patient takes along, gives away and questions, and who acts for her, on running nodes. */
@TestInstance(Lifecycle.PER_CLASS)
class PatientRoomsIT {
    private TwoHospitals network;
    private Hospital north;
    private Hospital south;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        network = new TwoHospitals(folder);
        north = network.north;
        south = network.south;
        patient("ann", "Annabella");
        patient("bea", "Beatrix");
        patient("cem", "Cemile");
        patient("dot", "Dorothea");
        patient("eli", "Elif");
    }

    private void patient(String id, String given) throws Exception {
        for (var hospital : List.of(north, south)) {
            var reference = id + "-" + hospital.config().id();
            hospital.put("Patient/" + reference, """
                    {'resourceType':'Patient','id':'%s','name':[{'use':'official','family':'Testova','given':['%s']}],
                     'gender':'female','birthDate':'1961-07-09'}""".formatted(reference, given));
            hospital.put("Condition/wrist-" + reference, """
                    {'resourceType':'Condition','id':'wrist-%1$s','code':{'text':'Broken wrist'},'recordedDate':'2021-05-04',
                     'clinicalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/condition-clinical',
                       'code':'active'}]},
                     'subject':{'reference':'Patient/%1$s'}}""".formatted(reference));
        }
        north.account(id, Role.PATIENT, Optional.of(id + "-north"));
    }

    @AfterAll
    void close() {
        network.close();
    }

    /** A clinician of the other hospital asks for the record here, and is refused. */
    private void asksAtSouth(String patient) throws Exception {
        var answer = south.send(
                south.token("doctor-7", Role.CLINICIAN),
                "POST",
                "/api/v1/patients/" + patient + "-south/network-record",
                "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void a_patient_takes_her_record_along_and_gives_a_link_away() throws Exception {
        var ann = north.reader("ann");
        var ips = House.tree(ann.get("/me/record/ips").body());
        assertThat(ips.path("type").asText()).isEqualTo("document");
        assertThat(ann.get("/me/record/summary").body()).contains("Annabella Testova", "Broken wrist");
        assertThat(ann.get("/me/record/timeline").body()).contains("Broken wrist");
        var made = ann.submit("/me/links", "/me/links", Map.of("label", "Holiday", "life", "HOUR", "passcode", "four"));
        var page = made.headers().firstValue("Location").orElseThrow();
        var link = ShlReader.of(Reader.hidden(ann.get(page).body(), Pattern.compile("readonly>([^<]+)<")));
        var url = link.payload().path("url").asText();
        assertThat(url).startsWith(north.url() + "/links/");
        assertThat(manifest(url, "nine").statusCode()).isEqualTo(401);
        var file =
                House.tree(manifest(url, "four").body()).at("/files/0/embedded").asText();
        var bundle = House.tree(link.decrypted(file));
        assertThat(bundle.at("/entry/0/resource/resourceType").asText()).isEqualTo("Composition");
        assertThat(bundle.toString()).contains("Broken wrist");
        assertThat(ann.get("/me/looked").body())
                .contains("Somebody with your link “Holiday”</strong> opened your summary.")
                .contains("did not know the passcode and saw nothing.");
        assertThat(ann.submit(page, page + "/stop", Map.of()).statusCode()).isEqualTo(303);
        assertThat(manifest(url, "four").statusCode()).isEqualTo(404);
    }

    /** Another hospital's summary of the same person, as she got it there. */
    private static String summary(String born) {
        return """
                <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                <id root="2.999.9" extension="D1"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/>
                <title>A summary</title><effectiveTime value="20240102030405-0500"/>
                <recordTarget><patientRole><id root="2.999.7" extension="7"/><patient>
                  <name><given>Elif</given><family>Testova</family></name><birthTime value="%s"/>
                </patient></patientRole></recordTarget>
                <component><structuredBody><component><section><code code="11450-4" codeSystem="2.16.840.1.113883.6.1"/>
                <text>Hay fever</text><entry><act classCode="ACT" moodCode="EVN"><statusCode code="active"/>
                <entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
                <templateId root="2.16.840.1.113883.10.20.22.4.4"/><id root="2.999.5" extension="P1"/>
                <statusCode code="completed"/><effectiveTime><low value="20200101"/></effectiveTime>
                <value xsi:type="CD" code="21719001" codeSystem="2.16.840.1.113883.6.96" displayName="Hay fever"/>
                </observation></entryRelationship></act></entry></section></component></structuredBody></component>
                </ClinicalDocument>""".formatted(born);
    }

    @Test
    void a_patient_brings_a_document_and_confirms_what_it_adds() throws Exception {
        var elif = north.reader("eli");
        var page = "/me/record/add";
        assertThat(elif.upload(page, "document", Bytes.utf8(summary("19620709"))).body())
                .contains("It is of somebody who was born on another day than you.");
        assertThat(elif.upload(page, "document", Bytes.utf8("<!DOCTYPE a>" + summary("19610709")))
                        .body())
                .contains("a document type declaration (DOCTYPE) is not allowed");
        var offer = elif.upload(page, "document", Bytes.utf8(summary("19610709"))).body();
        assertThat(offer).contains("Elif Testova", "born 9 July 1961", "<strong>Hay fever</strong>");
        assertThat(elif.get("/me/record").body()).doesNotContain("Hay fever");
        var added = elif.submit(page, page + "/confirm", Map.of("offer", Reader.hidden(offer, "offer")));
        assertThat(elif.follow(added).body())
                .contains("Added. It is marked as brought by you.")
                .containsPattern("Hay fever</strong>(?s).{0,600}brought by the patient");
        var found = north.send(
                north.token("system", Role.SYSTEM), "GET", "/fhir/Condition?patient=eli-north&_tag=PATAST", "");
        assertThat(House.tree(found.body()).at("/entry/0/resource/subject/reference").asText())
                .isEqualTo("Patient/eli-north");
        var again = elif.upload(page, "document", Bytes.utf8(summary("19610709"))).body();
        assertThat(elif.follow(elif.submit(page, page + "/confirm", Map.of("offer", Reader.hidden(again, "offer"))))
                        .body())
                .contains("Nothing was added twice.");
    }

    private HttpResponse<String> manifest(String url, String passcode) throws Exception {
        var body = "{\"recipient\":\"A clinic\",\"passcode\":\"" + passcode + "\"}";
        return north.http()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    /** That every hospital may see it, and she herself by way of another one. */
    private static void signs(Reader patient) throws Exception {
        var preview =
                patient.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"));
        var handle = Map.of("preview", Reader.hidden(preview.body(), "preview"));
        assertThat(patient.submit("/me/sharing", "/me/sharing/sign", handle).statusCode())
                .isEqualTo(303);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void filesPapers() throws Exception {
        for (var hospital : List.of(north, south)) {
            var at = hospital.config().id().value();
            hospital.put(
                    "Binary/letter-" + at,
                    "{'resourceType':'Binary','id':'letter-" + at + "','contentType':'text/plain','data':'"
                            + base64("A letter of " + at) + "','securityContext':{'reference':'Patient/dot-" + at
                            + "'}}");
            hospital.put("DocumentReference/paper-" + at, """
                    {'resourceType':'DocumentReference','id':'paper-%1$s','status':'current','description':'Letter of %1$s',
                     'subject':{'reference':'Patient/dot-%1$s'},'content':[
                       {'attachment':{'contentType':'text/plain','url':'Binary/letter-%1$s'}},
                       {'attachment':{'contentType':'text/plain','data':'%2$s'}},
                       {'attachment':{'contentType':'text/plain','url':'https://elsewhere.example/letter'}}]}
                    """.formatted(at, base64("A note of " + at)));
        }
    }

    @Test
    void a_patient_opens_the_documents_of_every_hospital() throws Exception {
        filesPapers();
        south.account("dot", Role.PATIENT, Optional.of("dot-south"));
        signs(south.reader("dot"));
        var dot = north.reader("dot");
        var page = dot.get("/me/record").body();
        var ways = Pattern.compile("href=\"(/me/record/documents/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(way -> way.group(1))
                .toList();
        var texts = new ArrayList<String>();
        for (var way : ways) {
            texts.add(dot.get(way).body());
        }
        assertThat(texts)
                .containsExactlyInAnyOrder(
                        "A letter of north", "A note of north", "A letter of south", "A note of south");
        assertThat(page).contains("only named there");
        assertThat(north.reader("bea").get(ways.getFirst()).statusCode())
                .as("a way is the reader's own")
                .isEqualTo(410);
        var auditor = south.token("audrey", Role.AUDITOR);
        assertThat(south.send(auditor, "GET", "/fhir/AuditEvent?patient=dot-south", "")
                        .body())
                .as("the other hospital has it in its log")
                .contains("Binary/letter-south");
        // What is no longer released is no longer opened, though the page is still there.
        south.put(
                "DocumentReference/paper-south",
                "{'resourceType':'DocumentReference','id':'paper-south','status':'current',"
                        + "'subject':{'reference':'Patient/dot-south'},'content':[{'attachment':{'url':'urn:gone'}}]}");
        var gone = ways.stream()
                .filter(way -> texts.get(ways.indexOf(way)).endsWith("of south"))
                .toList();
        for (var way : gone) {
            assertThat(dot.get(way).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void somebody_acts_for_a_patient_and_she_sees_it() throws Exception {
        var bea = north.reader("bea");
        var cem = north.reader("cem");
        var until = LocalDate.now(ZoneOffset.UTC).plusDays(30).toString();
        var invited = bea.submit("/me/helpers", "/me/helpers", Map.of("name", "Cemile", "until", until));
        var code = Reader.hidden(invited.body(), Pattern.compile("class=\"figure\">([A-Z0-9-]+)<"));
        assertThat(cem.submit("/me/helpers", "/me/helpers/accept", Map.of("code", code))
                        .statusCode())
                .isEqualTo(303);
        var act = Reader.link(cem.get("/me/helpers").body(), "/me/helpers/[0-9a-f]{32}/act");
        assertThat(cem.submit("/me/helpers", act, Map.of()).statusCode()).isEqualTo(303);
        assertThat(cem.get("/me/record").body()).contains("The record of", "Broken wrist");
        assertThat(bea.get("/me/looked").body()).contains("Cemile</strong>, who acts for you, looked at");
        assertThat(cem.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"))
                        .statusCode())
                .isEqualTo(403);
        var stop = Reader.link(bea.get("/me/helpers").body(), "/me/helpers/[0-9a-f]{32}/stop");
        assertThat(bea.submit("/me/helpers", stop, Map.of()).statusCode()).isEqualTo(303);
        assertThat(cem.get("/me/record").statusCode()).isEqualTo(403);
    }

    @Test
    void a_guardian_signs_for_a_patient_and_she_sees_who_it_was() throws Exception {
        north.account("curator", Role.STEWARD, Optional.empty());
        var form = Map.of(
                "patient",
                "bea-north",
                "patientName",
                "Beatrix",
                "guardian",
                "dot-north",
                "guardianName",
                "Dorothea",
                "until",
                LocalDate.now(ZoneOffset.UTC).plusDays(30).toString());
        var steward = north.reader("curator");
        assertThat(steward.submit("/ops/guardians", "/ops/guardians", form).statusCode())
                .isEqualTo(303);
        var dot = north.reader("dot");
        var act = Reader.link(dot.get("/me/helpers").body(), "/me/helpers/[0-9a-f]{32}/act");
        assertThat(dot.submit("/me/helpers", act, Map.of()).statusCode()).isEqualTo(303);
        var preview = dot.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"));
        var handle = Map.of("preview", Reader.hidden(preview.body(), "preview"));
        assertThat(dot.submit("/me/sharing", "/me/sharing/sign", handle).statusCode())
                .isEqualTo(303);
        assertThat(dot.get("/me/sharing").body()).contains("The record of Beatrix", "Signed by Dorothea, as guardian.");
        var bea = north.reader("bea");
        assertThat(bea.get("/me/sharing").body()).contains("Signed by Dorothea, as guardian.");
        var stop = Reader.link(bea.get("/me/sharing").body(), "/me/sharing/[0-9a-f]{32}/stop");
        assertThat(bea.submit(stop, stop, Map.of()).statusCode()).isEqualTo(303);
        var dismiss = Reader.link(steward.get("/ops/guardians").body(), "/ops/guardians/[0-9a-f]{32}/stop");
        assertThat(steward.submit("/ops/guardians", dismiss, Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(dot.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void what_a_patient_questions_the_steward_answers() throws Exception {
        north.account("steward", Role.STEWARD, Optional.empty());
        var cem = north.reader("cem");
        asksAtSouth("cem");
        var ask = Reader.link(cem.get("/me/looked").body(), "/me/looked/[0-9a-f]+/question");
        assertThat(cem.submit(ask, ask, Map.of("words", "Who is doctor-7?")).statusCode())
                .isEqualTo(303);
        var steward = north.reader("steward");
        var page = Reader.link(steward.get("/ops/cases").body(), "/ops/cases/");
        assertThat(steward.get(page).body()).contains("doctor-7", "Hospital south", "Who is doctor-7?");
        var answer = Map.of("finding", "IN_ORDER", "words", "A doctor of the other hospital.");
        assertThat(steward.submit(page, page, answer).statusCode()).isEqualTo(303);
        assertThat(cem.get("/me/looked").body()).contains("A doctor of the other hospital.", "It was in order");
    }
}
