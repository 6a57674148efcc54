package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.terminology.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ecosystem's own cases do not ask for; those are run by {@code TxEcosystemTest}. */
class TerminologyOperationsTest {
    private static final String ANIMALS = "https://example.org/animals";
    private static final String BIRDS = "https://example.org/vs/birds";
    private static final JsonMapper JSON = new JsonMapper();

    private final TerminologyOperations operations = new TerminologyOperations(
            Samples.terminology(), InstantSource.fixed(Instant.parse("2026-01-01T00:00:00.5Z")), "1.0");

    private Reply get(Operation operation, String... parameters) {
        Map<String, List<String>> query = new HashMap<>();
        for (var i = 0; i < parameters.length; i += 2) {
            query.computeIfAbsent(parameters[i], _ -> new ArrayList<>()).add(parameters[i + 1]);
        }
        return operations.answer(operation, Parameters.of(query), Call.PLAIN);
    }

    private Reply post(Operation operation, String... parameters) throws Exception {
        var body = "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
        return operations.answer(operation, Parameters.of(JSON.readTree(body)).orElseThrow(), Call.PLAIN);
    }

    private static String text(Reply reply, String name) {
        for (var parameter : reply.resource().path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter
                        .path("valueString")
                        .asText(parameter
                                .path("valueCode")
                                .asText(parameter.path("valueBoolean").asText()));
            }
        }
        return "";
    }

    private static List<String> codes(Reply reply) {
        List<String> codes = new ArrayList<>();
        reply.resource().path("expansion").path("contains").forEach(entry -> collect(entry, codes));
        return codes;
    }

    private static void collect(JsonNode entry, List<String> codes) {
        codes.add(entry.path("code").asText());
        entry.path("contains").forEach(child -> collect(child, codes));
    }

    @ParameterizedTest
    @CsvSource({
        "duck, duck, equivalent",
        "animal, duck, subsumes",
        "duck, swimmer, subsumed-by",
        "trout, bird, not-subsumed"
    })
    void one_code_stands_to_another_in_one_of_four_ways(String a, String b, String outcome) {
        var reply = get(Operation.SUBSUMES, "system", ANIMALS, "codeA", a, "codeB", b);
        assertThat(text(reply, "outcome")).isEqualTo(outcome);
    }

    @Test
    void a_code_that_does_not_exist_is_not_found_and_never_not_subsumed() {
        assertThat(get(Operation.SUBSUMES, "system", ANIMALS, "codeA", "duck", "codeB", "yeti")
                        .status())
                .isEqualTo(404);
        assertThat(get(Operation.LOOKUP, "system", ANIMALS, "code", "yeti").status())
                .isEqualTo(404);
        assertThat(get(Operation.LOOKUP, "system", ANIMALS, "version", "9", "code", "duck")
                        .resource()
                        .toString())
                .contains("version '9' could not be found", "Valid versions: 1.0");
    }

    @Test
    void a_parameter_nobody_knows_is_refused_by_name() {
        var reply = get(Operation.EXPAND, "url", BIRDS, "colour", "red");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.resource().toString()).contains("colour");
        assertThat(get(Operation.EXPAND, "url", BIRDS, "count", "many").status())
                .isEqualTo(400);
    }

    @Test
    void pages_add_up_to_the_whole_and_nothing_is_there_twice() {
        var whole = codes(get(Operation.EXPAND, "url", BIRDS, "excludeNested", "true"));
        List<String> pages = new ArrayList<>();
        for (var offset = 0; offset < whole.size(); offset++) {
            pages.addAll(codes(get(Operation.EXPAND, "url", BIRDS, "offset", Integer.toString(offset), "count", "1")));
        }
        assertThat(pages).isEqualTo(whole).doesNotHaveDuplicates();
        var none = get(Operation.EXPAND, "url", BIRDS, "count", "0");
        assertThat(codes(none)).isEmpty();
        assertThat(none.resource().path("expansion").path("total").asInt()).isEqualTo(whole.size());
    }

    @Test
    void equal_expansions_have_equal_identifiers() {
        assertThat(identifier(get(Operation.EXPAND, "url", BIRDS)))
                .isEqualTo(identifier(get(Operation.EXPAND, "url", BIRDS, "includeDesignations", "true")))
                .isNotEqualTo(identifier(get(Operation.EXPAND, "url", BIRDS, "activeOnly", "true")));
    }

    private static String identifier(Reply reply) {
        return reply.resource().path("expansion").path("identifier").asText();
    }

    @Test
    void what_came_with_one_request_is_not_seen_by_the_next() throws Exception {
        var system = """
                {"name":"tx-resource","resource":{"resourceType":"CodeSystem","url":"https://example.org/mine",
                 "content":"complete","status":"active","concept":[{"code":"a","display":"A"}]}}""";
        var code = """
                {"name":"coding","valueCoding":{"system":"https://example.org/mine","code":"a"}}""";
        assertThat(text(post(Operation.LOOKUP, system, code), "display")).isEqualTo("A");
        assertThat(post(Operation.LOOKUP, code).status()).isEqualTo(404);
    }

    @Test
    void an_expression_that_would_never_end_ends() throws Exception {
        var system = """
                {"name":"tx-resource","resource":{"resourceType":"CodeSystem","url":"https://example.org/a",
                 "content":"complete","concept":[{"code":"%s!"}]}}""".formatted("a".repeat(5_000));
        var valueSet = """
                {"name":"valueSet","resource":{"resourceType":"ValueSet","compose":{"include":[{
                 "system":"https://example.org/a","filter":[{"property":"code","op":"regex","value":"(a|aa|a+)+b"}]}]}}}""";
        assertThat(codes(post(Operation.EXPAND, system, valueSet))).isEmpty();
    }

    @Test
    void a_code_no_map_lists_becomes_what_the_map_says_it_becomes() throws Exception {
        var map = """
                {"name":"tx-resource","resource":{"resourceType":"ConceptMap","url":"https://example.org/map","version":"1",
                 "group":[{"source":"https://example.org/x","target":"https://example.org/y",
                  "element":[{"code":"a","target":[{"code":"A","equivalence":"equivalent"}]},
                             {"code":"none","target":[{"equivalence":"unmatched"}]}],
                  "unmapped":{"mode":"fixed","code":"other"}}]}}""";
        assertThat(translated(map, "a")).contains("\"code\":\"A\"").contains("https://example.org/map|1");
        assertThat(translated(map, "b")).contains("\"code\":\"other\"");
        assertThat(translated(map, "none")).contains("{\"name\":\"result\",\"valueBoolean\":false}");
    }

    private static String leavingTo(String name, String code, String other) {
        return """
                {"name":"tx-resource","resource":{"resourceType":"ConceptMap","url":"https://example.org/%s","version":"1",
                 "publisher":"The stewards","extension":[
                  {"url":"https://healthsphere.org/fhir/StructureDefinition/mapping-justification","valueUri":"semapv:MappingReview"}],
                 "group":[{"source":"https://example.org/x","target":"https://example.org/y",
                  "element":[{"code":"%s","target":[{"code":"Y-%s","equivalence":"equivalent"}]}],
                  "unmapped":{"mode":"other-map","url":"https://example.org/%s"}}]}}""".formatted(name, code, code, other);
    }

    @Test
    void a_code_no_map_lists_is_left_to_another_map_and_to_nobody_when_they_leave_it_to_each_other() throws Exception {
        var first = leavingTo("first", "a", "second|1");
        var both = first + "," + leavingTo("second", "b", "first");
        var only = "{\"name\":\"url\",\"valueUri\":\"https://example.org/first\"}";
        assertThat(translated(both + "," + only, "b"))
                .contains("\"code\":\"Y-b\"")
                .contains("https://example.org/second|1")
                .doesNotContain("https://example.org/first|1");
        assertThat(translated(both, "c")).contains("{\"name\":\"result\",\"valueBoolean\":false}");
        assertThat(translated(first, "b")).contains("{\"name\":\"result\",\"valueBoolean\":false}");
    }

    @Test
    void a_match_says_who_stands_for_it_and_a_map_alone_says_its_target() throws Exception {
        var answer = post(Operation.TRANSLATE, leavingTo("first", "a", "second"), """
                        {"name":"code","valueCode":"a"}""", """
                        {"name":"system","valueUri":"https://example.org/x"}""", """
                        {"name":"url","valueUri":"https://example.org/first"}""").resource();
        assertThat(answer.toString())
                .contains("\"code\":\"Y-a\"")
                .contains("mapping-justification\",\"valueUri\":\"semapv:MappingReview\"")
                .contains("mapping-reviewer\",\"valueString\":\"The stewards\"");
    }

    private String translated(String map, String code) throws Exception {
        return post(Operation.TRANSLATE, map, """
                        {"name":"code","valueCode":"%s"}""".formatted(code), """
                        {"name":"system","valueUri":"https://example.org/x"}""", """
                        {"name":"targetsystem","valueUri":"https://example.org/y"}""")
                .resource()
                .toString();
    }

    @Test
    void held_value_sets_are_found_by_their_canonical_and_read_by_their_id() {
        var found = operations.searchValueSets(BIRDS, "");
        assertThat(found.path("total").asInt()).isEqualTo(1);
        var resource = found.path("entry").path(0).path("resource");
        assertThat(operations.readValueSet(resource.path("id").asText()).orElseThrow())
                .isEqualTo(resource);
        assertThat(operations.searchValueSets(BIRDS, "9").has("entry")).isFalse();
    }

    @Test
    void every_operation_and_no_other_is_declared() {
        var declared = operations.capabilityStatement().findValuesAsText("definition");
        assertThat(declared)
                .containsAll(Arrays.stream(Operation.values())
                        .map(operation -> "http://hl7.org/fhir/OperationDefinition/"
                                + (operation.changesState() ? "ConceptMap" : operation.type())
                                + "-" + operation.code())
                        .toList())
                .hasSize(Operation.values().length + 1);
        assertThat(TerminologyOperations.versions().toString()).contains("4.0");
    }
}
