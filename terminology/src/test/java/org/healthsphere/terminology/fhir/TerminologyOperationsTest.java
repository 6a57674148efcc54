package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.TerminologyContract.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.terminology.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminologyOperationsTest {
    private static final String ANIMALS = Samples.ANIMALS;
    private static final JsonMapper JSON = new JsonMapper();

    private final TerminologyOperations operations = new TerminologyOperations(
            Samples.terminology(), InstantSource.fixed(Instant.parse("2026-01-01T10:00:00Z")), "1.2.3");

    @Test
    void lookup_tells_names_place_and_properties() throws JsonProcessingException {
        assertThat(get(Operation.LOOKUP, "system", ANIMALS, "code", "duck")).isEqualTo(json("""
                        {"resourceType":"Parameters","parameter":[
                          {"name":"name","valueString":"Animals"},{"name":"version","valueString":"1.0"},
                          {"name":"display","valueString":"Duck"},
                          {"name":"system","valueUri":"https://example.org/animals"},{"name":"code","valueCode":"duck"},
                          {"name":"definition","valueString":"It swims and quacks."},{"name":"abstract","valueBoolean":false},
                          {"name":"designation","part":[{"name":"language","valueCode":"de"},
                            {"name":"value","valueString":"Ente"}]},
                          {"name":"designation","part":[{"name":"language","valueCode":"fr"},
                            {"name":"use","valueCoding":{"system":"https://example.org/use","code":"short"}},
                            {"name":"value","valueString":"Canard musqué"}]},
                          {"name":"property","part":[{"name":"code","valueCode":"inactive"},
                            {"name":"value","valueBoolean":false}]},
                          {"name":"property","part":[{"name":"code","valueCode":"parent"},{"name":"value","valueCode":"bird"}]},
                          {"name":"property","part":[{"name":"code","valueCode":"parent"},
                            {"name":"value","valueCode":"swimmer"}]},
                          {"name":"property","part":[{"name":"code","valueCode":"legs"},{"name":"value","valueInteger":2}]}]}
                        """));
    }

    @Test
    void lookup_gives_the_properties_asked_for_and_the_language() {
        var answer = get(Operation.LOOKUP, "system", ANIMALS, "code", "bird", "property", "child", "property", "legs");
        assertThat(answer.findValuesAsText("valueCode"))
                .containsExactly("bird", "child", "dodo", "child", "duck", "legs");
        var german = get(Operation.LOOKUP, "system", ANIMALS, "code", "duck", "displayLanguage", "de");
        assertThat(german.path("parameter").path(2).path("valueString").asText())
                .isEqualTo("Ente");
    }

    @Test
    void a_coding_may_be_given_instead_of_code_and_system() {
        assertThat(post(Operation.LOOKUP, """
                        {"name":"coding","valueCoding":{"system":"https://example.org/animals","code":"duck","version":"1.0"}}
                        """)).isEqualTo(get(Operation.LOOKUP, "system", ANIMALS, "code", "duck"));
    }

    @Test
    void a_version_that_is_not_held_is_refused() {
        for (var operation : List.of(Operation.LOOKUP, Operation.SUBSUMES)) {
            assertThat(refused(
                            operation, "system", ANIMALS, "version", "9", "code", "duck", "codeA", "duck", "codeB",
                            "bird"))
                    .isInstanceOf(Fault.Invalid.class);
        }
        assertThat(refused(Operation.LOOKUP, "system", ANIMALS, "version", "9", "code", "duck"))
                .isInstanceOf(Fault.VersionMismatch.class);
        assertThat(refused(Operation.SUBSUMES, "system", ANIMALS, "version", "9", "codeA", "duck", "codeB", "bird"))
                .isInstanceOf(Fault.VersionMismatch.class);
        assertThat(refused(Operation.EXPAND, "url", "https://example.org/vs/birds", "valueSetVersion", "9"))
                .isInstanceOf(Fault.VersionMismatch.class);
        assertThat(refused(
                        Operation.VALIDATE_CODE,
                        "url",
                        "https://example.org/vs/birds",
                        "system",
                        ANIMALS,
                        "systemVersion",
                        "9",
                        "code",
                        "duck"))
                .isInstanceOf(Fault.VersionMismatch.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "duck, , true, ",
                "duck, \" DUCK\", true, ",
                "duck, Ente, true, ",
                "duck, Goose, false, 'Goose' is not a display",
                "yeti, , false, There is no code"
            })
    void a_code_of_a_system_is_validated_with_its_display(String code, String display, boolean result, String message) {
        var parameters = new ArrayList<>(List.of("url", ANIMALS, "code", code));
        if (display != null) {
            parameters.addAll(List.of("display", display));
        }
        var answer = get(Operation.VALIDATE_SYSTEM_CODE, parameters.toArray(String[]::new));
        assertThat(value(answer, "result")).isEqualTo(Boolean.toString(result));
        assertThat(value(answer, "message")).contains(message == null ? "" : message);
    }

    @Test
    void a_system_that_is_not_held_is_not_found_and_another_one_is_a_mistake() {
        assertThat(refused(Operation.VALIDATE_SYSTEM_CODE, "url", "https://example.org/none", "code", "a"))
                .isInstanceOf(Fault.NotFound.class);
        var coding =
                "{\"name\":\"coding\",\"valueCoding\":{\"system\":\"https://example.org/animals\",\"code\":\"duck\"}},"
                        + "{\"name\":\"url\",\"valueUri\":\"https://example.org/shouted\"}";
        assertThat(fault(operations.answer(Operation.VALIDATE_SYSTEM_CODE, parameters(coding))))
                .isEqualTo(new Fault.Invalid(List.of(new Problem("url", "is not the system of the coding"))));
    }

    @Test
    void subsumption_is_asked_by_codes_or_codings() {
        assertThat(value(get(Operation.SUBSUMES, "system", ANIMALS, "codeA", "duck", "codeB", "bird"), "outcome"))
                .isEqualTo("subsumed-by");
        assertThat(value(post(Operation.SUBSUMES, """
                                {"name":"codingA","valueCoding":{"system":"https://example.org/animals","code":"trout"}},
                                {"name":"codingB","valueCoding":{"system":"https://example.org/animals","code":"bird"}}
                                """), "outcome")).isEqualTo("not-subsumed");
        assertThat(refused(Operation.SUBSUMES, "system", ANIMALS, "codeA", "duck"))
                .isInstanceOf(Fault.Invalid.class);
    }

    @Test
    void an_expansion_says_what_it_is_of_and_leaves_nothing_out() throws JsonProcessingException {
        var digest = Samples.terminology()
                .expand("https://example.org/vs/birds")
                .orElseThrow()
                .digest();
        assertThat(get(
                        Operation.EXPAND,
                        "url",
                        "https://example.org/vs/birds",
                        "count",
                        "2",
                        "offset",
                        "1",
                        "includeDesignations",
                        "true"))
                .isEqualTo(json("""
                        {"resourceType":"ValueSet","url":"https://example.org/vs/birds","version":"1","status":"active",
                         "expansion":{"extension":[{
                             "url":"https://healthsphere.org/fhir/StructureDefinition/expansion-digest","valueString":"%1$s"}],
                           "identifier":"urn:healthsphere:expansion:%1$s","timestamp":"2026-01-01T10:00:00Z",
                           "total":3,"offset":1,
                           "parameter":[{"name":"count","valueInteger":2},{"name":"offset","valueInteger":1},
                             {"name":"includeDesignations","valueBoolean":true},
                             {"name":"used-codesystem","valueUri":"https://example.org/animals|1.0"}],
                           "contains":[
                             {"system":"https://example.org/animals","inactive":true,"version":"1.0","code":"dodo",
                              "display":"Dodo"},
                             {"system":"https://example.org/animals","version":"1.0","code":"duck","display":"Duck",
                              "designation":[{"language":"de","value":"Ente"},
                                {"language":"fr","use":{"system":"https://example.org/use","code":"short"},
                                 "value":"Canard musqué"}]}]}}
                        """.formatted(digest)));
    }

    @Test
    void an_expansion_is_narrowed_by_text_and_activity() {
        assertThat(codes(get(Operation.EXPAND, "url", "https://example.org/vs/birds", "filter", "do")))
                .containsExactly("dodo");
        assertThat(codes(get(Operation.EXPAND, "url", "https://example.org/vs/birds", "activeOnly", "true")))
                .containsExactly("bird", "duck");
        var none = get(Operation.EXPAND, "url", "https://example.org/vs/birds", "count", "0");
        assertThat(codes(none)).isEmpty();
        assertThat(none.path("expansion").path("total").asInt()).isEqualTo(3);
    }

    @Test
    void a_value_set_may_come_along() {
        var given = "{\"name\":\"valueSet\",\"resource\":{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":["
                + Samples.filter("concept", "is-a", "swimmer") + "]}}}";
        assertThat(codes(post(Operation.EXPAND, given))).containsExactly("duck", "swimmer", "trout");
        assertThat(value(
                        post(
                                Operation.VALIDATE_CODE,
                                given
                                        + ",{\"name\":\"code\",\"valueCode\":\"trout\"},{\"name\":\"system\",\"valueUri\":\""
                                        + ANIMALS + "\"}"),
                        "result"))
                .isEqualTo("true");
    }

    @Test
    void the_first_coding_that_is_in_decides() {
        var concept = """
                {"name":"url","valueUri":"https://example.org/vs/birds"},
                {"name":"codeableConcept","valueCodeableConcept":{"coding":[
                  {"system":"https://example.org/none","code":"x"},
                  {"system":"https://example.org/animals","code":"duck"},
                  {"system":"https://example.org/animals","code":"bird"}]}}
                """;
        assertThat(value(post(Operation.VALIDATE_CODE, concept), "code")).isEqualTo("duck");
        var out = post(
                Operation.VALIDATE_CODE,
                concept.replace("\"duck\"", "\"trout\"").replace("\"bird\"", "\"yeti\""));
        assertThat(value(out, "result")).isEqualTo("false");
        assertThat(value(out, "message")).contains("none|x", "animals|trout", "animals|yeti");
    }

    @Test
    void a_translation_gives_its_map_and_its_ground() {
        var match = get(Operation.TRANSLATE, "system", Samples.FARM, "code", "D", "targetsystem", ANIMALS)
                .path("parameter")
                .path(1);
        assertThat(match.findValuesAsText("valueUri"))
                .containsExactly("https://example.org/maps/farm|3", "semapv:ManualMappingCuration");
        assertThat(match.findValue("valueCoding").path("code").asText()).isEqualTo("duck");
        var none = get(Operation.TRANSLATE, "system", Samples.FARM, "code", "T", "targetsystem", ANIMALS);
        assertThat(value(none, "result")).isEqualTo("false");
        var back = get(
                Operation.TRANSLATE,
                "system",
                ANIMALS,
                "code",
                "duck",
                "targetsystem",
                Samples.FARM,
                "reverse",
                "true",
                "url",
                "https://example.org/maps/farm",
                "conceptMapVersion",
                "3");
        assertThat(back.findValue("valueCoding").path("code").asText()).isEqualTo("D");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "offset"})
    void a_number_that_is_none_is_named(String name) {
        for (var wrong : List.of("-1", "many", "99999999999")) {
            assertThat(refused(Operation.EXPAND, "url", "https://example.org/vs/birds", name, wrong))
                    .isEqualTo(
                            new Fault.Invalid(List.of(new Problem(name, "is a whole number, and not a negative one"))));
        }
    }

    @Test
    void a_parameter_that_is_unknown_or_there_twice_is_refused_and_the_format_is_not_one() {
        assertThat(refused(Operation.LOOKUP, "system", ANIMALS, "code", "duck", "date", "2020", "code", "bird"))
                .isInstanceOfSatisfying(
                        Fault.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .containsExactlyInAnyOrder(
                                        new Problem("date", "is not a parameter that is supported here"),
                                        new Problem("code", "is there more than once")));
        assertThat(get(Operation.LOOKUP, "system", ANIMALS, "code", "duck", "_format", "json"))
                .isEqualTo(get(Operation.LOOKUP, "system", ANIMALS, "code", "duck"));
    }

    @Test
    void what_is_required_is_named() {
        assertThat(refused(Operation.LOOKUP, "code", "duck").toString()).contains("with system, or coding");
        assertThat(refused(Operation.EXPAND).toString()).contains("of the value set, or valueSet");
        assertThat(refused(Operation.TRANSLATE, "system", ANIMALS, "code", "duck")
                        .toString())
                .contains("targetsystem: is required");
        assertThat(fault(Parameters.of("{".getBytes(StandardCharsets.UTF_8)))).isInstanceOf(Fault.Invalid.class);
        assertThat(fault(Parameters.of("{\"resourceType\":\"Bundle\"}".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Fault.Invalid.class);
    }

    @Test
    void the_capabilities_name_every_operation_and_every_version() {
        assertThat(operations.capabilityStatement().findValuesAsText("definition"))
                .contains("http://hl7.org/fhir/OperationDefinition/ValueSet-expand")
                .hasSize(Operation.values().length);
        var capabilities = operations.terminologyCapabilities();
        assertThat(capabilities.path("codeSystem").findValuesAsText("uri")).containsExactly(ANIMALS, Samples.SHOUTED);
        assertThat(capabilities.path("date").asText()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(capabilities.path("software").path("version").asText()).isEqualTo("1.2.3");
    }

    private JsonNode get(Operation operation, String... parameters) {
        return operations.answer(operation, query(parameters)).orElseThrow();
    }

    private Fault refused(Operation operation, String... parameters) {
        return fault(operations.answer(operation, query(parameters)));
    }

    private JsonNode post(Operation operation, String parameters) {
        return operations.answer(operation, parameters(parameters)).orElseThrow();
    }

    private static Parameters parameters(String parameters) {
        var body = "{\"resourceType\":\"Parameters\",\"parameter\":[" + parameters + "]}";
        return Parameters.of(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static Parameters query(String... parameters) {
        Map<String, List<String>> all = new HashMap<>();
        for (var i = 0; i < parameters.length; i += 2) {
            all.computeIfAbsent(parameters[i], _ -> new ArrayList<>()).add(parameters[i + 1]);
        }
        return Parameters.of(all);
    }

    private static String value(JsonNode answer, String name) {
        for (var parameter : answer.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.properties().stream()
                        .filter(element -> element.getKey().startsWith("value"))
                        .map(element -> element.getValue().asText())
                        .findFirst()
                        .orElse("");
            }
        }
        return "";
    }

    private static List<String> codes(JsonNode valueSet) {
        return valueSet.path("expansion").path("contains").findValuesAsText("code");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
