package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.GeneratedSystem;
import org.healthsphere.terminology.index.NameFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leafing through large value sets gives the codes that listing all of them gives. */
class LargeExpanderTest {
    private static final String URL = "https://example.org/large";
    private static final JsonMapper JSON = new JsonMapper();
    private static final CompiledTerminology TERMINOLOGY = Samples.compiledContents(List.of(
                    GeneratedSystem.of(new Canonical(URL, "1"), new Random(1), 3_000),
                    GeneratedSystem.of(new Canonical(URL + "-too", "1"), new Random(2), 2_000)))
            .orElseThrow();
    private final TerminologyOperations operations =
            new TerminologyOperations(TERMINOLOGY, InstantSource.fixed(Instant.EPOCH), "1");

    private static String filter(Random random) {
        var code = "c" + Integer.toHexString(random.nextInt(60) * 7919 & 0xfffff);
        return switch (random.nextInt(5)) {
            case 0 -> "{\"property\":\"concept\",\"op\":\"is-a\",\"value\":\"%s\"}".formatted(code);
            case 1 -> "{\"property\":\"concept\",\"op\":\"is-not-a\",\"value\":\"%s\"}".formatted(code);
            case 2 -> "{\"property\":\"colour\",\"op\":\"=\",\"value\":\"red\"}";
            case 3 -> "{\"property\":\"size\",\"op\":\"exists\",\"value\":\"false\"}";
            default -> "{\"property\":\"colour\",\"op\":\"in\",\"value\":\"red,blue\"}";
        };
    }

    private static String clause(Random random, String system) {
        return random.nextInt(3) == 0
                ? "{\"system\":\"%s\"}".formatted(system)
                : "{\"system\":\"%s\",\"filter\":[%s]}".formatted(system, filter(random));
    }

    private static ObjectNode valueSet(Random random) throws IOException {
        var includes = new ArrayList<>(List.of(clause(random, URL)));
        if (random.nextBoolean()) {
            includes.add(clause(random, URL + "-too"));
        }
        var excludes = random.nextBoolean()
                ? List.of("{\"system\":\"%s\",\"filter\":[%s]}".formatted(URL, filter(random)))
                : List.of();
        return (ObjectNode) JSON.readTree("""
                {"resourceType":"ValueSet","status":"active","compose":{%s"include":%s%s}}
                """.formatted(
                        random.nextInt(3) == 0 ? "\"inactive\":false," : "",
                        includes,
                        excludes.isEmpty() ? "" : ",\"exclude\":" + excludes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pages_of_a_large_value_set_are_its_codes(long seed) throws IOException {
        var random = new Random(seed);
        for (var round = 0; round < 8; round++) {
            var valueSet = valueSet(random);
            var text = random.nextBoolean() ? "" : "name " + random.nextInt(20);
            var expected = listed(valueSet, text);
            var found = leafed(valueSet, text, 1 + random.nextInt(1_500));
            assertThat(found).as(valueSet + " " + text).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(found)).as(valueSet + " " + text).isEqualTo(expected);
        }
    }

    private static Set<String> listed(JsonNode valueSet, String text) {
        var in = parameters(valueSet, text, -1, -1);
        var scope = new Scope(TERMINOLOGY.catalog(), Asked.of(in, "", true));
        var words = new NameFilter(text);
        Predicate<Entry> wanted = entry -> text.isEmpty()
                || words.isIn(entry.code())
                || entry.names().all().stream().anyMatch(name -> words.isIn(name.value()));
        var all = new Expander(scope, wanted, true).expand(ContentReader.asItCame(valueSet));
        var codes = new TreeSet<String>();
        all.all().forEach(entry -> codes.add(entry.system() + "#" + entry.code()));
        return codes;
    }

    private List<String> leafed(JsonNode valueSet, String text, int count) {
        List<String> codes = new ArrayList<>();
        var total = Integer.MAX_VALUE;
        for (var offset = 0; offset < total; offset += count) {
            var reply = operations.answer(Operation.EXPAND, parameters(valueSet, text, offset, count), Call.PLAIN);
            assertThat(reply.status()).as(reply.resource().toString()).isEqualTo(200);
            var expansion = reply.resource().path("expansion");
            if (expansion.toString().contains("filter-similar")) {
                return List.of();
            }
            total = expansion.path("total").asInt();
            collect(expansion, codes);
        }
        return codes;
    }

    private static void collect(JsonNode node, List<String> codes) {
        for (var entry : node.path("contains")) {
            codes.add(entry.path("system").asText() + "#" + entry.path("code").asText());
            collect(entry, codes);
        }
    }

    private static Parameters parameters(JsonNode valueSet, String text, int offset, int count) {
        var resource = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        var list = resource.putArray("parameter");
        list.addObject().put("name", "valueSet").set("resource", valueSet);
        if (!text.isEmpty()) {
            list.addObject().put("name", "filter").put("valueString", text);
        }
        if (count >= 0) {
            list.addObject().put("name", "offset").put("valueInteger", offset);
            list.addObject().put("name", "count").put("valueInteger", count);
        }
        return Parameters.of(resource).orElseThrow();
    }

    @Test
    void a_word_with_a_wrong_letter_finds_what_is_spelled_like_it_and_the_answer_says_so() throws IOException {
        var valueSet = JSON.readTree(
                "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\"" + URL + "\"}]}}");
        var right = expansion(valueSet, "name 3");
        var wrong = expansion(valueSet, "naem 3");
        assertThat(wrong.path("total")).isEqualTo(right.path("total"));
        assertThat(wrong.path("parameter").toString()).contains("{\"name\":\"filter-similar\",\"valueBoolean\":true}");
        assertThat(right.path("parameter").toString()).doesNotContain("filter-similar");
        assertThat(expansion(valueSet, "nothing like it").path("total").asInt()).isZero();
    }

    private JsonNode expansion(JsonNode valueSet, String text) {
        return operations
                .answer(Operation.EXPAND, parameters(valueSet, text, 0, 10), Call.PLAIN)
                .resource()
                .path("expansion");
    }

    @Test
    void equal_large_expansions_have_equal_identifiers_whatever_the_page() throws IOException {
        var valueSet = JSON.readTree(
                "{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\"" + URL + "\"}]}}");
        var first = operations.answer(Operation.EXPAND, parameters(valueSet, "", 0, 10), Call.PLAIN);
        var second = operations.answer(Operation.EXPAND, parameters(valueSet, "", 500, 20), Call.PLAIN);
        assertThat(first.resource().path("expansion").path("identifier"))
                .isEqualTo(second.resource().path("expansion").path("identifier"));
    }
}
