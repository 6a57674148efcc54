package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.Terminology.Subsumption;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code systems that are made by rules, in the operations and in the service of the node itself. */
class RuledCodesTest {
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String LANGUAGES = "urn:ietf:bcp:47";
    private static final String UNITS = "https://example.org/vs/units";

    private final CompiledTerminology terminology = Samples.compiled(
                    List.of(Samples.file("units.json", """
            {"resourceType":"ValueSet","url":"https://example.org/vs/units","version":"1","copyright":"CC0",
             "compose":{"include":[{"system":"http://unitsofmeasure.org","concept":[{"code":"mg"},{"code":"g"}]}]}}
            """), Samples.file("concentrations.json", """
            {"resourceType":"ValueSet","url":"https://example.org/vs/concentrations","version":"1","copyright":"CC0",
             "compose":{"include":[{"system":"http://unitsofmeasure.org",
               "filter":[{"property":"canonical","op":"=","value":"g.m-3"}]}],
               "exclude":[{"system":"http://unitsofmeasure.org","concept":[{"code":"kg/L"}]}]}}
            """)))
            .orElseThrow();
    private final TerminologyOperations operations =
            new TerminologyOperations(terminology, InstantSource.fixed(Instant.EPOCH), "1");

    private Reply get(Operation operation, String... pairs) {
        var in = new TreeMap<String, List<String>>();
        for (var i = 0; i < pairs.length; i += 2) {
            in.put(pairs[i], List.of(pairs[i + 1]));
        }
        return operations.answer(operation, Parameters.of(in), Call.PLAIN);
    }

    private static Fault fault(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failure<?>(var fault) ? fault : fail("no fault but " + outcome);
    }

    private static String value(Reply reply, String name) {
        for (var parameter : reply.resource().path("parameter")) {
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

    @Test
    void a_code_is_looked_up_with_its_names_and_parts() {
        var reply = get(Operation.LOOKUP, "system", LANGUAGES, "code", "pt-BR");
        assertThat(value(reply, "display")).isEqualTo("Portuguese (Brazil)");
        assertThat(value(reply, "version")).isEqualTo("2025-08-25");
        assertThat(reply.json().utf8()).contains("Portuguese (Region=Brazil)").contains("\"valueCode\":\"BR\"");
        assertThat(get(Operation.LOOKUP, "system", UCUM, "code", "furlong").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "http://unitsofmeasure.org, mg/dL, true",
        "http://unitsofmeasure.org, MG/DL, false",
        "urn:ietf:bcp:47, de-CH, true",
        "urn:ietf:bcp:47, de-Switzerland, false",
        "urn:ietf:bcp:13, application/pdf, true",
        "urn:ietf:bcp:13, pdf, false"
    })
    void a_code_is_validated_against_its_system_and_against_the_value_set_of_all(
            String system, String code, String result) {
        assertThat(value(get(Operation.VALIDATE_SYSTEM_CODE, "url", system, "code", code), "result"))
                .isEqualTo(result);
        assertThat(value(get(Operation.VALIDATE_CODE, "url", system + "/vs", "system", system, "code", code), "result"))
                .isEqualTo(result);
        assertThat(terminology
                        .validateCode(system + "/vs", new Coding(system, code))
                        .orElseThrow()
                        .result())
                .isEqualTo(Boolean.parseBoolean(result));
    }

    @ParameterizedTest
    @CsvSource({
        "http://hl7.org/fhir/ValueSet/ucum-units, http://unitsofmeasure.org, kg",
        "http://hl7.org/fhir/ValueSet/all-languages, urn:ietf:bcp:47, fr",
        "http://hl7.org/fhir/ValueSet/mimetypes, urn:ietf:bcp:13, text/xml"
    })
    void the_value_sets_that_fhir_names_are_there(String valueSet, String system, String code) {
        assertThat(value(get(Operation.VALIDATE_CODE, "url", valueSet, "system", system, "code", code), "result"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {UCUM, LANGUAGES, "urn:ietf:bcp:13"})
    void what_has_no_end_is_not_expanded(String system) {
        for (var pairs : List.of(
                List.of("url", system + "/vs"),
                List.of("url", system + "/vs", "count", "10"),
                List.of("url", system + "/vs", "filter", "a", "count", "10"))) {
            var reply = get(Operation.EXPAND, pairs.toArray(String[]::new));
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.json().utf8()).contains("too-costly").contains(system);
        }
        assertThat(fault(terminology.expand(system + "/vs"))).isInstanceOf(Fault.TooCostly.class);
    }

    @Test
    void codes_that_are_listed_are_expanded() {
        var contains =
                get(Operation.EXPAND, "url", UNITS).resource().path("expansion").path("contains");
        List<String> codes = new ArrayList<>();
        contains.forEach(entry -> codes.add(entry.path("code").asText()));
        assertThat(codes).containsExactly("mg", "g");
        assertThat(terminology.expand(UNITS).orElseThrow().concepts())
                .extracting(concept -> concept.coding().code())
                .containsExactlyInAnyOrder("mg", "g");
        assertThat(terminology
                        .validateCode(UNITS, new Coding(UCUM, "kg"))
                        .orElseThrow()
                        .result())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"mg/dL, true", "g/L, true", "kg/L, false", "mmol/L, false", "nonsense, false"})
    void a_filter_asks_what_a_code_comes_to(String code, boolean result) {
        var valueSet = "https://example.org/vs/concentrations";
        assertThat(value(get(Operation.VALIDATE_CODE, "url", valueSet, "system", UCUM, "code", code), "result"))
                .isEqualTo(Boolean.toString(result));
        assertThat(terminology
                        .validateCode(valueSet, new Coding(UCUM, code))
                        .orElseThrow()
                        .result())
                .isEqualTo(result);
    }

    @Test
    void a_filter_that_cannot_be_followed_is_refused_by_name() throws Exception {
        JsonNode in = new JsonMapper().readTree("""
                {"resourceType":"Parameters","parameter":[
                  {"name":"valueSet","resource":{"resourceType":"ValueSet","compose":{"include":[{"system":"urn:ietf:bcp:47",
                    "filter":[{"property":"accent","op":"=","value":"x"}]}]}}},
                  {"name":"coding","valueCoding":{"system":"urn:ietf:bcp:47","code":"en"}}]}
                """);
        var reply = operations.answer(Operation.VALIDATE_CODE, Parameters.of(in).orElseThrow(), Call.PLAIN);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().utf8()).contains("accent");
    }

    @Test
    void the_node_itself_knows_them_too() {
        var english = new Coding(LANGUAGES, "en-us");
        assertThat(terminology.lookup(english).orElseThrow().coding().code()).isEqualTo("en-US");
        assertThat(terminology.details(english).orElseThrow().system()).isEqualTo("Language tags");
        assertThat(terminology.subsumes(english, new Coding(LANGUAGES, "en-US")).orElseThrow())
                .isEqualTo(Subsumption.EQUIVALENT);
        assertThat(terminology.subsumes(english, new Coding(LANGUAGES, "en")).orElseThrow())
                .isEqualTo(Subsumption.NOT_SUBSUMED);
        assertThat(fault(terminology.lookup(new Coding(UCUM, "furlong")))).isInstanceOf(Fault.NotFound.class);
    }

    @Test
    void the_capabilities_tell_of_them() {
        assertThat(operations.terminologyCapabilities().toString())
                .contains(UCUM)
                .contains(LANGUAGES);
    }
}
