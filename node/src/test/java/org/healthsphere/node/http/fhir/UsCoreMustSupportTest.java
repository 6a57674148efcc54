package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.release.House;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that have every element that US Core 6.1.0 and 8.0.0 want a server to show, written to it and read back from it. */
class UsCoreMustSupportTest extends FhirServer {
    /** Of a blood pressure the values are its components; what the profile inherits of a value is to be left out. */
    private static final String NOT_SHOWN = "us-core-blood-pressure valueQuantity";

    /** By reference, as the server shows them. */
    private final Map<String, JsonNode> shown = new TreeMap<>();

    @BeforeAll
    void fill() throws Exception {
        var entries = MustSupport.resources().stream()
                .map(json -> "{\"resource\":" + json + ",\"request\":{\"method\":\"PUT\",\"url\":\""
                        + UsCoreServer.address(json) + "\"}}")
                .toList();
        var answer = send(
                "POST",
                "",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + String.join(",", entries) + "]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        for (var json : MustSupport.resources()) {
            shown.put(UsCoreServer.address(json), read(UsCoreServer.address(json)));
        }
    }

    private JsonNode shown(String address) {
        return Objects.requireNonNull(shown.get(address), address);
    }

    private JsonNode read(String address) throws Exception {
        var answer = send("GET", "/" + address, "", "Accept", "application/fhir+json");
        assertThat(answer.statusCode()).as(address).isEqualTo(200);
        return House.tree(answer.body());
    }

    private static Stream<String> resources() {
        return MustSupport.resources().stream();
    }

    private static JsonNode asWritten(JsonNode shown) {
        var written = ((ObjectNode) shown).deepCopy();
        var meta = (ObjectNode) written.path("meta");
        meta.remove(List.of("versionId", "lastUpdated"));
        if (meta.isEmpty()) {
            written.remove("meta");
        }
        return written;
    }

    @ParameterizedTest
    @MethodSource("resources")
    void what_was_written_is_read_and_found_without_a_change(String json) throws Exception {
        var address = UsCoreServer.address(json);
        assertThat(asWritten(shown(address))).isEqualTo(House.tree(json));
        if (address.startsWith("Binary/")) {
            return;
        }
        var found = send("GET", "/" + address.replace("/", "?_id="), "", "Accept", "application/fhir+json");
        assertThat(asWritten(House.tree(found.body()).at("/entry/0/resource"))).isEqualTo(House.tree(json));
    }

    @Test
    void every_element_is_shown_by_a_search_for_its_profile() throws Exception {
        Map<String, List<JsonNode>> byProfile = new TreeMap<>();
        var missing = new ArrayList<String>();
        for (var element : MustSupport.all()) {
            var those = byProfile.get(element.profile());
            if (those == null) {
                those = found(element);
                byProfile.put(element.profile(), those);
            }
            if (those.stream().noneMatch(resource -> element.isIn(resource, this::leads))) {
                missing.add(element.profile() + " " + element.where());
            }
        }
        assertThat(missing).containsExactly(NOT_SHOWN);
        assertThat(byProfile).hasSizeGreaterThanOrEqualTo(54);
    }

    private List<JsonNode> found(MustSupport element) throws Exception {
        var type = element.element().substring(0, element.element().indexOf('.'));
        var answer = send("GET", "/" + type + "?_count=100&_profile=" + MustSupport.url(element.profile()), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return House.tree(answer.body())
                .path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .toList();
    }

    private boolean leads(String reference, String target) {
        var resource = Optional.ofNullable(shown.get(reference));
        return resource.filter(found -> isWhat(found, target)).isPresent();
    }

    private static boolean isWhat(JsonNode resource, String target) {
        return resource.path("resourceType").asText().equals(target)
                || MustSupport.claimed(resource).anyMatch(MustSupport.url(target)::equals);
    }

    @Test
    void every_reference_leads_to_what_can_be_read() {
        var references = new HashSet<String>();
        shown.values()
                .forEach(resource -> resource.findValuesAsText("reference").forEach(references::add));
        assertThat(references).isNotEmpty().isSubsetOf(shown.keySet());
    }

    @Test
    void a_scanned_report_is_there_as_a_report_and_as_a_document_with_one_address() throws Exception {
        var url = shown("DiagnosticReport/ms-scanned-report")
                .at("/presentedForm/0/url")
                .asText();
        assertThat(url).isEqualTo("Binary/ms-scan");
        assertThat(shown("DocumentReference/ms-scanned")
                        .at("/content/0/attachment/url")
                        .asText())
                .isEqualTo(url);
        var content = send("GET", "/" + url, "", "Accept", "application/pdf");
        assertThat(content.statusCode()).isEqualTo(200);
        assertThat(content.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(content.body()).startsWith("%PDF-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Patient", "Encounter"})
    void who_needs_an_interpreter_is_told(String type) throws Exception {
        var extension = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed";
        assertThat(read(type + "/ms-" + type.toLowerCase(Locale.ROOT))
                        .path("extension")
                        .findValuesAsText("url"))
                .contains(extension);
    }

    @ParameterizedTest
    @CsvSource({
        "patient=ms-patient-unknown, AllergyIntolerance/ms-allergy-none",
        "verification-status=entered-in-error, AllergyIntolerance/ms-allergy-error"
    })
    void that_there_is_no_allergy_and_that_one_was_written_by_mistake_are_said_by_codes(String query, String expected)
            throws Exception {
        var parameter = query.startsWith("verification")
                ? "patient=ms-patient&_id=" + expected.substring(expected.indexOf('/') + 1)
                : query;
        var bundle = parsed(Bundle.class, send("GET", "/AllergyIntolerance?" + parameter, ""));
        assertThat(bundle.getEntry()).hasSize(1);
        var allergy = shown(expected);
        assertThat(allergy.at("/verificationStatus/coding/0/code").asText())
                .isEqualTo(query.startsWith("verification") ? "entered-in-error" : "confirmed");
        assertThat(allergy.has("clinicalStatus")).isEqualTo(!query.startsWith("verification"));
    }

    /** The carrier as people read it, in GS1's form: application identifiers in parentheses. */
    @Test
    void what_the_carrier_of_a_device_says_is_in_its_elements() {
        var device = shown("Device/ms-device");
        var carrier = device.at("/udiCarrier/0/carrierHRF").asText();
        assertThat(carrier)
                .contains("(01)" + device.at("/udiCarrier/0/deviceIdentifier").asText())
                .contains("(17)" + day(device.path("expirationDate").asText()))
                .contains("(11)" + day(device.path("manufactureDate").asText()))
                .contains("(10)" + device.path("lotNumber").asText())
                .contains("(21)" + device.path("serialNumber").asText())
                .endsWith("/" + device.path("distinctIdentifier").asText());
    }

    private static String day(String date) {
        return date.replace("-", "").substring(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ms-blood-pressure", "ms-average-blood-pressure"})
    void a_blood_pressure_has_two_components_and_no_value_of_its_own(String id) {
        var pressure = shown("Observation/" + id);
        assertThat(pressure.path("component")).hasSize(2);
        assertThat(pressure.properties()).extracting(Map.Entry::getKey).noneMatch(name -> name.startsWith("value"));
    }

    @Test
    void a_job_that_goes_on_has_no_end_and_what_is_not_known_of_one_is_said_or_left_out() {
        assertThat(shown("Observation/ms-occupation").at("/effectivePeriod").has("end"))
                .isFalse();
        assertThat(shown("Observation/ms-occupation-unknown")
                        .at("/valueCodeableConcept/coding/0/code")
                        .asText())
                .isEqualTo("unknown");
        assertThat(shown("Observation/ms-occupation-only").has("component")).isFalse();
    }

    @Test
    void answers_name_the_version_of_their_form_or_the_form_on_paper() {
        assertThat(shown("QuestionnaireResponse/ms-answers")
                        .path("questionnaire")
                        .asText())
                .isEqualTo("urn:example:form|1");
        var paper = shown("QuestionnaireResponse/ms-answers-paper");
        assertThat(paper.has("questionnaire")).isFalse();
        assertThat(paper.at("/_questionnaire/extension/1/valueUri").asText()).isEqualTo("urn:example:paper-form");
    }
}
