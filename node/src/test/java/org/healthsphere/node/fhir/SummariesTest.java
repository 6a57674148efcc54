package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.OwnSummary;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The summary through the real gate and the real writer. */
class SummariesTest {
    private static final ResourceId ANN = new ResourceId("Patient", "ann");

    private final House house = new House();
    private final OwnSummary writer =
            new OwnSummary(House.NORTH, new InternationalPatientSummary(House.NORTH, "North Hospital"), house.clock);
    private final Summaries summaries = new Summaries(
            house.gate,
            new Interactions(
                            new Intake(SearchParameters.r4()),
                            house.store,
                            house.index,
                            house.gate,
                            house.audit,
                            () -> "fresh")
                    .records(),
            (access, record) -> writer.of(access.correlation(), record));

    @BeforeEach
    void fill() {
        house.put("Organization", "ward", Optional.empty(), "{'name':'Ward'}");
        for (var patient : List.of("ann", "bea")) {
            house.put(
                    "Patient",
                    patient,
                    patient,
                    "{'identifier':[{'system':'urn:mrn','value':'1" + patient
                            + "'},{'system':'urn:shared','value':'1'}]}");
            house.put("Condition", "c-" + patient, patient, """
                    {'subject':{'reference':'Patient/%s'},'clinicalStatus':{'coding':[{'code':'active'}]},
                     'code':{'text':'cough'}}""".formatted(patient));
        }
        house.put("Procedure", "p-ann", "ann", """
                {'status':'completed','subject':{'reference':'Patient/ann'},'code':{'text':'x'},'performedDateTime':'2025-01-01',
                 'performer':[{'actor':{'reference':'Organization/ward'}}]}""");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Inputs inputs(String query) {
        return new Inputs(Parameters.parse(query), Map.of());
    }

    private Outcome<Bytes> of(Access access, ResourceId patient) {
        return summaries.of(Asking.of(access, ""), patient, inputs(""));
    }

    private static List<String> titles(JsonNode document) {
        return document.at("/entry/0/resource/section")
                .valueStream()
                .map(section -> section.path("title").asText())
                .toList();
    }

    @Test
    void it_is_a_document_whose_references_stay_inside() {
        var document = House.tree(of(house.own(), ANN).orElseThrow().utf8());
        assertThat(document.path("type").asText()).isEqualTo("document");
        assertThat(titles(document))
                .containsExactly(
                        "Problems", "Allergies and intolerances", "Medication summary", "History of procedures");
        var names = new HashSet<>(document.path("entry").findValuesAsText("fullUrl"));
        assertThat(names).containsAll(document.findValuesAsText("reference"));
        assertThat(document.path("entry").findValuesAsText("resourceType")).contains("Organization", "Condition");
    }

    @Test
    void what_consent_hides_looks_as_if_it_were_not_there() {
        house.says(
                "ann",
                House.consent(
                        "{'type':'permit','provision':[{'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Condition'}]}]}"),
                PurposeOfUse.TREAT);
        house.put("Patient", "cleo", "cleo", "{}");
        house.says("cleo", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var hidden = House.tree(of(house.stranger(), ANN).orElseThrow().utf8());
        var nothing = House.tree(of(house.stranger(), new ResourceId("Patient", "cleo"))
                .orElseThrow()
                .utf8());
        assertThat(hidden.at("/entry/0/resource/section/0/text"))
                .isEqualTo(nothing.at("/entry/0/resource/section/0/text"));
        house.says("bea", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        for (var name : List.of("bea", "nobody")) {
            assertThat(of(house.stranger(), new ResourceId("Patient", name)))
                    .isEqualTo(Outcome.failed(new Fault.NotFound("Patient/" + name)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identifier=urn:mrn|1ann", "identifer=urn:mrn|1ann"})
    void the_patient_is_named_by_an_identifier_however_it_is_spelt(String query) {
        var document = summaries.byIdentifier(Asking.of(house.own(), ""), inputs(query));
        assertThat(titles(House.tree(document.orElseThrow().utf8()))).contains("History of procedures");
    }

    @Test
    void nobody_several_and_none_asked_for_are_told_apart() {
        var asking = Asking.of(house.own(), "");
        assertThat(summaries.byIdentifier(asking, inputs("identifier=urn:mrn|0")))
                .isEqualTo(Outcome.failed(new Fault.NotFound("patient with this identifier")));
        assertThat(summaries.byIdentifier(asking, inputs("identifier=urn:shared|1")))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("several patients have this identifier")));
        assertThat(summaries.byIdentifier(asking, inputs("")))
                .isEqualTo(Outcome.failed(new Fault.Invalid(
                        List.of(new Fault.Problem("identifier", "is needed once: whose summary is wanted")))));
        assertThat(summaries.of(asking, ANN, inputs("profile=urn:other")))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Invalid.class));
    }
}
