package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations over records, through the real gate. */
class RecordOperationsTest {
    private static final String LOINC = "http://loinc.org";

    private final House house = new House();
    private final RecordOperations operations = new Interactions(
                    new Intake(SearchParameters.r4()), house.store, house.index, house.gate, house.audit, () -> "fresh")
            .records();

    @BeforeEach
    void fill() {
        house.put("Organization", "ward", Optional.empty(), "{'name':'Ward'}");
        for (var patient : List.of("ann", "bea")) {
            house.put("Patient", patient, patient, "{'managingOrganization':{'reference':'Organization/ward'}}");
            observation(patient, "hb1", "718-7", "2024-05-01T08:00:00Z");
            observation(patient, "hb2", "718-7", "2025-05-01");
            observation(patient, "hb3", "718-7", "2026-01-01");
            observation(patient, "na1", "2951-2", "2025-07-01");
            observation(patient, "na2", "2951-2", "2023-07-01");
            house.put(
                    "Coverage", "cover-" + patient, patient, "{'beneficiary':{'reference':'Patient/" + patient + "'}}");
        }
    }

    private void observation(String patient, String id, String code, String date) {
        house.put("Observation", id + "-" + patient, patient, """
                {'status':'final','subject':{'reference':'Patient/%s'},'effectiveDateTime':'%s',
                 'category':[{'coding':[{'code':'laboratory'}]}],'code':{'coding':[{'system':'%s','code':'%s'}]}}""".formatted(patient, date, LOINC, code));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Asking asking(Access access) {
        return Asking.of(access, "https://node.example/fhir");
    }

    private Asking asking(String... scopes) {
        var reach = Stream.of(scopes).map(s -> Scope.parse(s).orElseThrow()).collect(Collectors.toSet());
        var own = house.own();
        return asking(new Access(own.requester(), own.purpose(), own.correlation(), new Reach(reach)));
    }

    private static List<String> names(Outcome<Bytes> bundle) {
        return names(House.tree(bundle.orElseThrow().utf8()));
    }

    private static List<String> names(JsonNode bundle) {
        return bundle.path("entry")
                .valueStream()
                .map(entry -> entry.at("/resource/id").asText())
                .toList();
    }

    private List<String> everything(String query) {
        var names = new ArrayList<String>();
        var next = query;
        while (!next.equals("none")) {
            var page = House.tree(operations
                    .everything(asking(house.own()), "ann", Parameters.parse(next))
                    .orElseThrow()
                    .utf8());
            names.addAll(names(page));
            var link = page.at("/link/1/url").asText("?none");
            next = link.substring(link.indexOf('?') + 1);
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_type=Observation                    | hb1 hb2 hb3 na1 na2",
                "_type=Observation&_type=Coverage     | hb1 hb2 hb3 na1 na2 cover",
                "_type=Observation,Coverage&_count=2  | hb1 hb2 hb3 na1 na2 cover",
                "start=2025                           | ann hb2 hb3 na1 cover ward",
                "end=2024                             | ann hb1 na2 cover ward",
                "start=2025-05-01&end=2025-06         | ann hb2 cover ward",
                "start=2025-05-02&end=2025-06&_count=1| ann cover ward",
                "_since=2027-01-01T00:00:00Z          | ''",
                "_type=Patient                        | ann",
                "_type=Patient,Organization           | ann ward"
            })
    void everything_is_narrowed_by_type_by_change_and_by_time_of_care(String query, String expected) {
        assertThat(everything(query.strip()).stream().map(name -> name.replace("-ann", "")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(expected.split(" ", -1))
                        .filter(n -> !n.isEmpty())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "_type=Colour, _type",
        "_since=yesterday, _since",
        "start=soon, start",
        "_count=0, _count",
        "code=x, code",
        "_summary=much, _summary"
    })
    void what_everything_does_not_understand_is_named(String query, String parameter) {
        assertThat(operations.everything(asking(house.own()), "ann", Parameters.parse(query)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(((Fault.Invalid) failure.fault()).problems())
                                .extracting(Fault.Problem::at)
                                .containsExactly(parameter));
    }

    @Test
    void scopes_narrow_everything_and_a_type_beyond_them_is_refused() {
        assertThat(names(operations.everything(
                        asking("system/Patient.rs", "system/Coverage.rs"), "ann", Parameters.parse(""))))
                .containsExactlyInAnyOrder("ann", "cover-ann");
        assertThat(operations.everything(asking("system/Patient.rs"), "ann", Parameters.parse("_type=Observation")))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Forbidden.class));
    }

    @Test
    void whose_record_is_hidden_is_as_unknown_as_nobody() {
        house.says("ann", House.consent("{'type':'deny'}"), org.healthsphere.specs.PurposeOfUse.TREAT);
        for (var patient : List.of("ann", "nobody")) {
            assertThat(operations.everything(asking(house.stranger()), patient, Parameters.parse("")))
                    .isEqualTo(Outcome.failed(new Fault.NotFound("Patient/" + patient)));
            assertThat(names(operations.lastn(
                            asking(house.stranger()), Parameters.parse("patient=" + patient + "&category=laboratory"))))
                    .isEmpty();
            assertThat(operations.meta(house.stranger(), new ResourceId("Patient", patient), Optional.empty()))
                    .isEqualTo(Outcome.failed(new Fault.NotFound("Patient/" + patient)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "patient=ann&category=laboratory, hb3-ann na1-ann",
        "patient=ann&category=laboratory&max=2, hb3-ann hb2-ann na1-ann na2-ann",
        "subject=Patient/bea&code=http://loinc.org|2951-2&max=1, na1-bea",
        "patient=ann&category=laboratory&date=lt2025, hb1-ann na2-ann",
        "patient=nobody&code=718-7, ''"
    })
    void the_last_ones_of_each_code(String query, String expected) {
        assertThat(names(operations.lastn(asking(house.own()), Parameters.parse(query))))
                .containsExactlyElementsOf(Stream.of(expected.split(" ", -1))
                        .filter(n -> !n.isEmpty())
                        .toList());
    }

    @Test
    void codings_that_meet_in_one_observation_are_one_code() {
        house.put("Observation", "both", "ann", """
                {'status':'final','subject':{'reference':'Patient/ann'},'effectiveDateTime':'2026-02-01',
                 'category':[{'coding':[{'code':'laboratory'}]}],
                 'code':{'coding':[{'system':'http://loinc.org','code':'718-7'},{'system':'urn:lab','code':'HB'}]}}""");
        house.put("Observation", "local", "ann", """
                {'status':'final','subject':{'reference':'Patient/ann'},'effectiveDateTime':'2026-01-15',
                 'category':[{'coding':[{'code':'laboratory'}]}],'code':{'coding':[{'system':'urn:lab','code':'HB'}]}}""");
        assertThat(names(operations.lastn(
                        asking(house.own()), Parameters.parse("patient=ann&category=laboratory&max=2"))))
                .containsExactly("both", "local", "na1-ann", "na2-ann");
    }

    @Test
    void the_last_ones_are_of_somebody_and_something() {
        assertThat(operations.lastn(asking(house.own()), Parameters.parse("max=0&status=final")))
                .isEqualTo(
                        Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem("max", "is a number from 1 on")))));
        assertThat(operations.lastn(asking(house.own()), Parameters.parse("status=final")))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Fault.Problem("patient", "or subject is needed: whose observations are wanted"),
                        new Fault.Problem("category", "or code is needed: which observations are wanted")))));
    }

    @ParameterizedTest
    @CsvSource({
        "patient=ann, new",
        "patient=Patient/ann&start=2020, new old",
        "patient=ann&start=2024&end=2024, old",
        "patient=ann&type=http://loinc.org|34133-9&start=2020, old",
        "patient=bea, ''",
        "patient=nobody, ''"
    })
    void documents_are_the_newest_or_those_of_a_time(String query, String expected) {
        document("old", "34133-9", "2024-02-01");
        document("new", "11488-4", "2025-02-01");
        assertThat(names(operations.docref(asking(house.own()), Parameters.parse(query))))
                .containsExactlyElementsOf(Stream.of(expected.split(" ", -1))
                        .filter(n -> !n.isEmpty())
                        .toList());
    }

    private void document(String id, String type, String day) {
        house.put("DocumentReference", id, "ann", """
                {'status':'current','subject':{'reference':'Patient/ann'},'date':'%sT10:00:00Z',
                 'type':{'coding':[{'system':'http://loinc.org','code':'%s'}]},
                 'context':{'period':{'start':'%s','end':'%s'}}}""".formatted(day, type, day, day));
    }

    @Test
    void a_search_for_documents_names_the_patient() {
        assertThat(operations.docref(asking(house.own()), Parameters.parse("type=x&on-demand=maybe&colour=red")))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(((Fault.Invalid) failure.fault()).problems())
                                .extracting(Fault.Problem::at)
                                .isEqualTo(List.of("colour", "patient", "on-demand")));
    }

    @Test
    void meta_is_what_the_version_says_of_itself() {
        house.put("Device", "pump", Optional.empty(), "{'meta':{'tag':[{'code':'first'}]}}");
        house.put("Device", "pump", Optional.empty(), "{'status':'active'}");
        var id = new ResourceId("Device", "pump");
        var now = House.tree(
                operations.meta(house.own(), id, Optional.empty()).orElseThrow().utf8());
        var first = House.tree(
                operations.meta(house.own(), id, Optional.of(1L)).orElseThrow().utf8());
        assertThat(now.at("/parameter/0/valueMeta/versionId").asText()).isEqualTo("2");
        assertThat(first.at("/parameter/0/valueMeta/tag/0/code").asText()).isEqualTo("first");
        assertThat(Set.of(
                        now.at("/parameter/0/name").asText(),
                        first.at("/resourceType").asText()))
                .containsExactlyInAnyOrder("return", "Parameters");
    }

    @Test
    void docref_on_demand_names_the_document_that_is_made_when_it_is_fetched() {
        house.put("Patient", "ann", "ann", "{'id':'ann','gender':'female'}");
        var wanted = "patient=ann&on-demand=true";
        for (var query : List.of(wanted, wanted + "&type=http://loinc.org|34133-9", wanted + "&type=34133-9")) {
            var bundle = House.tree(operations
                    .docref(asking(house.own()), Parameters.parse(query))
                    .orElseThrow()
                    .utf8());
            assertThat(bundle.path("total").asInt()).as(query).isEqualTo(1);
            assertThat(bundle.at("/entry/0/resource/content/0/attachment/url").asText())
                    .isEqualTo(asking(house.own()).base().replace("/fhir", "/mhd") + "/patients/ann/ccd");
        }
        for (var query : List.of(wanted + "&type=18842-5", "patient=nobody&on-demand=true")) {
            assertThat(operations
                            .docref(asking(house.own()), Parameters.parse(query))
                            .orElseThrow()
                            .utf8())
                    .isEqualTo("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":0}");
        }
        assertThat(operations
                        .docref(asking(house.stranger()), Parameters.parse(wanted))
                        .orElseThrow()
                        .utf8())
                .as("who may not see her is told what he is told of nobody")
                .contains("\"total\":0");
    }
}
