package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.file.Path;
import org.healthsphere.node.ingest.Kit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    @Test
    void a_registration_makes_a_patient() {
        kit.stored("v2", adt("A04", "1", """
                PID|1||7^^^NORTH^MR~X9^^^&2.16.840.1.9&ISO^PPN||Muster^Maria^M^Jr^Dr^^L~Born^Maria^^^^^M|Old|194501021530|F|||\
                1 Main St&Main St&1^Apt 2^Salem^MA^01970^US^H~^^Boston^^^^M|Essex|555-1^PRN^PH~^NET^Internet^maria@mail.example|\
                ^WPN^PH^^^617^5551234^9|eng^English^HL70296|M|||999-11-2222|||||N|||||202401021200"""));

        assertThat(kit.the("Patient")).isEqualTo(json("""
                {'identifier': [
                    {'value': '7', 'system': 'https://north.example/mrn', 'type': {'coding': [{'code': 'MR', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0203'}]}},
                    {'value': 'X9', 'system': 'urn:oid:2.16.840.1.9', 'type': {'coding': [{'code': 'PPN', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0203'}]}},
                    {'value': '999-11-2222', 'system': 'http://hl7.org/fhir/sid/us-ssn', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'SS'}]}}],
                 'name': [
                    {'use': 'official', 'family': 'Muster', 'given': ['Maria', 'M'], 'prefix': ['Dr'], 'suffix': ['Jr']},
                    {'use': 'maiden', 'family': 'Born', 'given': ['Maria']}],
                 'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName', 'valueString': 'Old'}],
                 'birthDate': '1945-01-02',
                 '_birthDate': {'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', 'valueDateTime': '1945-01-02T15:30:00-04:00'}]},
                 'gender': 'female',
                 'address': [
                    {'use': 'home', 'line': ['1 Main St', 'Main St', '1', 'Apt 2'], 'city': 'Salem', 'state': 'MA', 'postalCode': '01970', 'country': 'US'},
                    {'type': 'postal', 'city': 'Boston'}],
                 'telecom': [
                    {'value': '555-1', 'system': 'phone', 'use': 'home'},
                    {'value': 'maria@mail.example', 'system': 'email'},
                    {'value': '617 5551234 X9', 'system': 'phone', 'use': 'work'}],
                 'communication': [{'language': {'coding': [{'system': 'urn:ietf:bcp:47', 'code': 'en'}], 'text': 'English'}}],
                 'maritalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', 'code': 'M'}]},
                 'multipleBirthBoolean': false,
                 'deceasedDateTime': '2024-01-02T12:00:00-05:00'}"""));
    }

    @Test
    void a_visit_with_its_diagnoses() {
        kit.stored("v2", visit("A01", "1", "202401020800", ""));

        assertThat(kit.the("Encounter")).isEqualTo(json("""
                {'identifier': [{'value': 'V1', 'system': 'https://north.example/mrn', 'type': {'coding': [{'code': 'VN', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0203'}]}}],
                 'status': 'in-progress', 'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'},
                 'type': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/data-absent-reason', 'code': 'unknown'}]}],
                 'subject': {'reference': 'Patient/*'},
                 'participant': [{'type': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'code': 'ATND'}]}],
                    'individual': {'identifier': {'value': 'D7', 'system': 'https://north.example/mrn'}, 'display': 'Dr Ann Example'}}],
                 'period': {'start': '2024-01-02T08:00:00-05:00'},
                 'reasonCode': [{'text': 'Cough'}],
                 'location': [{'location': {'display': 'NORTH W3 12 B'}}],
                 'diagnosis': [{'condition': {'reference': 'Condition/*'}}]}"""));
        assertThat(kit.the("Condition")).isEqualTo(json("""
                {'clinicalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'code': 'active'}]},
                 'verificationStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-ver-status', 'code': 'confirmed'}]},
                 'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-category', 'code': 'encounter-diagnosis'}]}],
                 'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'AST', 'display': 'Asthma'}], 'text': 'Asthma'},
                 'subject': {'reference': 'Patient/*'}, 'encounter': {'reference': 'Encounter/*'},
                 'onsetDateTime': '2024-01', 'recordedDate': '2024-01-03'}"""));
    }

    @Test
    void a_discharge_ends_the_visit_that_an_admission_began() {
        kit.stored("v2", visit("A01", "1", "202401020800", ""));
        kit.stored("v2", visit("A03", "2", "", "202401050900"));

        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo("finished");
        assertThat(kit.the("Encounter").path("period"))
                .isEqualTo(json("{'start': '2024-01-02T08:00:00-05:00', 'end': '2024-01-05T09:00:00-05:00'}"));
        assertThat(kit.current("Condition").getFirst().version()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "A01,I,in-progress,IMP",
        "A04,E,in-progress,EMER",
        "A04,O,in-progress,AMB",
        "A05,I,planned,IMP",
        "A11,I,cancelled,IMP",
        "A03,I,finished,IMP",
        "A08,P,planned,PRENC",
        "A08,?,in-progress,U"
    })
    void event_and_class_tell_the_state_of_a_visit(String event, String patientClass, String status, String code) {
        kit.stored("v2", adt(event, "1", pid("7", "Muster"), "PV1|1|" + patientClass + "|||||||||||||||||V1"));

        assertThat(kit.the("Encounter").path("status").asText()).isEqualTo(status);
        assertThat(kit.the("Encounter").at("/class/code").asText()).isEqualTo(code);
    }

    @Test
    void a_message_about_the_person_is_no_visit() {
        kit.stored("v2", adt("A31", "1", pid("7", "Muster"), "PV1|1|N"));

        assertThat(kit.all("Encounter")).isEmpty();
    }

    @Test
    void allergies_contacts_and_insurance() {
        kit.stored(
                "v2",
                adt(
                        "A31",
                        "1",
                        pid("7", "Muster"),
                        "NK1|1|Muster^Karl|SPO|2 Side St^^Salem|555-2||||||||||M",
                        "AL1|1|DA|70618^Penicillin^RXNORM|SV|Hives~Wheeze|2010",
                        "IN1|1|HMO^Plan A|C1^^^NORTH|Good Insurance||||||||20200101|20301231||||SEL",
                        "IN1|1|PPO|C2^^^NORTH"));

        assertThat(kit.the("AllergyIntolerance")).isEqualTo(json("""
                {'clinicalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'code': 'active'}]},
                 'type': 'allergy', 'category': ['medication'],
                 'code': {'coding': [{'system': 'http://www.nlm.nih.gov/research/umls/rxnorm', 'code': '70618', 'display': 'Penicillin'}], 'text': 'Penicillin'},
                 'patient': {'reference': 'Patient/*'},
                 'reaction': [{'manifestation': [{'text': 'Hives'}, {'text': 'Wheeze'}], 'severity': 'severe'}],
                 'onsetDateTime': '2010'}"""));
        assertThat(kit.the("RelatedPerson")).isEqualTo(json("""
                {'active': true, 'patient': {'reference': 'Patient/*'}, 'name': [{'family': 'Muster', 'given': ['Karl']}],
                 'relationship': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'code': 'SPS'}]}],
                 'address': [{'line': ['2 Side St'], 'city': 'Salem'}], 'telecom': [{'value': '555-2', 'system': 'phone'}], 'gender': 'male'}"""));
        assertThat(kit.all("Coverage").getFirst()).isEqualTo(json("""
                {'status': 'active', 'type': {'coding': [{'code': 'HMO', 'display': 'Plan A'}], 'text': 'Plan A'},
                 'beneficiary': {'reference': 'Patient/*'}, 'period': {'start': '2020-01-01', 'end': '2030-12-31'},
                 'payor': [{'identifier': {'value': 'C1', 'system': 'https://north.example/mrn'}, 'display': 'Good Insurance'}],
                 '_subscriberId': {'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueCode': 'unknown'}]},
                 'relationship': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/subscriber-relationship', 'code': 'self'}]}}"""));
        assertThat(kit.all("Coverage").get(1).at("/relationship/coding/0/code").asText())
                .isEqualTo("unknown");
        assertThat(kit.all("Coverage")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"deu^Deutsch, de, Deutsch", "fr, fr, fr", "tlh^Klingon, '', Klingon", "xx1, '', xx1"})
    void a_language_is_named_as_fhir_names_it_or_told_in_words(String sent, String code, String text) {
        kit.stored("v2", adt("A31", "1", pid("7", "Muster||||||||||" + sent)));

        var language = kit.the("Patient").at("/communication/0/language");
        assertThat(language.at("/coding/0/code").asText()).isEqualTo(code);
        assertThat(language.path("text").asText()).isEqualTo(text);
    }

    private static String visit(String event, String controlId, String start, String end) {
        return adt(
                event,
                controlId,
                pid("7", "Muster^Maria"),
                "PV1|1|I|W3^12^B^NORTH||||D7^Example^Ann^^^Dr^^^NORTH||||||||||||V1^^^NORTH^VN|||||||||||||||||||||||||"
                        + start + "|" + end,
                "PV2|||^Cough",
                "DG1|1||AST^Asthma^LOC||202401|F|||||||||||||20240103");
    }

    @Test
    void a_nickname_is_a_name_of_its_own_and_a_licence_is_named_by_who_gave_it() {
        kit.stored(
                "v2",
                adt(
                        "A28",
                        "1",
                        pid("7", "Muster^Maria^^^^^L^^^^^^^^Mia|||||||||||||||D5^MA^20301231|||Salem"),
                        "PD1||||D7^Example^Ann^^^Dr^^^NORTH"));

        var patient = kit.the("Patient");
        assertThat(patient.at("/name/0"))
                .isEqualTo(json("{'use': 'official', 'family': 'Muster', 'given': ['Maria']}"));
        assertThat(patient.at("/name/1")).isEqualTo(json("{'given': ['Mia'], 'use': 'nickname'}"));
        assertThat(patient.at("/identifier/1")).isEqualTo(json("""
                {'value': 'D5', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'DL'}]},
                 'assigner': {'display': 'MA'}, 'period': {'end': '2030-12-31'}}"""));
        assertThat(patient.at("/extension/0")).isEqualTo(json("""
                {'url': 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', 'valueAddress': {'text': 'Salem'}}"""));
        assertThat(patient.at("/generalPractitioner/0")).isEqualTo(json("""
                {'identifier': {'value': 'D7', 'system': 'https://north.example/mrn'}, 'display': 'Dr Ann Example'}"""));
    }

    /** HL7's map of XTN: unformatted before in parts before as people write it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(617)555-1234;                          (617)555-1234; phone; home",
                "(617)555-1234^^PH^^^617^5551234;        617 5551234;   phone; home",
                "(617)555-1234^^PH^^^617^5551234^^^^^0016175551234; 0016175551234; phone; home",
                "^NET^Internet^m@mail.example;           m@mail.example; email; ''",
                "555-1^^CP;                              555-1;         phone; mobile"
            })
    void a_number_is_told_as_it_is_dialled(String sent, String value, String system, String use) {
        kit.stored("v2", adt("A28", "1", pid("7", "Muster^Maria||||||||" + sent)));

        var telecom = kit.the("Patient").at("/telecom/0");
        assertThat(telecom.path("value").asText()).isEqualTo(value);
        assertThat(telecom.path("system").asText()).isEqualTo(system);
        assertThat(telecom.path("use").asText()).isEqualTo(use);
    }

    @Test
    void a_visit_tells_who_took_part_where_from_and_where_to() {
        kit.stored(
                "v2",
                adt(
                        "A03",
                        "1",
                        pid("7", "Muster"),
                        "PV1|1|I|W3||PRE9^^^NORTH|||D8^Referrer|D9^Consultant||||R|7|||D10^Admitter||V1^^^NORTH"
                                + "|||||||||||||||||01||||||||202401020800|202401050900|||||ALT5^^^NORTH"));

        var visit = kit.the("Encounter");
        assertThat(visit.path("identifier").findValuesAsText("value")).containsExactly("V1", "ALT5");
        assertThat(visit.path("participant").findValuesAsText("code")).containsExactly("REF", "CON", "ADM");
        assertThat(visit.path("participant").findValuesAsText("value")).containsExactly("D8", "D9", "D10");
        assertThat(visit.path("hospitalization")).isEqualTo(json("""
                {'preAdmissionIdentifier': {'value': 'PRE9', 'system': 'https://north.example/mrn'},
                 'reAdmission': {'coding': [{'code': 'R', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0092'}]},
                 'admitSource': {'coding': [{'code': '7', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0023'}]},
                 'dischargeDisposition': {'coding': [{'code': '01', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0112'}]}}"""));
    }

    @Test
    void an_episode_goes_over_several_visits() {
        for (var visit : new String[] {"V1", "V2"}) {
            kit.stored(
                    "v2",
                    adt(
                            "A01",
                            visit,
                            pid("7", "Muster"),
                            "PV1|1|I|||||||||||||||||" + visit + "^^^NORTH" + "|".repeat(35) + "E9^^^NORTH",
                            "DG1|1||A^Asthma^LOC"));
        }

        assertThat(kit.the("EpisodeOfCare")).isEqualTo(json("""
                {'identifier': [{'value': 'E9', 'system': 'https://north.example/mrn'}], 'status': 'active',
                 'diagnosis': [{'condition': {'reference': 'Condition/*'}}], 'patient': {'reference': 'Patient/*'}}"""));
        assertThat(kit.all("Encounter"))
                .hasSize(2)
                .allSatisfy(visit -> assertThat(
                                visit.at("/episodeOfCare/0/reference").asText())
                        .isEqualTo("EpisodeOfCare/*"));
    }
}
