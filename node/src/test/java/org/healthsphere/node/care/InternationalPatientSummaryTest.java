package org.healthsphere.node.care;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class InternationalPatientSummaryTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final UUID ID = UUID.fromString("0b9c3a52-5f0e-4f4b-9d5b-3f5f2b1f7a11");

    private final InternationalPatientSummary summaries =
            new InternationalPatientSummary(Records.NORTH, "North Hospital");
    private final ObjectNode rich = summaries.of(Records.rich(), ID, AT).orElseThrow();
    private final ObjectNode bare = summaries.of(Records.bare(), ID, AT).orElseThrow();

    @Test
    void every_section_has_what_belongs_there() {
        assertThat(sections(rich))
                .containsExactly(
                        "11450-4 Condition",
                        "48765-2 AllergyIntolerance",
                        "10160-0 MedicationRequest MedicationStatement",
                        "11369-6 Immunization",
                        "30954-2 Observation DiagnosticReport",
                        "47519-4 Procedure",
                        "46264-8 DeviceUseStatement",
                        "8716-3 Observation",
                        "11348-0 Condition",
                        "29762-2 Observation");
    }

    @Test
    void required_sections_say_that_there_is_no_information() {
        assertThat(sections(bare))
                .containsExactly("11450-4 Condition", "48765-2 AllergyIntolerance", "10160-0 MedicationStatement");
        assertThat(resources(bare).stream()
                        .flatMap(resource ->
                                Stream.of(resource.path("code"), resource.path("medicationCodeableConcept")))
                        .flatMap(concept -> concept.path("coding").findValuesAsText("code").stream()))
                .containsExactlyInAnyOrder("no-problem-info", "no-allergy-info", "no-medication-info");
    }

    @Test
    void a_document_begins_with_its_composition_and_its_full_urls_are_unique() {
        for (var bundle : List.of(rich, bare)) {
            assertThat(bundle.path("entry")
                            .path(0)
                            .path("resource")
                            .path("resourceType")
                            .asText())
                    .isEqualTo("Composition");
            assertThat(fullUrls(bundle)).doesNotHaveDuplicates().allMatch(url -> url.startsWith("urn:uuid:"));
        }
    }

    @Test
    void every_reference_leads_to_an_entry() {
        for (var bundle : List.of(rich, bare)) {
            var references = bundle.findValuesAsText("reference");
            assertThat(references).isNotEmpty().allMatch(fullUrls(bundle)::contains);
        }
    }

    @Test
    void every_entry_is_reached_from_the_composition() {
        var urls = fullUrls(rich);
        var reached = new ArrayList<>(List.of(urls.getFirst()));
        for (var i = 0; i < reached.size(); i++) {
            for (var to : rich.path("entry").path(urls.indexOf(reached.get(i))).findValuesAsText("reference")) {
                if (!reached.contains(to)) {
                    reached.add(to);
                }
            }
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(urls);
    }

    @Test
    void what_is_not_in_the_summary_is_not_referred_to() {
        assertThat(rich.toString())
                .doesNotContain("Encounter/", "Practitioner/", "Patient/")
                .contains("not part of this summary");
        assertThat(rich.findValuesAsText("text")).doesNotContain("Never was");
    }

    @Test
    void each_entry_says_who_reports_it_and_a_conflict_is_shown() {
        var result = resources(rich).stream()
                .filter(resource -> resource.path("code").toString().contains("4548-4"))
                .toList();
        assertThat(result)
                .singleElement()
                .satisfies(observation -> assertThat(
                                observation.path("meta").path("tag").findValuesAsText("code"))
                        .containsExactlyInAnyOrder("north", "south"));
        assertThat(narratives(rich))
                .anyMatch(text -> text.contains("CONFLICT in valueQuantity: 7.1 % (north) / 9.1 % (south)"));
    }

    @Test
    void the_text_says_who_did_not_answer_and_is_safe_to_show() {
        var text = rich.path("entry")
                .path(0)
                .path("resource")
                .path("text")
                .path("div")
                .asText();
        assertThat(text).contains("This summary is not complete.", "<td>west</td><td>did not answer in time</td>");
        assertThat(narratives(rich)).anyMatch(div -> div.contains("Type 2 diabetes &lt;unspecified&gt; &amp; co"));
    }

    @Test
    void the_patient_is_one_with_what_is_not_known_said_to_be_unknown() {
        assertThat(resources(rich).stream()
                        .filter(r -> r.path("resourceType").asText().equals("Patient")))
                .singleElement()
                .satisfies(patient -> assertThat(patient.path("name")).hasSize(1));
        var unknown = resources(bare).stream()
                .filter(r -> r.path("resourceType").asText().equals("Patient"))
                .findFirst()
                .orElseThrow();
        assertThat(unknown.has("_birthDate")).isTrue();
        assertThat(unknown.path("name").path(0).path("text").asText()).isEqualTo("unknown");
    }

    @Test
    void the_same_record_gives_the_same_document() {
        assertThat(summaries.of(Records.rich(), ID, AT)).isEqualTo(Outcome.of(rich));
    }

    @Test
    void without_a_patient_there_is_nothing_to_summarise() {
        var nothing = Records.merged(Map.of(Records.WEST, new MemberAnswer.NothingToRelease(Bytes.utf8("{}"))));
        assertThat(summaries.of(nothing, ID, AT))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a record to summarise")));
    }

    private static List<String> sections(ObjectNode bundle) {
        var urls = fullUrls(bundle);
        var sections = new ArrayList<String>();
        for (var section : bundle.path("entry").path(0).path("resource").path("section")) {
            var types = section.path("entry").findValuesAsText("reference").stream()
                    .map(url -> bundle.path("entry")
                            .path(urls.indexOf(url))
                            .path("resource")
                            .path("resourceType")
                            .asText())
                    .distinct()
                    .toList();
            sections.add(
                    section.path("code").path("coding").path(0).path("code").asText() + " " + String.join(" ", types));
        }
        return sections;
    }

    private static List<String> fullUrls(ObjectNode bundle) {
        return bundle.path("entry").findValuesAsText("fullUrl");
    }

    private static List<String> narratives(ObjectNode bundle) {
        return bundle.findValuesAsText("div");
    }

    private static List<JsonNode> resources(ObjectNode bundle) {
        var resources = new ArrayList<JsonNode>();
        bundle.path("entry").forEach(entry -> resources.add(entry.path("resource")));
        return resources;
    }
}
