package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.terminology.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is small to send and would be large to work out is answered or refused by name, in bounded time. */
class HostileInputTest {
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final String SYSTEM = "https://example.org/hostile";

    private final TerminologyOperations operations =
            new TerminologyOperations(Samples.terminology(), InstantSource.fixed(Instant.EPOCH), "1");

    private Reply ask(Operation operation, List<String> parameters) {
        var body = "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
        var in = Parameters.of(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        return assertTimeoutPreemptively(SOON, () -> operations.answer(operation, in, Call.PLAIN));
    }

    private static String resource(String json) {
        return "{\"name\":\"tx-resource\",\"resource\":" + json + "}";
    }

    private static String valueSet(int number, String includes) {
        return resource("""
                {"resourceType":"ValueSet","url":"https://example.org/vs/h%d","status":"active","compose":{"include":[%s]}}
                """.formatted(number, includes));
    }

    private static String imports(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj("{\"valueSet\":[\"https://example.org/vs/h%d\"]}"::formatted)
                .collect(Collectors.joining(","));
    }

    private static String system(int size, IntFunction<String> concept) {
        return resource("{\"resourceType\":\"CodeSystem\",\"url\":\"" + SYSTEM
                + "\",\"status\":\"active\",\"content\":\"complete\",\"caseSensitive\":true,\"hierarchyMeaning\":\"is-a\","
                + "\"property\":[{\"code\":\"parent\",\"uri\":\"http://hl7.org/fhir/concept-properties#parent\",\"type\":\"code\"}],"
                + "\"concept\":["
                + IntStream.range(0, size).mapToObj(concept).collect(Collectors.joining(",")) + "]}");
    }

    private static String below(int number, int... parents) {
        return "{\"code\":\"c" + number + "\",\"property\":["
                + IntStream.of(parents)
                        .mapToObj("{\"code\":\"parent\",\"valueCode\":\"c%d\"}"::formatted)
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String asked(Operation operation) {
        return operation == Operation.EXPAND
                ? "{\"name\":\"count\",\"valueInteger\":10}"
                : "{\"name\":\"coding\",\"valueCoding\":{\"system\":\"" + Samples.ANIMALS + "\",\"code\":\"duck\"}}";
    }

    private static String url(int number) {
        return "{\"name\":\"url\",\"valueUri\":\"https://example.org/vs/h" + number + "\"}";
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"EXPAND", "VALIDATE_CODE"})
    void value_sets_that_import_each_other_in_a_circle_are_refused(Operation operation) {
        var reply = ask(operation, List.of(valueSet(0, imports(1)), valueSet(1, imports(0)), url(0), asked(operation)));
        assertThat(reply.resource().toString()).containsIgnoringCase("circular");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"EXPAND", "VALIDATE_CODE"})
    void a_long_chain_of_imports_is_refused(Operation operation) {
        List<String> parameters = new ArrayList<>(List.of(url(0), asked(operation)));
        for (var i = 0; i < 3_000; i++) {
            parameters.add(valueSet(i, imports(i + 1)));
        }
        parameters.add(valueSet(3_000, "{\"system\":\"" + Samples.ANIMALS + "\"}"));
        var reply = ask(operation, parameters);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.resource().toString()).contains("too-costly");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"EXPAND", "VALIDATE_CODE"})
    void imports_that_double_with_each_step_end(Operation operation) {
        List<String> parameters = new ArrayList<>(List.of(url(0), asked(operation)));
        for (var i = 0; i < 60; i++) {
            parameters.add(valueSet(i, imports(i + 1, i + 1)));
        }
        parameters.add(valueSet(60, "{\"system\":\"" + Samples.ANIMALS + "\"}"));
        assertThat(ask(operation, parameters).status()).isIn(200, 422);
    }

    @Test
    void a_definition_of_very_many_parts_is_answered() {
        var part = "{\"system\":\"" + Samples.ANIMALS
                + "\",\"filter\":[{\"property\":\"concept\",\"op\":\"is-a\",\"value\":\"bird\"}]}";
        var many = IntStream.range(0, 5_000).mapToObj(_ -> part).collect(Collectors.joining(","));
        var reply = ask(Operation.EXPAND, List.of(valueSet(0, many), url(0)));
        assertThat(reply.resource().path("expansion").path("total").asInt()).isEqualTo(3);
    }

    @Test
    void a_hierarchy_that_is_very_deep_is_refused_or_told_flat() {
        var deep = system(6_000, i -> i == 0 ? below(0) : below(i, i - 1));
        var refused = ask(Operation.EXPAND, List.of(deep, all(), "{\"name\":\"count\",\"valueInteger\":10}"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.resource().toString()).contains("too-costly");
        var flat = ask(Operation.EXPAND, List.of(system(900, i -> i == 0 ? below(0) : below(i, i - 1)), all()));
        assertThat(flat.status()).isEqualTo(200);
        assertThat(flat.resource().path("expansion").path("contains")).hasSize(900);
    }

    private static String all() {
        return "{\"name\":\"valueSet\",\"resource\":{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\""
                + SYSTEM + "\"}]}}}";
    }

    @Test
    void ways_that_part_and_meet_again_are_gone_once() {
        var diamonds = system(120, i -> i < 2 ? below(i) : below(i, i / 2 * 2 - 2, i / 2 * 2 - 1));
        var leaf =
                "{\"name\":\"valueSet\",\"resource\":{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\""
                        + SYSTEM + "\",\"filter\":[{\"property\":\"concept\",\"op\":\"=\",\"value\":\"c119\"}]}]}}}";
        var reply = ask(Operation.EXPAND, List.of(diamonds, leaf));
        assertThat(reply.resource().path("expansion").path("total").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a|aa|a+)+b", "(x+x+)+y", "((a*)*)*c", "a{1000}{1000}", "(?=a)b", "[", "\\\\1"})
    void expressions_that_never_end_elsewhere_end_here(String regex) {
        var names = system(1, _ -> "{\"code\":\"" + "a".repeat(20_000) + "!\"}");
        var filter =
                "{\"name\":\"valueSet\",\"resource\":{\"resourceType\":\"ValueSet\",\"compose\":{\"include\":[{\"system\":\""
                        + SYSTEM + "\",\"filter\":[{\"property\":\"code\",\"op\":\"regex\",\"value\":\"" + regex
                        + "\"}]}]}}}";
        assertThat(ask(Operation.EXPAND, List.of(names, filter)).status()).isIn(200, 400);
    }
}
