package org.healthsphere.node.ingest.cda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.cda.Documents.LOCAL_ASTHMA;
import static org.healthsphere.node.ingest.cda.Documents.concern;
import static org.healthsphere.node.ingest.cda.Documents.document;
import static org.healthsphere.node.ingest.cda.Documents.observation;
import static org.healthsphere.node.ingest.cda.Documents.result;
import static org.healthsphere.node.ingest.cda.Documents.section;

import java.nio.file.Path;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdaEntryTest {
    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new CdaFeed());
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
    void what_was_not_found_is_no_finding() {
        kit.stored(
                "ccda",
                result("<value xsi:type='PQ' value='1'/>")
                        .replace("<observation ", "<observation negationInd=\"true\" "));

        assertThat(kit.all("Observation")).isEmpty();
        assertThat(kit.the("Composition").at("/section/0/text/div").asText()).isNotEmpty();
        assertThat(kit.ingest.coverage("north").leftOut()).isPositive();
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

    private static String medication(String mood, String status, String content) {
        return "<substanceAdministration classCode=\"SBADM\" moodCode=\"" + mood
                + "\"><templateId root=\"2.16.840.1.113883.10.20.22.4.16\"/>" + status + content
                + "</substanceAdministration>";
    }
}
