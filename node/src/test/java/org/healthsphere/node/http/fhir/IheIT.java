package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.specs.Role;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * IHE's transactions against two whole nodes, as their profiles write them: ITI-78 and ITI-119 (PDQm 3), ITI-83 (PIXm 3), ITI-67 and
 * ITI-68 (MHD 4.2). What comes back is read by HAPI's parser, which knows nothing of us.
 */
@TestInstance(Lifecycle.PER_CLASS)
class IheIT {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private IheNetwork network;
    private Hospital north;

    @BeforeAll
    void one_patient_at_two_hospitals(@TempDir Path folder) throws Exception {
        network = new IheNetwork(folder);
        north = network.north();
    }

    @AfterAll
    void close() throws Exception {
        network.close();
    }

    private HttpResponse<String> get(Role role, String path, String... headers) throws Exception {
        return network.get(role, path, headers);
    }

    private <T extends IBaseResource> T got(Class<T> type, String path) throws Exception {
        var answer = get(Role.CLINICIAN, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return FHIR.newJsonParser().parseResource(type, answer.body());
    }

    @Test
    void iti_78_finds_a_patient_by_what_pdqm_names() throws Exception {
        for (var query : List.of(
                "family=Testova&given=Annabella",
                "family:exact=Testova&birthdate=1961-07-09",
                "identifier=urn:oid:1.2.36.1|north-1",
                "mothersMaidenName=samplo",
                "mothersMaidenName:exact=Samplova",
                "address-city=Sampletown&address-postalcode=01101&gender=female",
                "telecom=555-0100200&_id=p1")) {
            var found = got(Bundle.class, "/fhir/Patient?" + query);
            assertThat(found.getEntry()).as(query).hasSize(1);
            assertThat(found.getEntryFirstRep().getResource().getIdElement().getIdPart())
                    .isEqualTo("p1");
        }
        assertThat(got(Bundle.class, "/fhir/Patient?mothersMaidenName=other").getTotal())
                .isZero();
    }

    @Test
    void iti_119_matches_a_patient_and_says_how_well() throws Exception {
        var wanted = new Patient();
        wanted.addName().setFamily("Testova").addGiven("Annabela");
        wanted.setBirthDateElement(new DateType("1961-07-09"));
        wanted.addAddress().addLine("1 Sample St").setCity("Sampletown").setPostalCode("01101");
        var parameters = new Parameters();
        parameters.addParameter().setName("resource").setResource(wanted);
        parameters.addParameter("onlyCertainMatches", false).addParameter("count", new IntegerType(3));
        var answer = north.send(
                north.token("dr-1", Role.CLINICIAN),
                "POST",
                "/fhir/Patient/$match",
                FHIR.newJsonParser().encodeResourceToString(parameters));
        var found = FHIR.newJsonParser().parseResource(Bundle.class, answer.body());
        assertThat(found.getEntry()).hasSize(1);
        var search = found.getEntryFirstRep().getSearch();
        assertThat(search.getScore().doubleValue()).isBetween(0.5, 1.0);
        assertThat(search.getExtensionByUrl("http://hl7.org/fhir/StructureDefinition/match-grade")
                        .getValue()
                        .primitiveValue())
                .isIn("certain", "probable");
    }

    @Test
    void iti_83_tells_the_other_identifiers() throws Exception {
        var found = got(
                Parameters.class,
                "/fhir/Patient/$ihe-pix?sourceIdentifier=urn:oid:1.2.36.1|north-1&targetSystem=urn:oid:1.2.36.2");
        assertThat(found.getParameter()).extracting(p -> p.getName()).containsExactly("targetIdentifier", "targetId");
        assertThat(get(Role.CLINICIAN, "/fhir/Patient/$ihe-pix?sourceIdentifier=urn:oid:1.2.36.1|none")
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(Role.CLINICIAN, "/fhir/Patient/$ihe-pix?sourceIdentifier=urn:oid:9|none")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get(
                                Role.CLINICIAN,
                                "/fhir/Patient/$ihe-pix?sourceIdentifier=urn:oid:1.2.36.1|north-1&targetSystem=urn:oid:9")
                        .statusCode())
                .isEqualTo(403);
    }

    /** Of each document of a list the type of what it holds, and the address of it. */
    private Map<String, String> documents(Bundle list) {
        var documents = new TreeMap<String, String>();
        list.getEntry().stream()
                .filter(entry -> entry.getResource() instanceof DocumentReference)
                .map(entry -> (DocumentReference) entry.getResource())
                .forEach(document -> {
                    var attachment = document.getContentFirstRep().getAttachment();
                    assertThat(document.getMasterIdentifier().getValue()).startsWith("urn:uuid:");
                    assertThat(document.getSubject().getReference()).isEqualTo(north.url() + "/fhir/Patient/p1");
                    assertThat(attachment.hasData()).isFalse();
                    documents.put(attachment.getUrl(), attachment.getContentType());
                });
        return documents;
    }

    @Test
    void iti_67_lists_the_documents_of_the_whole_network_and_iti_68_fetches_each() throws Exception {
        var list =
                got(Bundle.class, "/mhd/DocumentReference?patient.identifier=urn:oid:1.2.36.1|north-1&status=current");
        var base = north.url() + "/mhd/patients/p1/";
        var expected = new TreeMap<>(Map.of(
                base + "summary", "application/fhir+json",
                base + "ccd", "text/xml",
                base + "north/DocumentReference/d3?content=0", "text/plain",
                base + "south/Binary/b1", "text/plain",
                base + "south/DocumentReference/d2?content=0", "text/plain"));
        assertThat(documents(list)).isEqualTo(expected);
        assertThat(list.getTotal()).isEqualTo(5);
        for (var document : expected.entrySet()) {
            var answer = get(Role.CLINICIAN, document.getKey());
            assertThat(answer.statusCode()).as(document.getKey()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains(document.getValue());
            if (document.getValue().equals("text/plain")) {
                assertThat(answer.body()).isEqualTo("A letter");
            } else if (document.getValue().equals("text/xml")) {
                assertThat(answer.body())
                        .contains("<ClinicalDocument", "34133-9", "Testova")
                        .doesNotContain("not complete");
            } else {
                var summary = FHIR.newJsonParser().parseResource(Bundle.class, answer.body());
                assertThat(summary.getType()).isEqualTo(Bundle.BundleType.DOCUMENT);
            }
        }
        var one = got(
                Bundle.class,
                "/mhd/DocumentReference?patient=Patient/p1&type=http://loinc.org|18842-5&date=lt2026-01-02");
        assertThat(documents(one)).containsOnlyKeys(base + "south/Binary/b1");
    }

    @Test
    void a_list_by_post_and_in_xml_is_the_same() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(north.url() + "/mhd/DocumentReference/_search"))
                .header("Authorization", "Bearer " + north.token("dr-1", Role.CLINICIAN))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", EncodingEnum.XML.getResourceContentTypeNonLegacy())
                .POST(HttpRequest.BodyPublishers.ofString("patient=p1&status=current"))
                .build();
        var answer = north.http().send(request, BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/fhir+xml;charset=utf-8");
        assertThat(documents(FHIR.newXmlParser().parseResource(Bundle.class, answer.body())))
                .hasSize(5);
    }

    @Test
    void what_is_asked_wrongly_or_by_the_wrong_one_is_an_outcome() throws Exception {
        var refusals = Map.of(
                "/mhd/DocumentReference?status=current", 400,
                "/mhd/DocumentReference?patient=p1&author.family=X", 400,
                "/mhd/DocumentReference?patient=nobody", 404,
                "/mhd/patients/p1/south/Condition/c1", 404,
                "/mhd/patients/p1/south/Binary/none", 404,
                "/mhd/patients/p1/nowhere/Binary/b1", 503,
                "/mhd/elsewhere", 404);
        for (var refusal : refusals.entrySet()) {
            var answer = get(Role.CLINICIAN, refusal.getKey());
            assertThat(answer.statusCode()).as(refusal.getKey()).isEqualTo(refusal.getValue());
            assertThat(FHIR.newJsonParser()
                            .parseResource(OperationOutcome.class, answer.body())
                            .getIssue())
                    .isNotEmpty();
        }
        var nobody = north.http()
                .send(
                        HttpRequest.newBuilder(URI.create(north.url() + "/mhd/DocumentReference?patient=p1"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(nobody.statusCode()).isEqualTo(401);
    }

    @Test
    void a_purpose_is_told_as_tefca_does_and_no_other_than_ones_own() throws Exception {
        var list = "/mhd/DocumentReference?patient=p1";
        assertThat(get(Role.CLINICIAN, list, "X-Purpose-Of-Use", "T-TREAT").statusCode())
                .isEqualTo(200);
        for (var code : List.of("T-PYMNT", "T-GOVDTRM", "T-IAS", "T-HCO")) {
            assertThat(get(Role.CLINICIAN, list, "X-Purpose-Of-Use", code).statusCode())
                    .as(code)
                    .isEqualTo(403);
        }
    }

    @Test
    void a_member_that_is_missing_is_named_in_the_list() throws Exception {
        var answer = get(Role.SYSTEM, "/mhd/DocumentReference?patient=p1");
        var list = FHIR.newJsonParser().parseResource(Bundle.class, answer.body());
        var outcome = list.getEntry().getLast();
        assertThat(outcome.getSearch().getMode()).isEqualTo(Bundle.SearchEntryMode.OUTCOME);
        assertThat(((OperationOutcome) outcome.getResource()).getIssueFirstRep().getDiagnostics())
                .startsWith("south: refused");
    }

    @Test
    void a_client_that_knows_nothing_of_us_reads_what_can_be_asked() throws IOException, InterruptedException {
        var statement = north.http()
                .send(
                        HttpRequest.newBuilder(URI.create(north.url() + "/mhd/metadata"))
                                .build(),
                        BodyHandlers.ofString());
        var parsed = FHIR.newJsonParser().parseResource(CapabilityStatement.class, statement.body());
        assertThat(parsed.getRestFirstRep().getResourceFirstRep().getSearchParam())
                .extracting(p -> p.getName())
                .contains("patient", "patient.identifier", "status", "type", "date", "period", "format");
    }

    @Test
    void iti_66_lists_what_each_member_has_filed() throws Exception {
        var found = got(Bundle.class, "/mhd/List?patient=p1&code=submissionset&status=current");
        var lists = found.getEntry().stream()
                .filter(entry -> entry.getResource() instanceof ListResource)
                .map(entry -> (ListResource) entry.getResource())
                .toList();
        assertThat(lists)
                .extracting(list -> list.getExtension().getFirst().getValue() instanceof Identifier source
                        ? source.getValue() + " " + list.getEntry().size()
                        : "")
                .containsExactly("north 1", "south 2");
        var references = got(Bundle.class, "/mhd/DocumentReference?patient=p1").getEntry().stream()
                .map(Bundle.BundleEntryComponent::getFullUrl)
                .toList();
        assertThat(lists)
                .allSatisfy(list -> assertThat(references)
                        .containsAll(list.getEntry().stream()
                                .map(entry -> entry.getItem().getReference())
                                .toList()));
        assertThat(got(Bundle.class, "/mhd/List?patient=p1&code=folder").getTotal())
                .isZero();
        assertThat(got(Bundle.class, "/mhd/List?patient=p1&sourceId=south&date=ge2026-01-02")
                        .getTotal())
                .isEqualTo(1);
        assertThat(get(Role.CLINICIAN, "/mhd/List?patient=p1&source.family=x").statusCode())
                .isEqualTo(400);
        assertThat(get(Role.CLINICIAN, "/mhd/List?code=submissionset").statusCode())
                .isEqualTo(400);
    }

    @Test
    void what_a_list_names_can_be_read() throws Exception {
        var found = got(Bundle.class, "/mhd/List?patient=p1&code=submissionset&status=current");
        var reference = got(Bundle.class, "/mhd/DocumentReference?patient=p1")
                .getEntry()
                .getLast()
                .getFullUrl();
        for (var entry : found.getEntry()) {
            assertThat(got(ListResource.class, entry.getFullUrl())
                            .getIdentifierFirstRep()
                            .getValue())
                    .isEqualTo(((ListResource) entry.getResource())
                            .getIdentifierFirstRep()
                            .getValue());
        }
        assertThat(got(DocumentReference.class, reference).getStatus().toCode()).isEqualTo("current");
        assertThat(get(Role.CLINICIAN, reference + "0").statusCode()).isEqualTo(404);
    }

    @Test
    void iti_90_finds_this_hospitals_places_services_and_people_at_its_own_interface() throws Exception {
        network.services();
        for (var query : List.of(
                "Location?name=Room&status=active&organization=Organization/o1",
                "Location?_id=l1&type=HOSP",
                "PractitionerRole?active=true&location=Location/l1&organization=Organization/o1",
                "PractitionerRole?practitioner=Practitioner/d1&specialty=394579002")) {
            assertThat(got(Bundle.class, "/fhir/" + query).getTotal()).as(query).isEqualTo(1);
        }
        assertThat(got(
                                Bundle.class,
                                "/fhir/PractitionerRole?_id=r1&_include=PractitionerRole:practitioner&_include=PractitionerRole:location")
                        .getEntry())
                .hasSize(3);
        assertThat(got(Bundle.class, "/directory/Location?_include=Location:organization")
                        .getEntry())
                .hasSize(4);
    }

    @Test
    void iti_90_finds_who_works_and_what_is_offered_at_all_hospitals_for_those_who_refer() throws Exception {
        network.services();
        var roles = got(
                Bundle.class,
                "/directory/PractitionerRole?specialty=394579002&_include=PractitionerRole:practitioner&_include=PractitionerRole:organization");
        assertThat(roles.getEntry())
                .extracting(Bundle.BundleEntryComponent::getFullUrl)
                .containsExactlyInAnyOrder(
                        listed("PractitionerRole/north.r1"),
                        listed("PractitionerRole/south.r1"),
                        listed("Practitioner/north.d1"),
                        listed("Practitioner/south.d1"),
                        listed("Organization/north"),
                        listed("Organization/south"));
        var receiver = got(PractitionerRole.class, "/directory/PractitionerRole/south.r1");
        assertThat(receiver.getOrganization().getReference())
                .as("to whom $hand-over sends")
                .isEqualTo("Organization/south");
        assertThat(got(
                                Practitioner.class,
                                "/directory/" + receiver.getPractitioner().getReference())
                        .getNameFirstRep()
                        .getFamily())
                .isEqualTo("Doctor");
        assertThat(got(Bundle.class, "/directory/HealthcareService?service-type=408467006&organization=south")
                        .getTotal())
                .isEqualTo(1);
        for (var role : List.of(Role.PATIENT, Role.RESEARCHER)) {
            assertThat(get(role, "/directory/PractitionerRole").statusCode()).isEqualTo(403);
            assertThat(get(role, "/directory/Practitioner/south.d1").statusCode())
                    .isEqualTo(403);
        }
    }

    private String listed(String reference) {
        return "https://" + north.config().http() + "/directory/" + reference;
    }
}
