package org.healthsphere.node.ingest.cda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.cda.Documents.LOCAL_ASTHMA;
import static org.healthsphere.node.ingest.cda.Documents.concern;
import static org.healthsphere.node.ingest.cda.Documents.document;
import static org.healthsphere.node.ingest.cda.Documents.observation;
import static org.healthsphere.node.ingest.cda.Documents.result;
import static org.healthsphere.node.ingest.cda.Documents.section;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdaDocumentTest {
    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new CdaFeed());
    }

    @Test
    void the_record_target_is_the_patient() {
        kit.stored("ccda", document());

        assertThat(kit.the("Patient")).isEqualTo(json("""
                {'identifier': [{'system': 'https://north.example/mrn', 'value': '7'}, {'system': 'urn:oid:2.16.840.1.113883.4.1', 'value': '999-11-2222'}],
                 'name': [{'use': 'official', 'family': 'Muster', 'given': ['Maria', 'M']}, {'use': 'maiden', 'family': 'Born', 'given': ['Maria']}],
                 'birthDate': '1945-01-02', 'gender': 'female',
                 'maritalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', 'code': 'M'}]},
                 'address': [{'use': 'home', 'line': ['1 Main St'], 'city': 'Salem', 'state': 'MA', 'postalCode': '01970'}],
                 'telecom': [{'system': 'phone', 'value': '+1-555-1', 'use': 'mobile'}, {'system': 'email', 'value': 'maria@mail.example'}],
                 'communication': [{'language': {'coding': [{'system': 'urn:ietf:bcp:47', 'code': 'en'}]}, 'preferred': true}]}"""));
    }

    @Test
    void a_document_that_replaces_another_one_of_its_source_says_so_there_too() {
        kit.stored("ccda", document(section("11450-4", "first")).replace("extension=\"D1\"", "extension=\"D0\""));
        kit.stored("ccda", document(section("11450-4", "second")));

        assertThat(versions()).containsExactlyInAnyOrder("D0 superseded", "D1 current");
    }

    @Test
    void a_document_that_comes_after_the_one_that_replaces_it_is_superseded_from_the_beginning() {
        kit.stored("ccda", document(section("11450-4", "second")));
        kit.stored("ccda", document(section("11450-4", "first")).replace("extension=\"D1\"", "extension=\"D0\""));

        assertThat(versions()).containsExactlyInAnyOrder("D0 superseded", "D1 current");
    }

    private List<String> versions() {
        return kit.all("DocumentReference").stream()
                .map(reference -> reference.at("/masterIdentifier/value").asText() + " "
                        + reference.path("status").asText())
                .toList();
    }

    @Test
    void the_document_is_kept_byte_for_byte_and_can_be_found() {
        var text = document(section("11450-4", "None"));
        kit.stored("ccda", text);

        assertThat(kit.the("Binary").path("contentType").asText()).isEqualTo("text/xml");
        assertThat(Base64.getDecoder().decode(kit.the("Binary").path("data").asText()))
                .isEqualTo(Bytes.utf8(text).array());
        var reference = kit.the("DocumentReference");
        assertThat(reference.at("/masterIdentifier")).isEqualTo(json("{'system': 'urn:oid:2.999.9', 'value': 'D1'}"));
        assertThat(reference.at("/relatesTo/0"))
                .isEqualTo(
                        json(
                                "{'code': 'replaces', 'target': {'identifier': {'system': 'urn:oid:2.999.9', 'value': 'D0'}}}"));
        assertThat(reference.at("/content/0/attachment/url").asText())
                .isEqualTo(kit.current("Binary").getFirst().id().toString());
        assertThat(reference.at("/author/0"))
                .isEqualTo(
                        json("{'identifier': {'system': 'urn:oid:2.999.4', 'value': 'D7'}, 'display': 'Ann Example'}"));
        assertThat(reference.path("date").asText()).isEqualTo("2024-01-02T03:04:05-05:00");
    }

    @Test
    void a_section_is_kept_as_it_reads_with_what_came_of_it() {
        kit.stored(
                "ccda",
                document(section(
                        "11450-4",
                        "<paragraph ID=\"p1\">Asthma &amp; more</paragraph><renderMultiMedia/>",
                        concern("active", observation("4", "", LOCAL_ASTHMA)))));

        assertThat(kit.the("Composition").path("section"))
                .isEqualTo(json("""
                {'s': [{'title': 'Title', 'code': {'coding': [{'system': 'http://loinc.org', 'code': '11450-4'}]},
                    'text': {'status': 'generated', 'div': '<div xmlns=~http://www.w3.org/1999/xhtml~><p>Asthma &amp; more</p></div>'},
                    'entry': [{'reference': 'Condition/*'}]}]}""".replace("~", "\\\"")).path("s"));
    }

    @Test
    void none_known_no_information_and_no_section_are_three_things() {
        var value = "<value xsi:type=\"CD\" code=\"416098002\" codeSystem=\"2.16.840.1.113883.6.96\"/>";
        kit.stored(
                "ccda",
                document(
                        section(
                                "48765-2",
                                "No known drug allergies",
                                concern("active", observation("7", "negationInd=\"true\"", value))),
                        section("11450-4", "No information").replace("<section>", "<section nullFlavor=\"NI\">")));

        assertThat(kit.the("AllergyIntolerance").at("/code/coding/0"))
                .isEqualTo(
                        json(
                                "{'system': 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', 'code': 'no-known-medication-allergies'}"));
        var sections = kit.the("Composition").path("section");
        assertThat(sections).hasSize(2);
        assertThat(sections.get(0).has("emptyReason")).isFalse();
        assertThat(sections.get(1).at("/emptyReason/coding/0/code").asText()).isEqualTo("unavailable");
        assertThat(kit.all("Condition")).isEmpty();
    }

    @Test
    void a_body_that_is_no_xml_is_kept() {
        kit.stored(
                "ccda",
                Documents.whole(
                        Documents.PATIENT,
                        "<component><nonXMLBody><text mediaType=\"application/pdf\" representation=\"B64\">JVBE\nRg==</text></nonXMLBody></component>"));

        assertThat(kit.all("Binary").stream()
                        .map((JsonNode b) -> b.path("contentType").asText()))
                .containsExactly("text/xml", "application/pdf");
        assertThat(kit.the("DocumentReference").at("/content/1/attachment/size").asInt())
                .isEqualTo(4);
    }

    @Test
    void a_sensitive_finding_labels_the_document_that_tells_it() {
        kit.terminology.map(new Coding(Kit.LOCAL, "AST"), new Coding(Kit.COMMON, "asthma"), "equivalent");
        kit.terminology.sensitive("hiv", new Coding(Kit.COMMON, "asthma"));
        var ingest = kit.restarted();
        assertThat(ingest.take(
                        "ccda",
                        "north",
                        Bytes.utf8(document(
                                section("11450-4", "x", concern("active", observation("4", "", LOCAL_ASTHMA)))))))
                .isInstanceOf(Receipt.Stored.class);

        for (var type : new String[] {"Condition", "Composition", "DocumentReference", "Binary"}) {
            assertThat(kit.the(type).at("/meta/security/0/code").asText())
                    .as(type)
                    .isEqualTo("HIV");
        }
        assertThat(kit.the("Patient").has("meta")).isFalse();
    }

    @Test
    void an_entry_without_a_map_is_counted_and_its_text_kept() {
        kit.stored(
                "ccda",
                document(section(
                        "10157-6", "Father had asthma", "<organizer><templateId root=\"1.2.3\"/></organizer>")));

        assertThat(kit.ingest.coverage("north").leftOut()).isEqualTo(1);
        assertThat(kit.the("Composition").at("/section/0/text/div").asText()).contains("Father had asthma");
    }

    @Test
    void everything_that_is_stored_is_fhir() {
        kit.stored("ccda", result("<value xsi:type='PQ' nullFlavor='UNK'/>"));
        var check = new StrictParse();
        try (var all = kit.store.changesAfter(0)) {
            assertThat(all)
                    .hasSize(7)
                    .allSatisfy(r -> assertThat(check.problems(r.json())).isEmpty());
        }
    }

    @Test
    void a_document_about_nobody_is_set_aside() {
        assertThat(kit.take(
                        "ccda",
                        Documents.whole(
                                "<recordTarget><patientRole><id nullFlavor=\"UNK\"/></patientRole></recordTarget>",
                                "")))
                .isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.ingest.quarantined().getFirst().reason())
                .isEqualTo("recordTarget/patientRole/id: an identifier that tells the patient is missing");
    }
}
