package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.index.GeneratedSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosureOperationTest {
    private final TerminologyOperations operations =
            new TerminologyOperations(Samples.terminology(), InstantSource.fixed(Instant.EPOCH), "1");

    private static Reply ask(TerminologyOperations operations, String... parameters) {
        var body = "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
        var in = Parameters.of(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        return operations.answer(Operation.CLOSURE, in, Call.PLAIN);
    }

    private static String name(String name) {
        return "{\"name\":\"name\",\"valueString\":\"%s\"}".formatted(name);
    }

    private static String version(int version) {
        return "{\"name\":\"version\",\"valueString\":\"%d\"}".formatted(version);
    }

    private static String concept(String system, String code) {
        return "{\"name\":\"concept\",\"valueCoding\":{\"system\":\"%s\",\"code\":\"%s\"}}".formatted(system, code);
    }

    private static Set<List<String>> pairs(ObjectNode map) {
        Set<List<String>> pairs = new HashSet<>();
        map.path("group")
                .forEach(group -> group.path("element")
                        .forEach(element -> element.path("target")
                                .forEach(target -> pairs.add(List.of(
                                        element.path("code").asText(),
                                        target.path("code").asText(),
                                        target.path("equivalence").asText())))));
        return pairs;
    }

    @Test
    void each_call_tells_only_what_is_new_and_a_version_tells_it_again() {
        assertThat(ask(operations, name("mine")).resource().path("version").asText())
                .isEqualTo("1");
        var none = ask(operations, name("mine"), concept(Samples.ANIMALS, "duck"));
        assertThat(pairs(none.resource())).isEmpty();
        var first = ask(operations, name("mine"), concept(Samples.ANIMALS, "bird"), concept(Samples.ANIMALS, "stone"));
        assertThat(pairs(first.resource())).containsExactly(List.of("duck", "bird", "subsumes"));
        var second = ask(operations, name("mine"), concept(Samples.ANIMALS, "animal"));
        assertThat(pairs(second.resource()))
                .containsExactlyInAnyOrder(
                        List.of("duck", "animal", "subsumes"), List.of("bird", "animal", "subsumes"));
        assertThat(pairs(ask(operations, name("mine"), version(2)).resource())).hasSize(3);
        assertThat(pairs(ask(operations, name("mine"), version(4)).resource())).isEmpty();
        assertThat(second.resource().path("group").path(0).path("sourceVersion").asText())
                .isEqualTo("1.0");
    }

    @Test
    void a_name_alone_begins_anew_and_a_name_nobody_has_begun_is_not_found() {
        assertThat(ask(operations, name("other"), concept(Samples.ANIMALS, "duck"))
                        .status())
                .isEqualTo(404);
        var _ = ask(operations, name("other"));
        var _ = ask(operations, name("other"), concept(Samples.ANIMALS, "bird"));
        var _ = ask(operations, name("other"));
        assertThat(pairs(ask(operations, name("other"), concept(Samples.ANIMALS, "duck"))
                        .resource()))
                .isEmpty();
    }

    @Test
    void a_code_that_does_not_exist_is_refused_and_changes_nothing() {
        var _ = ask(operations, name("third"));
        var refused =
                ask(operations, name("third"), concept(Samples.ANIMALS, "bird"), concept(Samples.ANIMALS, "yeti"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.resource().toString()).contains("yeti");
        assertThat(pairs(ask(operations, name("third"), concept(Samples.ANIMALS, "duck"))
                        .resource()))
                .isEmpty();
        assertThat(ask(operations, concept(Samples.ANIMALS, "duck")).status()).isEqualTo(400);
        assertThat(ask(operations, name("third"), version(1), "{\"name\":\"odd\",\"valueString\":\"x\"}")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_deltas_add_up_to_the_closure(long seed) {
        var random = new Random(seed);
        var system = GeneratedSystem.of(new Canonical("https://example.org/closure", "1"), random, 80);
        var generated = new TerminologyOperations(
                Samples.compiledContents(List.of(system)).orElseThrow(), InstantSource.fixed(Instant.EPOCH), "1");
        var _ = ask(generated, name("n"));
        Set<String> told = new HashSet<>();
        Set<List<String>> all = new HashSet<>();
        for (var call = 0; call < 10; call++) {
            var codes = random.ints(6, 0, 80)
                    .mapToObj(i -> system.rows().get(i).code())
                    .toList();
            told.addAll(codes);
            var parameters = Stream.concat(
                            Stream.of(name("n")),
                            codes.stream().map(code -> concept("https://example.org/closure", code)))
                    .toArray(String[]::new);
            for (var pair : pairs(ask(generated, parameters).resource())) {
                assertThat(all.add(pair)).as("told once: " + pair).isTrue();
            }
        }
        Set<List<String>> expected = new HashSet<>();
        told.forEach(below -> told.stream()
                .filter(above -> GeneratedSystem.isBelow(system, below, above))
                .forEach(above -> expected.add(List.of(below, above, "subsumes"))));
        assertThat(all).isEqualTo(expected).isNotEmpty();
    }
}
