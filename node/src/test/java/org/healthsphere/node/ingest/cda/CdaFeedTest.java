package org.healthsphere.node.ingest.cda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.cda.Documents.concern;
import static org.healthsphere.node.ingest.cda.Documents.document;
import static org.healthsphere.node.ingest.cda.Documents.observation;
import static org.healthsphere.node.ingest.cda.Documents.section;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Base64;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdaFeedTest {
    private static final String LOCAL_ASTHMA =
            "<value xsi:type=\"CD\" code=\"AST\" codeSystem=\"2.999.2\" displayName=\"Asthma\"><originalText><reference value=\"#p1\"/></originalText>"
                    + "<translation code=\"195967001\" codeSystem=\"2.16.840.1.113883.6.96\"/></value>";

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
    void a_problem_with_its_own_words_and_codes() {
        kit.terminology.map(new Coding(Kit.LOCAL, "AST"), new Coding(Kit.COMMON, "asthma"), "equivalent");
        kit.stored(
                "ccda",
                document(section(
                        "11450-4",
                        "<content ID=\"p1\">Asthma since school</content>",
                        concern(
                                "active",
                                observation(
                                        "4",
                                        "",
                                        "<id root=\"2.999.5\" extension=\"c1\"/><effectiveTime><low value=\"1955\"/></effectiveTime>"
                                                + LOCAL_ASTHMA)))));

        assertThat(kit.the("Condition")).isEqualTo(json("""
                {'identifier': [{'system': 'urn:oid:2.999.5', 'value': 'c1'}],
                 'clinicalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'code': 'active'}]},
                 'verificationStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-ver-status', 'code': 'confirmed'}]},
                 'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-category', 'code': 'problem-list-item'}]}],
                 'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'AST', 'display': 'Asthma'},
                        {'system': 'http://snomed.info/sct', 'code': '195967001'},
                        {'system': 'https://healthsphere.org/fhir/CodeSystem/conditions', 'code': 'asthma', 'display': 'Shown asthma'}],
                    'text': 'Asthma since school'},
                 'subject': {'reference': 'Patient/*'}, 'onsetDateTime': '1955'}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "active; <low value='2020'/>; ; active",
                "completed; <low value='2020'/>; ; inactive",
                "active; <low value='2020'/><high value='2021'/>; ; resolved",
                "active; <high nullFlavor='UNK'/>; ; resolved",
                "active; <low value='2020'/>; 73425007; inactive",
                "active; <low value='2020'/>; 413322009; resolved"
            })
    void what_became_of_a_problem(String concern, String time, String status, String expected) {
        var stated = status == null
                ? ""
                : "<entryRelationship>" + observation("6", "", "<value xsi:type=\"CD\" code=\"" + status + "\"/>")
                        + "</entryRelationship>";
        kit.stored(
                "ccda",
                document(section(
                        "11450-4",
                        "x",
                        concern(
                                concern,
                                observation(
                                        "4",
                                        "",
                                        "<effectiveTime>" + time + "</effectiveTime>" + LOCAL_ASTHMA + stated)))));

        assertThat(kit.the("Condition").at("/clinicalStatus/coding/0/code").asText())
                .isEqualTo(expected);
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
    void not_allergic_to_peanuts_is_a_refuted_allergy_to_peanuts() {
        kit.stored(
                "ccda",
                document(section("48765-2", "x", concern("active", observation("7", "negationInd=\"true\"", """
                <value xsi:type="CD" code="414285001" codeSystem="2.16.840.1.113883.6.96"/>
                <participant typeCode="CSM"><participantRole><playingEntity><code code="762952008" codeSystem="2.16.840.1.113883.6.96" displayName="Peanut"/></playingEntity></participantRole></participant>""")))));

        var allergy = kit.the("AllergyIntolerance");
        assertThat(allergy.at("/verificationStatus/coding/0/code").asText()).isEqualTo("refuted");
        assertThat(allergy.path("code"))
                .isEqualTo(
                        json(
                                "{'coding': [{'system': 'http://snomed.info/sct', 'code': '762952008', 'display': 'Peanut'}], 'text': 'Peanut'}"));
        assertThat(allergy.at("/category/0").asText()).isEqualTo("food");
    }

    @Test
    void a_reaction_and_how_bad_it_was() {
        kit.stored(
                "ccda",
                document(section(
                        "48765-2",
                        "x",
                        concern(
                                "active",
                                observation(
                                        "7",
                                        "",
                                        """
                <value xsi:type="CD" code="416098002" codeSystem="2.16.840.1.113883.6.96"/>
                <participant typeCode="CSM"><participantRole><playingEntity><code nullFlavor="UNK"/><name>Blue pills</name></playingEntity></participantRole></participant>
                <entryRelationship typeCode="MFST">"""
                                                + observation(
                                                        "9",
                                                        "",
                                                        """
                <value xsi:type="CD" code="126485001" codeSystem="2.16.840.1.113883.6.96" displayName="Hives"/><entryRelationship>"""
                                                                + observation(
                                                                        "8",
                                                                        "",
                                                                        "<value xsi:type=\"CD\" code=\"24484000\"/>")
                                                                + "</entryRelationship>")
                                                + "</entryRelationship>")))));

        var allergy = kit.the("AllergyIntolerance");
        assertThat(allergy.path("code")).isEqualTo(json("{'text': 'Blue pills'}"));
        assertThat(allergy.at("/reaction/0")).isEqualTo(json("""
                {'manifestation': [{'coding': [{'system': 'http://snomed.info/sct', 'code': '126485001', 'display': 'Hives'}], 'text': 'Hives'}], 'severity': 'severe'}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "<value xsi:type='PQ' value='8.1' unit='%'/>; {'valueQuantity': {'unit': '%', 'system': 'http://unitsofmeasure.org', 'code': '%', 'value': 8.1}}",
                "<value xsi:type='IVL_PQ'><low value='500' unit='g' inclusive='false'/></value>; {'valueQuantity': {'unit': 'g', 'system': 'http://unitsofmeasure.org', 'code': 'g', 'value': 500, 'comparator': '>'}}",
                "<value xsi:type='IVL_PQ'><high value='5'/></value>; {'valueQuantity': {'value': 5, 'comparator': '<='}}",
                "<value xsi:type='IVL_PQ'><low value='3'/><high value='5'/></value>; {'valueRange': {'low': {'value': 3}, 'high': {'value': 5}}}",
                "<value xsi:type='CD' code='POS' codeSystem='2.999.2'/>; {'valueCodeableConcept': {'coding': [{'system': 'https://north.example/codes', 'code': 'POS'}]}}",
                "<value xsi:type='ST'>cloudy</value>; {'valueString': 'cloudy'}",
                "<value xsi:type='hl7:ED'><reference value='#t'/></value>; {'valueString': 'told above'}",
                "<value xsi:type='TS' value='202401'/>; {'valueDateTime': '2024-01'}",
                "<value xsi:type='BL' value='true'/>; {'valueBoolean': true}",
                "<value xsi:type='PQ' nullFlavor='ASKU'/>; {'dataAbsentReason': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/data-absent-reason', 'code': 'asked-unknown'}]}}",
                "<value xsi:type='PQ' nullFlavor='NI'/>; {'dataAbsentReason': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/data-absent-reason', 'code': 'unknown'}]}}"
            })
    void a_result_is_what_its_type_says(String value, String expected) {
        kit.stored("ccda", result(value));

        var observation = kit.the("Observation");
        var name = json(expected).fieldNames().next();
        assertThat(observation.path(name)).isEqualTo(json(expected).path(name));
        assertThat(observation.properties().stream()
                        .filter(e -> e.getKey().startsWith("value"))
                        .count())
                .isEqualTo(name.startsWith("value") ? 1 : 0);
    }

    @Test
    void a_panel_holds_its_results() {
        kit.stored("ccda", result("<value xsi:type='PQ' value='1'/>"));

        assertThat(kit.the("DiagnosticReport").path("result"))
                .isEqualTo(json("{'r': [{'reference': 'Observation/*'}]}").path("r"));
        assertThat(kit.the("DiagnosticReport").path("status").asText()).isEqualTo("final");
        assertThat(kit.the("Observation").at("/category/0/coding/0/code").asText())
                .isEqualTo("laboratory");
        assertThat(kit.the("Observation").path("referenceRange"))
                .isEqualTo(json("{'r': [{'low': {'value': 1}, 'high': {'value': 2}}, {'text': 'in winter'}]}")
                        .path("r"));
    }

    @Test
    void a_medicine_ordered_and_one_that_is_taken() {
        var drug =
                "<consumable><manufacturedProduct><manufacturedMaterial><code code=\"860975\" codeSystem=\"2.16.840.1.113883.6.88\" displayName=\"Metformin\"/></manufacturedMaterial></manufacturedProduct></consumable>";
        kit.stored(
                "ccda",
                document(section(
                        "10160-0",
                        "x",
                        medication(
                                "INT",
                                "<statusCode code=\"active\"/>",
                                """
                    <effectiveTime xsi:type="PIVL_TS"><period><low value="4" unit="h"/><high value="6" unit="h"/></period></effectiveTime>
                    <doseQuantity value="2" unit="mL"/>""" + drug
                                        + "<precondition><criterion><value xsi:type=\"CD\" code=\"49727002\" codeSystem=\"2.16.840.1.113883.6.96\" displayName=\"Cough\"/></criterion></precondition>"),
                        medication(
                                "EVN",
                                "<statusCode code=\"completed\"/>",
                                "<effectiveTime xsi:type=\"IVL_TS\"><low value=\"2020\"/><high value=\"2021\"/></effectiveTime>"
                                        + drug))));

        var metformin =
                "{'coding': [{'system': 'http://www.nlm.nih.gov/research/umls/rxnorm', 'code': '860975', 'display': 'Metformin'}], 'text': 'Metformin'}";
        assertThat(kit.the("MedicationRequest")).isEqualTo(json("""
                {'status': 'active', 'intent': 'order', 'medicationCodeableConcept': DRUG, 'subject': {'reference': 'Patient/*'},
                 'dosageInstruction': [{'timing': {'repeat': {'period': 4, 'periodMax': 6, 'periodUnit': 'h'}},
                    'asNeededCodeableConcept': {'coding': [{'system': 'http://snomed.info/sct', 'code': '49727002', 'display': 'Cough'}], 'text': 'Cough'},
                    'doseAndRate': [{'doseQuantity': {'unit': 'mL', 'system': 'http://unitsofmeasure.org', 'code': 'mL', 'value': 2}}]}]}""".replace("DRUG", metformin)));
        assertThat(kit.the("MedicationStatement")).isEqualTo(json("""
                {'status': 'completed', 'medicationCodeableConcept': DRUG, 'subject': {'reference': 'Patient/*'},
                 'effectivePeriod': {'start': '2020', 'end': '2021'}}""".replace("DRUG", metformin)));
    }

    @ParameterizedTest
    @CsvSource({
        "completed,,completed",
        "completed,true,not-done",
        "aborted,,stopped",
        "active,,in-progress",
        "cancelled,,not-done"
    })
    void what_became_of_a_procedure(String status, String negated, String expected) {
        kit.stored(
                "ccda",
                document(section(
                        "47519-4",
                        "x",
                        "<procedure classCode=\"PROC\" moodCode=\"EVN\""
                                + (negated == null ? "" : " negationInd=\"" + negated + "\"")
                                + "><templateId root=\"2.16.840.1.113883.10.20.22.4.14\"/>"
                                + "<code code=\"73761001\" codeSystem=\"2.16.840.1.113883.6.96\"/><statusCode code=\""
                                + status + "\"/></procedure>")));

        assertThat(kit.the("Procedure").path("status").asText()).isEqualTo(expected);
    }

    @Test
    void an_immunization_and_a_visit_with_its_diagnosis() {
        kit.stored(
                "ccda",
                document(
                        section(
                                "11369-6",
                                "x",
                                "<substanceAdministration classCode=\"SBADM\" moodCode=\"EVN\" negationInd=\"true\"><templateId root=\"2.16.840.1.113883.10.20.22.4.52\"/>"
                                        + "<effectiveTime value=\"2020\"/><consumable><manufacturedProduct><manufacturedMaterial><code code=\"140\" codeSystem=\"2.16.840.1.113883.12.292\"/></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"),
                        section(
                                "46240-8",
                                "x",
                                "<encounter classCode=\"ENC\" moodCode=\"EVN\"><templateId root=\"2.16.840.1.113883.10.20.22.4.49\"/><code code=\"99213\" codeSystem=\"2.999.2\">"
                                        + "<translation code=\"AMB\" codeSystem=\"2.16.840.1.113883.5.4\"/></code><effectiveTime value=\"20240102\"/><entryRelationship><act><templateId root=\"2.16.840.1.113883.10.20.22.4.80\"/><entryRelationship>"
                                        + observation("4", "", LOCAL_ASTHMA)
                                        + "</entryRelationship></act></entryRelationship></encounter>")));

        assertThat(kit.the("Immunization").path("status").asText()).isEqualTo("not-done");
        assertThat(kit.the("Encounter").at("/class/code").asText()).isEqualTo("AMB");
        assertThat(kit.the("Encounter").at("/diagnosis/0/condition/reference").asText())
                .isEqualTo("Condition/*");
        assertThat(kit.the("Condition").at("/encounter/reference").asText()).isEqualTo("Encounter/*");
        assertThat(kit.the("Condition").at("/category/0/coding/0/code").asText())
                .isEqualTo("encounter-diagnosis");
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
    void one_id_on_many_entries_loses_none_of_them() {
        var id = "<id root=\"2a620155-9d11-439e-92b3-5d9815ff4de8\"/>";
        kit.stored(
                "ccda",
                document(
                        section(
                                "8716-3",
                                "x",
                                observation(
                                        "27",
                                        "",
                                        id
                                                + "<code code=\"8302-2\" codeSystem=\"2.16.840.1.113883.6.1\"/><effectiveTime value=\"2020\"/><value xsi:type=\"PQ\" value=\"1\"/>"),
                                observation(
                                        "27",
                                        "",
                                        id
                                                + "<code code=\"8302-2\" codeSystem=\"2.16.840.1.113883.6.1\"/><effectiveTime value=\"2021\"/><value xsi:type=\"PQ\" value=\"2\"/>"),
                                observation(
                                        "27",
                                        "",
                                        id
                                                + "<code code=\"8302-2\" codeSystem=\"2.16.840.1.113883.6.1\"/><effectiveTime value=\"2021\"/><value xsi:type=\"PQ\" value=\"3\"/>"))));

        assertThat(kit.all("Observation")).hasSize(3);
        assertThat(kit.all("Observation")
                        .getFirst()
                        .at("/category/0/coding/0/code")
                        .asText())
                .isEqualTo("vital-signs");
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

    private static String medication(String mood, String status, String content) {
        return "<substanceAdministration classCode=\"SBADM\" moodCode=\"" + mood
                + "\"><templateId root=\"2.16.840.1.113883.10.20.22.4.16\"/>" + status + content
                + "</substanceAdministration>";
    }

    private static String result(String value) {
        return document(section(
                "30954-2",
                "<content ID=\"t\">told above</content>",
                "<organizer classCode=\"BATTERY\" moodCode=\"EVN\"><templateId root=\"2.16.840.1.113883.10.20.22.4.1\"/>"
                        + "<code code=\"PANEL\" codeSystem=\"2.999.2\"/><statusCode code=\"completed\"/><component>"
                        + observation(
                                "2",
                                "",
                                "<code code=\"4548-4\" codeSystem=\"2.16.840.1.113883.6.1\"/><statusCode code=\"completed\"/><effectiveTime value=\"20240102\"/>"
                                        + value.replace('\'', '"')
                                        + "<referenceRange><observationRange><value xsi:type=\"IVL_PQ\"><low value=\"1\"/><high value=\"2\"/></value></observationRange></referenceRange>"
                                        + "<referenceRange><observationRange><text>in winter</text></observationRange></referenceRange>")
                        + "</component></organizer>"));
    }
}
