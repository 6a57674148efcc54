package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.healthsphere.node.http.fhir.UsCoreSample.Search;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The searches and reads of US Core 6.1.0 and 8.0.0, over the wire. */
class UsCoreSearchTest extends UsCoreServer {
    /** The required ones, the recommended and the optional. */
    static Stream<Search> searches() {
        return UsCoreSample.searches().stream();
    }

    static Stream<Search> required() {
        return searches().filter(Search::isRequired);
    }

    static Stream<String> resources() {
        return UsCoreSample.resources().stream();
    }

    @ParameterizedTest
    @MethodSource("searches")
    void each_search_finds_what_meets_it_and_nothing_else(Search search) throws Exception {
        assertThat(found(search.toString())).isEqualTo(search.finds());
    }

    @ParameterizedTest
    @MethodSource("required")
    void a_search_by_post_is_the_same(Search search) throws Exception {
        var answer = send(
                "POST",
                "/" + search.type() + "/_search",
                search.query(),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ids(parsed(Bundle.class, answer), SearchEntryMode.MATCH)).isEqualTo(search.finds());
    }

    @ParameterizedTest
    @MethodSource("required")
    void a_reference_is_an_id_or_a_type_and_an_id(Search search) throws Exception {
        var typed =
                search.query().replace("patient=", "patient=Patient/").replace("encounter=", "encounter=Encounter/");
        assertThat(found(search.type() + "?" + typed)).isEqualTo(search.finds());
    }

    @ParameterizedTest
    @MethodSource("required")
    void a_token_is_a_code_or_a_system_and_a_code(Search search) throws Exception {
        var codes = search.query().replaceAll("=[^=&]*%7C", "=");
        assertThat(found(search.type() + "?" + codes)).isEqualTo(search.finds());
    }

    @ParameterizedTest
    @CsvSource({
        "2025-04-05, true",
        "eq2025-04-05T10:20:30%2B02:00, true",
        "2025-04-05T08:20:30Z, true",
        "2025-04-05T08:20:31Z, false",
        "ge2025-04-05T08:20:30Z, true",
        "gt2025-04-05T08:20:30Z, false",
        "gt2025-04-05T08:20:29Z, true",
        "le2025-04-05T10:20:30%2B02:00, true",
        "lt2025-04-05T10:20:30%2B02:00, false",
        "lt2025-04-06, true",
        "le2025-04-05, true",
        "gt2025-04-05, false",
        "ge2025-04-06, false"
    })
    void a_date_is_to_the_day_or_to_the_second_with_an_offset(String date, boolean met) throws Exception {
        var query = "?patient=ann&code=4548-4&date=" + date;
        assertThat(found("Observation" + query)).isEqualTo(met ? List.of("observation-ann") : List.of());
    }

    @Test
    void several_values_are_alternatives_and_dates_bound_from_both_sides() throws Exception {
        assertThat(found("Observation?patient=ann&status=final,preliminary"))
                .containsExactly("observation-ann", "observation-other");
        assertThat(found("Observation?patient=ann&date=ge2021-01-01&date=lt2022-01-01"))
                .containsExactly("observation-other");
        assertThat(found("Condition?patient=ann&category=problem-list-item,encounter-diagnosis&clinical-status=active"))
                .containsExactly("condition-ann");
    }

    @ParameterizedTest
    @MethodSource("resources")
    void each_resource_is_read_as_it_was_written(String json) throws Exception {
        var answer = send("GET", "/" + address(json), "");
        assertThat(answer.statusCode()).isEqualTo(200);
        // The server adds a version and a time behind, and changes no byte before.
        assertThat(answer.body().replaceFirst(",?\"meta\":\\{[^}]*}", "")).isEqualTo(json);
        assertThat(answer.headers().firstValue("ETag")).contains("W/\"1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AllergyIntolerance",
                "CarePlan",
                "CareTeam",
                "Condition",
                "Coverage",
                "Device",
                "DiagnosticReport",
                "DocumentReference",
                "Encounter",
                "Goal",
                "Immunization",
                "MedicationDispense",
                "MedicationRequest",
                "Observation",
                "Procedure",
                "QuestionnaireResponse",
                "RelatedPerson",
                "ServiceRequest"
            })
    void its_provenance_comes_with_each_resource(String type) throws Exception {
        var search = type + "?patient=ann&_revinclude=Provenance:target";
        assertThat(included(search)).containsExactly("of-" + type.toLowerCase(Locale.ROOT) + "-ann");
    }

    @Test
    void its_provenance_comes_with_a_patient() throws Exception {
        assertThat(included("Patient?_id=ann&_revinclude=Provenance:target")).containsExactly("of-ann");
    }

    @ParameterizedTest
    @CsvSource({
        "MedicationRequest?patient=ann&intent=order&_include=MedicationRequest:medication, pill",
        "MedicationDispense?patient=ann&_include=MedicationDispense:medication, pill",
        "CareTeam?patient=ann&status=active&_include=CareTeam:participant:Practitioner, doc",
        "CareTeam?patient=ann&status=active&_include=CareTeam:participant:PractitionerRole, doc-role",
        "CareTeam?patient=ann&status=active&_include=CareTeam:participant:Patient, ann",
        "CareTeam?patient=ann&status=active&_include=CareTeam:participant:RelatedPerson, relatedperson-ann",
        "PractitionerRole?specialty=207Q00000X&_include=PractitionerRole:endpoint, mail",
        "PractitionerRole?specialty=207Q00000X&_include=PractitionerRole:practitioner, doc"
    })
    void what_a_match_refers_to_comes_with_it(String search, String id) throws Exception {
        assertThat(included(search)).containsExactly(id);
    }

    @Test
    void all_medications_and_the_active_ones_come_of_requests_alone() throws Exception {
        assertThat(found("MedicationRequest?patient=ann&intent=order,plan"))
                .containsExactly("medicationrequest-ann", "medicationrequest-other");
        assertThat(found("MedicationRequest?patient=ann&intent=order,plan&status=active"))
                .containsExactly("medicationrequest-ann");
    }

    @ParameterizedTest
    @MethodSource("required")
    void a_status_is_never_needed_and_never_supposed(Search search) throws Exception {
        if (search.parameters().contains("status")) {
            var without = search.query().replaceAll("&status=[^&]*", "");
            assertThat(found(search.type() + "?" + without)).containsAll(search.finds());
        }
        var wrong = send("GET", "/" + search.type() + "?nonsense=1&" + search.query(), "");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(parsed(OperationOutcome.class, wrong).getIssue()).hasSize(1);
    }
}
