package org.healthsphere.node.ingest.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import java.nio.file.Path;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleFeedTest {
    private static final String PATIENT =
            "{'fullUrl': 'urn:uuid:p', 'resource': {'resourceType': 'Patient', 'identifier': [{'system': 'https://north.example/mrn', 'value': '7'}]}, 'request': {'method': 'POST', 'url': 'Patient'}}";
    private static final String CONDITION = """
            {'fullUrl': 'urn:uuid:c', 'resource': {'resourceType': 'Condition', 'id': 'c', 'meta': {'versionId': '4', 'profile': ['https://example.org/p']},
               'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'A'}]}, 'subject': {'reference': 'urn:uuid:p'},
               'recorder': {'reference': 'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99', 'display': 'Dr Example'}}}""";

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new BundleFeed(new StrictParse()));
    }

    @Test
    void entries_become_resources_with_translations_and_labels() {
        kit.terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "hiv"), "equivalent");
        kit.terminology.sensitive("hiv", new Coding(Kit.LOCAL, "A"));
        var ingest = kit.restarted();

        assertThat(ingest.take("fhir", "north", Json.bytes(json(bundle(PATIENT, CONDITION)))))
                .isInstanceOf(Receipt.Stored.class);

        assertThat(kit.the("Condition")).isEqualTo(json("""
                {'meta': {'profile': ['https://example.org/p'], 'security': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'HIV'}]},
                 'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'A'},
                    {'system': 'https://healthsphere.org/fhir/CodeSystem/conditions', 'code': 'hiv', 'display': 'Shown hiv'}]},
                 'subject': {'reference': 'Patient/*'},
                 'recorder': {'display': 'Dr Example', 'type': 'Practitioner', 'identifier': {'system': 'http://hl7.org/fhir/sid/us-npi', 'value': '99'}}}"""));
        var patient = kit.current("Patient").getFirst().id();
        assertThat(kit.current("Condition").getFirst().patient()).contains(patient.id());
    }

    @Test
    void the_same_name_in_another_bundle_is_the_same_resource() {
        kit.stored("fhir", text(bundle(PATIENT, CONDITION)));
        kit.stored(
                "fhir",
                text(bundle(
                        PATIENT,
                        CONDITION
                                .replace("'code': 'A'", "'code': 'B'")
                                .replace("'meta'", "'onsetDateTime': '2020', 'meta'"))));

        assertThat(kit.current("Condition")).hasSize(1);
        assertThat(kit.current("Condition").getFirst().version()).isEqualTo(2);
        assertThat(kit.current("Patient").getFirst().version()).isEqualTo(1);
    }

    @Test
    void what_the_source_no_longer_says_is_gone() {
        kit.stored("fhir", text(bundle(PATIENT, CONDITION)));
        kit.stored(
                "fhir",
                text(bundle(
                        PATIENT, CONDITION.replaceFirst("(?s),\\s*'recorder'.*?99', 'display': 'Dr Example'}", ""))));

        assertThat(kit.the("Condition").has("recorder")).isFalse();
    }

    @Test
    void the_same_bundle_again_is_not_applied_again() {
        kit.stored("fhir", text(bundle(PATIENT)));
        assertThat(kit.take("fhir", text(bundle(PATIENT)))).isInstanceOf(Receipt.Repeated.class);
    }

    @Test
    void a_broken_bundle_is_refused_whole_naming_the_element() {
        kit.take(
                "fhir",
                text(bundle(PATIENT, CONDITION.replace("'code'", "'cod'").replace("'cod': 'A'", "'code': 'A'"))));

        assertThat(kit.ingest.quarantined().getFirst().reason())
                .isEqualTo("Bundle.entry[1].resource.cod: no such element");
        assertThat(kit.store.lastChange()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "nonsense; not a JSON object",
                "[]; not a JSON object",
                "{'a': 1, 'a': 2}; not a JSON object",
                "{'resourceType': 'Patient'}; resourceType: a Bundle is expected",
                "{'resourceType': 'Bundle', 'type': 'searchset'}; Bundle.type: transaction, collection or batch is expected",
                "{'resourceType': 'Bundle', 'type': 'batch'}; Bundle.entry: the bundle is empty",
                "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{}]}; Bundle.entry[0].resource: is required",
                "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'request': {'method': 'DELETE'}}]}; Bundle.entry[0].request.method: POST or PUT is expected",
                "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'resource': {'resourceType': 'Patient'}}]}; Bundle.entry[0].resource.identifier: an identifier that tells the patient is missing",
                "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'resource': {'resourceType': 'Starship'}}]}; Bundle.entry[0].resource: not a resource of FHIR R4",
                "{'resourceType': 'Bundle', 'type': 'batch', 'entry': [{'resource': {'resourceType': 'Observation', 'subject': {'reference': 'urn:uuid:x'}}}]}; Observation: a reference leads to no entry of the bundle"
            })
    void what_is_no_bundle_is_refused(String message, String reason) {
        assertThat(kit.take("fhir", text(message))).isInstanceOf(Receipt.Quarantined.class);
        assertThat(kit.ingest.quarantined().getFirst().reason()).isEqualTo(reason);
    }

    @Test
    void problems_name_elements_and_hold_no_values() {
        var problems = new StrictParse().problems(Json.bytes(json("""
                {'resourceType': 'Patient', 'gender': 'secret', 'birthDate': 'secret', 'name': {'family': 'secret'}, 'active': 'secret', 'secrets': 1}""")));

        assertThat(problems)
                .hasSizeGreaterThan(3)
                .allSatisfy(p ->
                        assertThat(p.toString()).doesNotContain("\"secret\"").doesNotContain("'secret'"));
    }

    private static String bundle(String... entries) {
        return "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [" + String.join(",", entries) + "]}";
    }

    private static String text(String json) {
        return json.replace('\'', '"');
    }
}
