package org.healthsphere.federation.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferencesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"active\"} | {\"status\":\"stopped\"} | status",
                "{\"criticality\":\"high\"} | {\"criticality\":\"low\"} | criticality",
                "{\"valueString\":\"a\"} | {\"valueString\":\"b\"} | valueString",
                "{\"dosageInstruction\":[{\"text\":\"1\"}]} | {\"dosageInstruction\":[{\"text\":\"2\"}]} | dosageInstruction",
                "{\"clinicalStatus\":{\"coding\":[{\"system\":\"s\",\"code\":\"a\"}]}} | {\"clinicalStatus\":{\"coding\":[{\"system\":\"s\",\"code\":\"b\"}]}} | clinicalStatus",
            })
    void what_matters_to_the_one_who_treats_is_a_conflict(String one, String other, String element) {
        assertThat(Differences.of(group(one, other)))
                .extracting(Conflict::element)
                .containsExactly(element);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"active\"} | {}",
                "{\"id\":\"1\",\"meta\":{\"versionId\":\"1\"}} | {\"id\":\"2\",\"meta\":{\"versionId\":\"2\"}}",
                "{\"subject\":{\"reference\":\"Patient/1\"}} | {\"subject\":{\"reference\":\"Patient/2\"}}",
                "{\"severity\":{\"coding\":[{\"system\":\"s\",\"code\":\"a\"}]}} | {\"severity\":{\"coding\":[{\"system\":\"l\",\"code\":\"x\"},{\"system\":\"s\",\"code\":\"a\"}]}}",
            })
    void silence_bookkeeping_and_further_codes_are_none(String one, String other) {
        assertThat(Differences.of(group(one, other))).isEmpty();
    }

    @Test
    void those_who_agree_stand_together() {
        var conflicts = Differences.of(group("{\"status\":\"a\"}", "{\"status\":\"b\"}", "{\"status\":\"a\"}"));
        assertThat(conflicts)
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.statements())
                        .extracting(stated -> stated.value().asText() + stated.members())
                        .containsExactly("a[member0, member2]", "b[member1]"));
    }

    private static List<Entry> group(String... resources) {
        var entries = new ArrayList<Entry>();
        for (var resource : resources) {
            var source = new Source(new NodeId("member" + entries.size()), "Condition", "1", 1);
            entries.add(Entry.of(source, json(resource)));
        }
        return entries;
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
