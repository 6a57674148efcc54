package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    private static final Intake INTAKE = new Intake(SearchParameters.r4());

    private static Outcome<Incoming> check(String json) {
        return INTAKE.check(Bytes.utf8(json.replace('\'', '"')));
    }

    static Stream<Arguments> problems() {
        return Stream.concat(problemsOfValues(), problemsOfShape());
    }

    private static Stream<Arguments> problemsOfValues() {
        return Stream.of(
                broken("Patient.birthDate", "is no valid date", "{'resourceType':'Patient','birthDate':'1970-13-01'}"),
                broken("Patient.birthDate", "is a date", "{'resourceType':'Patient','birthDate':1970}"),
                broken("Patient.birthday", "is no element of Patient", "{'resourceType':'Patient','birthday':'1970'}"),
                broken("Patient.name", "is an array", "{'resourceType':'Patient','name':{'family':'A'}}"),
                broken("Patient.name", "is empty", "{'resourceType':'Patient','name':[]}"),
                broken("Patient.name[0]", "is empty", "{'resourceType':'Patient','name':[{}]}"),
                broken(
                        "Patient.name[1].given[0]",
                        "is a string",
                        "{'resourceType':'Patient','name':[{'family':'A'},{'given':[7]}]}"),
                broken(
                        "Patient.gender",
                        "is none of the codes it may have: male, female, other, unknown",
                        "{'resourceType':'Patient','gender':'f'}"),
                broken(
                        "Appointment.participant[0].status",
                        "is none of the codes it may have: accepted, declined, tentative, needs-action",
                        "{'resourceType':'Appointment','status':'booked','participant':[{'status':'yes'}]}"),
                broken(
                        "Patient.managingOrganization.reference",
                        "leads to Patient, where only these may stand: Organization",
                        "{'resourceType':'Patient','managingOrganization':{'reference':'Patient/1'}}"),
                broken(
                        "Patient.generalPractitioner[1].reference",
                        "leads to Device, where only these may stand: Organization, Practitioner, PractitionerRole",
                        "{'resourceType':'Patient','generalPractitioner':[{'reference':'Practitioner/1'},"
                                + "{'reference':'Device?identifier=a|1'}]}"),
                broken(
                        "MedicationRequest.medicationReference.type",
                        "leads to Substance, where only these may stand: Medication",
                        "{'resourceType':'MedicationRequest','status':'active','intent':'order',"
                                + "'subject':{'reference':'Patient/1'},'medicationReference':{'type':'Substance'}}"),
                broken("Patient.active", "is a boolean", "{'resourceType':'Patient','active':'true'}"));
    }

    private static Stream<Arguments> problemsOfShape() {
        return Stream.of(
                broken("Patient.id", "is no valid id", "{'resourceType':'Patient','id':'a/b'}"),
                broken("Patient._name", "is no element of Patient", "{'resourceType':'Patient','_name':[{'id':'a'}]}"),
                broken(
                        "Patient.active",
                        "is there twice, or beside another of its choice",
                        "{'resourceType':'Patient','active':true,'active':false}"),
                broken(
                        "Patient.deceasedDateTime",
                        "is there twice, or beside another of its choice",
                        "{'resourceType':'Patient','deceasedBoolean':true,'deceasedDateTime':'2020'}"),
                broken(
                        "Patient.managingOrganization.reference",
                        "is no reference: Type/id, an absolute URL, urn:..., or #id of a contained resource",
                        "{'resourceType':'Patient','managingOrganization':{'reference':'Nothing/1'}}"),
                broken("Observation.code", "is required", "{'resourceType':'Observation','status':'final'}"),
                broken(
                        "Observation.valueQuantity.value",
                        "is no valid decimal",
                        "{'resourceType':'Observation','status':'final','code':{'text':'a'},'valueQuantity':{'value':1e999}}"),
                broken(
                        "MedicationRequest.medication[x]",
                        "is required",
                        "{'resourceType':'MedicationRequest','status':'active','intent':'order','subject':{'display':'a'}}"),
                broken(
                        "Patient.contained[0].resourceType",
                        "is no type that FHIR R4 knows",
                        "{'resourceType':'Patient','contained':[{'id':'a'}]}"),
                broken(
                        "Bundle.entry[1].resource.birthDate",
                        "is no valid date",
                        "{'resourceType':'Bundle','type':'batch','entry':[{'resource':{'resourceType':'Patient'}},"
                                + "{'resource':{'resourceType':'Patient','birthDate':'x'}}]}"));
    }

    private static Arguments broken(String at, String what, String json) {
        return Arguments.of(new Problem(at, what), json);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void what_is_wrong_is_named_with_its_place(Problem problem, String json) {
        assertThat(check(json)).isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(problem))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "7",
                "{",
                "{}",
                "{'resourceType':'Nothing'}",
                "{'resourceType':'Patient'} {}",
                "{'resourceType':'Patient',}",
                "{'resourceType':'Patient','active':tru}",
                "{'resourceType':'Patient','name':[{'family':'\\ud800x"
            })
    void what_is_no_resource_is_invalid(String json) {
        assertThat(check(json))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Invalid.class));
    }

    @Test
    void a_string_has_a_million_characters_at_most() {
        assertThat(check("{'resourceType':'Patient','language':'" + "a".repeat(1 << 20) + "'}"))
                .isInstanceOf(Outcome.Success.class);
        assertThat(check("{'resourceType':'Patient','language':'" + "a".repeat((1 << 20) + 1) + "'}"))
                .isEqualTo(Outcome.failed(
                        new Fault.Unprocessable(List.of(new Problem("Patient.language", "is no valid code")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.0", "1.50", "0.0025628591781899144", "1e-7", "-1.5E+30"})
    void decimals_have_as_many_digits_as_they_like(String decimal) {
        assertThat(check("{'resourceType':'Patient','extension':[{'url':'http://e','valueDecimal':" + decimal + "}]}"))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void bytes_that_are_no_utf_8_are_invalid() {
        var json = "{\"resourceType\":\"Patient\",\"language\":\"\u00e4\"}";
        for (var charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) {
            assertThat(INTAKE.check(Bytes.of(json.getBytes(charset)))).isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void a_document_that_is_too_deep_is_refused_before_it_is_read() {
        var deep = "{\"extension\":[".repeat(5_000);
        assertThat(INTAKE.check(Bytes.utf8("{\"resourceType\":\"Basic\",\"extension\":[" + deep)))
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void of_many_codes_the_first_are_named_and_the_others_counted() {
        var refused = check("{'resourceType':'ExampleScenario','status':'draft',"
                + "'instance':[{'resourceId':'a','resourceType':'Nothing'}]}");
        assertThat(refused).isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
            var problem = ((Fault.Unprocessable) failure.fault()).problems().getFirst();
            assertThat(problem.at()).isEqualTo("ExampleScenario.instance[0].resourceType");
            assertThat(problem.what())
                    .startsWith("is none of the codes it may have: Account, ActivityDefinition, ")
                    .endsWith(" and 118 more");
            assertThat(problem.what().split(", ", -1)).hasSize(30);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'Provenance','recorded':'2026-01-01T00:00:00Z',"
                        + "'target':[{'reference':'Slot/1'}],'agent':[{'who':{'reference':'Device/1'}}]}",
                "{'resourceType':'Patient','managingOrganization':{'reference':'urn:uuid:c757873d-ec9a-4326-a141-556f43239520'}}",
                "{'resourceType':'Patient','managingOrganization':{'reference':'http://other.example/fhir/Organization/1'}}",
                "{'resourceType':'Patient','managingOrganization':{'reference':'#here'},"
                        + "'contained':[{'resourceType':'Organization','id':'here'}]}",
                "{'resourceType':'Patient','managingOrganization':{'reference':'Organization/1','extension':"
                        + "[{'url':'urn:a','valueReference':{'reference':'Slot/1'}}]}}"
            })
    void a_reference_may_lead_to_what_its_element_allows(String json) {
        assertThat(check(json)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_primitive_may_have_extensions_beside_it_or_instead_of_it() {
        var extension = "{'extension':[{'url':'http://example.org/reason','valueCode':'unknown'}]}";
        assertThat(check("{'resourceType':'Patient','_birthDate':" + extension + "}"))
                .isInstanceOf(Outcome.Success.class);
        assertThat(check("{'resourceType':'Observation','_status':" + extension + ",'code':{'text':'a'}}"))
                .isInstanceOf(Outcome.Success.class);
        assertThat(check("{'resourceType':'Patient','name':[{'given':['A',null],'_given':[null," + extension + "]}]}"))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void the_type_may_stand_anywhere_in_a_resource() {
        assertThat(check("{'active':true,'contact':[{'name':{'family':'A'}}],'resourceType':'Patient'}")
                        .map(i -> i.resource().type()))
                .isEqualTo(Outcome.of("Patient"));
    }

    @Test
    void links_are_noted_where_they_stand() {
        var json = "{ 'resourceType' : 'Observation', 'id':'o1', 'status':'final', 'code':{'text':'ä'},"
                + "'subject' : { 'reference' : 'urn:uuid:1' }, 'encounter':{'reference':'Encounter/e1'},"
                + "'contained':[{'resourceType':'Patient','id':'c','link':[{'other':{'reference':'Patient/x'},'type':'refer'}]}],"
                + "'hasMember':[{'reference':'Observation/a'},{'reference':'#c'}]}";
        var draft = check(json).orElseThrow().resource();
        assertThat(draft.id()).contains("o1");
        assertThat(draft.links())
                .extracting(Link::target)
                .containsExactly("urn:uuid:1", "Encounter/e1", "Patient/x", "Observation/a", "#c");
        assertThat(draft.links())
                .filteredOn(l -> l.kind() == Link.Kind.PATIENT)
                .extracting(Link::target)
                .containsExactly("urn:uuid:1");
        var rewritten = draft.rewritten(t -> t.equals("urn:uuid:1") ? "Patient/p-\"1\"" : t);
        assertThat(rewritten.json().utf8())
                .isEqualTo(json.replace('\'', '"').replace("\"urn:uuid:1\"", "\"Patient/p-\\\"1\\\"\""));
        assertThat(draft.rewritten(t -> t.equals("urn:uuid:1") ? "Patient/p1" : t)
                        .rewritten(t -> t))
                .isEqualTo(draft.rewritten(t -> t.equals("urn:uuid:1") ? "Patient/p1" : t));
    }

    @Test
    void the_record_of_a_resource_is_told_by_its_patient_reference() {
        var types = List.of(
                "{'resourceType':'Patient','id':'p1'}",
                "{'resourceType':'AllergyIntolerance','patient':{'reference':'Patient/p1'}}",
                "{'resourceType':'Coverage','status':'active','beneficiary':{'reference':'Patient/p1/_history/2'},"
                        + "'payor':[{'reference':'Organization/o'}]}",
                "{'resourceType':'Provenance','target':[{'reference':'Observation/1'},{'reference':'Patient/p1'}],"
                        + "'recorded':'2020-01-01T00:00:00Z','agent':[{'who':{'display':'a'}}]}");
        assertThat(types).allSatisfy(json -> {
            var draft = check(json).orElseThrow().resource();
            assertThat(draft.patient(new ResourceId(draft.type(), "p1"))).isEqualTo(Optional.of("p1"));
        });
    }

    @Test
    void the_entries_of_a_bundle_come_with_what_is_asked_for_them() {
        var incoming = check(
                        "{'resourceType':'Bundle','type':'transaction','entry':[{'fullUrl':'urn:uuid:a',"
                                + "'request':{'method':'POST','url':'Patient','ifNoneExist':'identifier=a|b'},"
                                + "'resource':{'resourceType':'Patient','active':true}},{'request':{'method':'DELETE','url':'Patient/1'}}]}")
                .orElseThrow();
        assertThat(incoming.strings()).containsEntry("type", "transaction");
        assertThat(incoming.entries())
                .extracting(Incoming.Entry::at)
                .containsExactly("Bundle.entry[0]", "Bundle.entry[1]");
        assertThat(incoming.entries().getFirst().strings())
                .isEqualTo(Map.of(
                        "fullUrl", "urn:uuid:a", "method", "POST", "url", "Patient", "ifNoneExist", "identifier=a|b"));
        assertThat(incoming.entries().getFirst().resource().orElseThrow().json())
                .isEqualTo(Bytes.utf8("{\"resourceType\":\"Patient\",\"active\":true}"));
        assertThat(incoming.entries().get(1).resource()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_a_good_document_is_turned_into_it_is_refused_or_let_in_but_never_a_defect(long seed) {
        var random = new Random(seed);
        var good = new SampleBundles(seed).patient(1, 3).array();
        for (var i = 0; i < 400; i++) {
            var bad = good.clone();
            for (var n = 1 + random.nextInt(3); n > 0; n--) {
                bad[random.nextInt(bad.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:".charAt(random.nextInt(7)));
            }
            var cut = random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            assertThat(INTAKE.check(Bytes.of(cut))).isNotNull();
        }
    }
}
