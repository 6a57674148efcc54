package org.healthsphere.node.care;

import java.util.List;
import java.util.Map;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/** A synthetic patient, known at two hospitals, with something for each section. */
final class Records {
    static final NodeId NORTH = new NodeId("north");
    static final NodeId SOUTH = new NodeId("south");
    static final NodeId WEST = new NodeId("west");

    private Records() {}

    static MergedRecord rich() {
        return merged(Map.of(NORTH, released(north()), SOUTH, released(south()), WEST, new MemberAnswer.Late()));
    }

    static MergedRecord bare() {
        return merged(Map.of(NORTH, released(List.of("""
                {"resourceType":"Patient","id":"p1"}"""))));
    }

    static MergedRecord merged(Map<NodeId, MemberAnswer> answers) {
        return MergedRecord.of(FederatedRecord.of("query-0001", answers, Map.of()));
    }

    static MemberAnswer released(List<String> resources) {
        return new MemberAnswer.Answered(resources.stream().map(Records::record).toList(), Bytes.utf8("{}"));
    }

    private static ReleasedRecord record(String json) {
        var parts = json.strip().split("\"", 9);
        return new ReleasedRecord(parts[3], parts[7], 1, Bytes.utf8(json));
    }

    private static List<String> north() {
        return List.of("""
                {"resourceType":"Patient","id":"p1","name":[{"family":"Testova","given":["Aba"]}],"gender":"female",
                 "birthDate":"1961-07-09","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7"}]}""", """
                {"resourceType":"Condition","id":"c1","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
                 "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"E11"}],"text":"Type 2 diabetes <unspecified> & co"},
                 "subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},"onsetDateTime":"2015-03-01"}""", """
                {"resourceType":"Condition","id":"c2","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]},
                 "code":{"text":"Fracture"},"subject":{"reference":"Patient/p1"},"onsetDateTime":"1999","abatementDateTime":"2000"}""", """
                {"resourceType":"Condition","id":"c3","verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]},
                 "code":{"text":"Never was"},"subject":{"reference":"Patient/p1"}}""", """
                {"resourceType":"Encounter","id":"e1","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},
                 "subject":{"reference":"Patient/p1"}}""", """
                {"resourceType":"Medication","id":"m1","code":{"text":"Testformin 500"}}""", """
                {"resourceType":"MedicationRequest","id":"r1","status":"active","intent":"order","medicationReference":{"reference":"Medication/m1"},
                 "subject":{"reference":"Patient/p1"},"requester":{"reference":"Practitioner/d1"},"authoredOn":"2024-01-02"}""", """
                {"resourceType":"MedicationStatement","id":"r2","status":"active","medicationCodeableConcept":{"text":"Herbal test"},
                 "subject":{"reference":"Patient/p1"}}""", """
                {"resourceType":"Observation","id":"o1","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},"subject":{"reference":"Patient/p1"},
                 "performer":[{"reference":"Organization/lab"}],
                 "effectiveDateTime":"2024-05-01T08:00:00Z","valueQuantity":{"value":7.1,"unit":"%","system":"http://unitsofmeasure.org","code":"%"}}""", """
                {"resourceType":"DiagnosticReport","id":"dr1","status":"final","code":{"text":"Panel"},"subject":{"reference":"Patient/p1"},
                 "effectiveDateTime":"2024-05-01T08:00:00Z","result":[{"reference":"Observation/o1"}]}""", """
                {"resourceType":"DeviceUseStatement","id":"u1","status":"active","subject":{"reference":"Patient/p1"},
                 "device":{"reference":"Device/d1","display":"Test pacemaker"}}""", """
                {"resourceType":"Device","id":"d1","type":{"text":"Test pacemaker"},"patient":{"reference":"Patient/p1"}}""", """
                {"resourceType":"Observation","id":"s1","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"social-history"}]}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"11341-5"}]},"subject":{"reference":"Patient/p1"},
                 "effectiveDateTime":"2024-02-01","valueString":"Test trade"}""", """
                {"resourceType":"Organization","id":"lab","name":"Test laboratory"}""");
    }

    private static List<String> south() {
        return List.of("""
                {"resourceType":"Patient","id":"p9","name":[{"family":"TESTOVA","given":["Aba"]}],"gender":"female","birthDate":"1961-09-07"}""", """
                {"resourceType":"AllergyIntolerance","id":"a1","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},
                 "code":{"text":"Test nuts"},"patient":{"reference":"https://south.example/fhir/Patient/p9"}}""", """
                {"resourceType":"Observation","id":"o1","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},"subject":{"reference":"Patient/p9"},
                 "effectiveDateTime":"2024-05-01T10:00:00+02:00","valueQuantity":{"value":9.1,"unit":"%","system":"http://unitsofmeasure.org","code":"%"}}""", """
                {"resourceType":"Observation","id":"v1","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":{"reference":"Patient/p9"},
                 "effectiveDateTime":"2024-04-01","valueQuantity":{"value":70,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}""", """
                {"resourceType":"Immunization","id":"i1","status":"completed","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"141"}]},
                 "patient":{"reference":"Patient/p9"},"occurrenceDateTime":"2023-10-01"}""", """
                {"resourceType":"Immunization","id":"i2","status":"not-done","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"03"}]},
                 "patient":{"reference":"Patient/p9"},"occurrenceDateTime":"2023-10-01"}""", """
                {"resourceType":"Procedure","id":"pr1","status":"completed","code":{"text":"Test procedure"},"subject":{"reference":"Patient/p9"}}""");
    }
}
