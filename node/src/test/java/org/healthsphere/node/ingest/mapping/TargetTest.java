package org.healthsphere.node.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gender | {} | {'gender': 'v'}",
                "a.b.c | {} | {'a': {'b': {'c': 'v'}}}",
                "a.b | {'a': {'x': 'y'}} | {'a': {'x': 'y', 'b': 'v'}}",
                "given[] | {'given': ['u']} | {'given': ['u', 'v']}",
                "given[0] | {'given': ['u']} | {'given': ['v']}",
                "a[].b | {'a': [{'b': 'u'}]} | {'a': [{'b': 'u'}, {'b': 'v'}]}",
                "a[0].b | {'a': [{'x': 'y'}]} | {'a': [{'x': 'y', 'b': 'v'}]}",
                "a[0].b[].c | {} | {'a': [{'b': [{'c': 'v'}]}]}",
                "a[*].b | {'a': [{}, {'b': 'u'}]} | {'a': [{'b': 'v'}, {'b': 'v'}]}",
                "_date.x | {} | {'_date': {'x': 'v'}}"
            })
    void a_text_goes_where_the_path_says(String path, String before, String after) {
        assertThat(put(path, before, TextNode.valueOf("v"))).isEqualTo(json(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "code | {} | {'code': {'k': 1}}",
                "code | {'code': {'text': 't'}} | {'code': {'text': 't', 'k': 1}}",
                "list[] | {} | {'list': [{'k': 1}]}",
                "list[*] | {'list': [{}, {}]} | {'list': [{'k': 1}, {'k': 1}]}",
                ". | {'a': 'b'} | {'a': 'b', 'k': 1}"
            })
    void an_object_joins_what_is_there(String path, String before, String after) {
        assertThat(put(path, before, json("{'k': 1}"))).isEqualTo(json(after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gender", "a..b", "a[", "a[-1]", "a[x]", "a b"})
    void what_is_no_path_is_refused(String path) {
        assertThat(Target.parse(path)).isEmpty();
    }

    private static JsonNode put(String path, String before, JsonNode value) {
        var resource = (ObjectNode) json(before);
        Target.parse(path).orElseThrow().put(resource, value);
        return resource;
    }
}
