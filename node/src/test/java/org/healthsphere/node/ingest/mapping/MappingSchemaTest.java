package org.healthsphere.node.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use says what the reader of mapping files says. */
class MappingSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2/tables",
                "v2/types",
                "v2/patient",
                "v2/visit",
                "v2/results",
                "v2/messages",
                "ccda/tables",
                "ccda/types",
                "ccda/header",
                "ccda/entries",
                "table/tables",
                "table/hospital",
                "table/devices",
                "table/omop",
                "dicom/study"
            })
    void every_mapping_file_of_the_node_fits_the_schema(String file) throws IOException {
        assertThat(problems(tree("/mappings/" + file + ".json"))).isEmpty();
    }

    @Test
    void what_the_reader_refuses_the_schema_refuses() throws IOException {
        for (var wrong : List.of(
                "{'mapps': {}}",
                "{'maps': {'m': {'colour': 1}}}",
                "{'maps': {'m': {'when': 'A maybe'}}}",
                "{'maps': {'m': {'onExisting': 'perhaps'}}}",
                "{'maps': {'m': {'rules': [{'from': 'A', 'value': 'b', 'to': 'x'}]}}}",
                "{'maps': {'m': {'rules': [{'from': 'A', 'to': 'Not A Path'}]}}}",
                "{'maps': {'m': {'rules': [{'from': 'A', 'to': 'x', 'unless': 'B'}]}}}",
                "{'change': {'m': {'colour': 1}}}",
                "{'settings': {'tables': {'t': {'map': []}}}}")) {
            assertThat(problems(JSON.readTree(wrong.replace('\'', '"'))))
                    .as(wrong)
                    .isNotEmpty();
        }
    }

    @Test
    void an_overlay_fits_the_schema() throws IOException {
        assertThat(problems(JSON.readTree("""
            {"$schema": "mapping.schema.json", "about": "ours",
             "tables": {"sex": {"W": "female"}},
             "change": {"lab": {"rules": [{"from": "taken_at", "to": "effectiveDateTime", "as": "dateTime", "format": "dd.MM.uuuu HH:mm"}],
                                "drop": ["note[].text"], "onExisting": "replace"}}}\
            """))).isEmpty();
    }

    private static List<String> problems(JsonNode file) throws IOException {
        return schema().validate(file).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(tree("/schemas/mapping.schema.json"));
    }

    private static JsonNode tree(String resource) throws IOException {
        try (var in = MappingSchemaTest.class.getResourceAsStream(resource)) {
            return JSON.readTree(Optional.ofNullable(in).orElseThrow());
        }
    }
}
