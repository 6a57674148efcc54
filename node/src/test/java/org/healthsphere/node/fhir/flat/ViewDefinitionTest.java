package org.healthsphere.node.fhir.flat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewDefinitionTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final JsonNode PERSON = json("""
            {'resourceType': 'Patient', 'id': 'p1', 'active': true, 'birthDate': '1970-06', 'multipleBirthInteger': 2,
             'name': [{'use': 'official', 'family': 'Example', 'given': ['Ann', 'Bea']}, {'use': 'usual', 'family': 'Other'}],
             'link': [{'other': {'reference': 'Patient/p1'}}],
             'extension': [{'url': 'https://x.example/weight', 'valueQuantity': {'value': 1.50}}]}""");

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Outcome<List<List<JsonNode>>> rows(String select) {
        return ViewDefinition.of(json(
                        "{'resource': 'Patient', 'constant': [{'name': 'use', 'valueCode': 'usual'}], " + select + "}"))
                .then(view -> view.rows(PERSON));
    }

    private static String value(String path) {
        var select = JSON.createArrayNode();
        select.addObject()
                .putArray("column")
                .addObject()
                .put("name", "x")
                .put("path", path)
                .put("collection", true);
        var view = JSON.createObjectNode().put("resource", "Patient");
        view.putArray("constant").addObject().put("name", "use").put("valueCode", "usual");
        view.set("select", select);
        return ViewDefinition.of(view).orElseThrow().rows(PERSON).orElseThrow().toString();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "name.family ; [[[\"Example\",\"Other\"]]]",
                "name[1].family ; [[[\"Other\"]]]",
                "name.where(use = %use).family ; [[[\"Other\"]]]",
                "name.given.join('-') ; [[[\"Ann-Bea\"]]]",
                "name.where(use = 'nickname').exists() ; [[[false]]]",
                "name.first().given.count() + 1 ; [[[3]]]",
                "active and birthDate.exists() ; [[[true]]]",
                "multipleBirth.ofType(integer) > 1 ; [[[true]]]",
                "multipleBirth.ofType(boolean) ; [[[]]]",
                "birthDate.lowBoundary() ; [[[\"1970-06-01\"]]]",
                "birthDate.highBoundary() ; [[[\"1970-06-30\"]]]",
                "extension('https://x.example/weight').value.ofType(Quantity).value.lowBoundary() ; [[[1.495]]]",
                "link.other.getReferenceKey(Patient) = getResourceKey() ; [[[true]]]",
                "link.other.getReferenceKey(Group) ; [[[]]]",
                "gender = 'male' ; [[[]]]",
                "(gender = 'male').empty() ; [[[true]]]",
                "iif(active, 'yes', 'no') ; [[[\"yes\"]]]"
            },
            delimiter = ';')
    void an_expression_comes_to_what_fhirpath_says(String path, String expected) {
        assertThat(value(path.strip())).isEqualTo(expected.strip());
    }

    @Test
    void each_name_is_a_row_with_its_number_and_what_is_beside_it() {
        assertThat(rows("""
                'select': [{'column': [{'name': 'id', 'path': 'id'}]},
                 {'forEach': 'name', 'column': [{'name': 'n', 'path': '%rowIndex'}, {'name': 'family', 'path': 'family'}],
                  'select': [{'forEachOrNull': 'given', 'column': [{'name': 'given', 'path': '$this'}]}]}]""").orElseThrow().toString())
                .isEqualTo("[[\"p1\", 0, \"Example\", \"Ann\"], [\"p1\", 0, \"Example\", \"Bea\"], "
                        + "[\"p1\", 1, \"Other\", null]]");
    }

    @Test
    void a_resource_that_is_not_meant_makes_no_row() {
        assertThat(
                        rows(
                                "'where': [{'path': 'active = false'}], 'select': [{'column': [{'name': 'id', 'path': 'id'}]}]"))
                .isEqualTo(Outcome.of(List.of()));
        assertThat(ViewDefinition.of(
                                json("{'resource': 'Group', 'select': [{'column': [{'name': 'id', 'path': 'id'}]}]}"))
                        .orElseThrow()
                        .rows(PERSON))
                .isEqualTo(Outcome.of(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'select': []",
                "'select': [{'column': [{'name': 'a b', 'path': 'id'}]}]",
                "'select': [{'column': [{'name': 'a', 'path': '@@'}]}]",
                "'select': [{'column': [{'name': 'a', 'path': 'id.system()'}]}]",
                "'select': [{'column': [{'name': 'a', 'path': 'id'}, {'name': 'a', 'path': 'id'}]}]",
                "'select': [{'column': [{'name': 'a', 'path': 'name.family'}]}]",
                "'select': [{'column': [{'name': 'a', 'path': '%none'}]}]",
                "'where': [{'path': 'name.family'}], 'select': [{'column': [{'name': 'a', 'path': 'id'}]}]",
                "'select': [{'unionAll': [{'column': [{'name': 'a', 'path': 'id'}]}, {'column': [{'name': 'b', 'path': 'id'}]}]}]"
            })
    void what_cannot_be_meant_is_refused(String select) {
        assertThat(rows(select)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void an_expression_that_is_nested_without_end_is_refused() {
        assertThat(rows("'select': [{'column': [{'name': 'a', 'path': '" + "(".repeat(1_900) + "'}]}]"))
                .isInstanceOf(Outcome.Failure.class);
    }
}
