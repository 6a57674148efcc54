package org.healthsphere.terminology.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.TerminologyContract.fault;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.ConceptMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompilerTest {
    private static final Canonical ID = new Canonical("https://example.org/generated", "1");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void the_order_of_the_rows_does_not_change_a_byte(long seed) {
        var random = new Random(seed);
        var system = GeneratedSystem.of(random, 200);
        var shuffled = new ArrayList<>(system.rows());
        Collections.shuffle(shuffled, random);
        assertThat(Compiler.compile(withRows(system, shuffled)).orElseThrow())
                .isEqualTo(Compiler.compile(system).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_closure_is_what_walking_upwards_finds(long seed) {
        var system = GeneratedSystem.of(new Random(seed), 150);
        var index = new CodeSystemIndex(
                Txi.of(ByteBuffer.wrap(Compiler.compile(system).orElseThrow())));
        for (var row : system.rows()) {
            var concept = index.find(row.code());
            var below = new ArrayList<String>();
            index.descendants(concept).forEach((int number) -> below.add(index.code(number)));
            assertThat(below)
                    .containsExactlyInAnyOrderElementsOf(system.rows().stream()
                            .filter(other -> GeneratedSystem.isBelow(system, other.code(), row.code()))
                            .map(Row::code)
                            .toList());
            assertThat(index.ancestors(concept).getCardinality()).isEqualTo((int) system.rows().stream()
                    .filter(other -> GeneratedSystem.isBelow(system, row.code(), other.code()))
                    .count());
        }
    }

    @Test
    void the_bytes_of_a_known_system_do_not_change_unnoticed() {
        var system = Samples.codeSystem(
                ID, List.of(Samples.row("b", "a"), Samples.row("a"), Samples.row("c", "b", "a", "gone")));
        assertThat(Sha256.of(Compiler.compile(system).orElseThrow()))
                .as("the format changed: raise Compiler.FORMAT, then update this digest")
                .isEqualTo(new Sha256("b3dd573480ecd362ff2deac47d79a952e059c26ce453c1b27413a292c7aaba13"));
    }

    @Test
    void the_lines_of_a_map_are_sorted_too() {
        var map = (ConceptMap) Samples.content(Samples.sources().get(2));
        var backwards = new ConceptMap(
                map.id(), map.title(), map.origin(), map.mappings().reversed());
        assertThat(Compiler.compile(backwards).orElseThrow())
                .isEqualTo(Compiler.compile(map).orElseThrow());
    }

    @Test
    void a_cycle_is_refused() {
        var cycle = Samples.codeSystem(
                ID, List.of(Samples.row("root"), Samples.row("a", "b", "root"), Samples.row("b", "a")));
        assertThat(fault(Compiler.compile(cycle)).toString()).contains("its own ancestor");
        var loop = Samples.codeSystem(ID, List.of(Samples.row("a", "a")));
        assertThat(fault(Compiler.compile(loop))).isInstanceOf(Fault.Invalid.class);
    }

    @Test
    void a_code_that_is_there_twice_is_refused() {
        var twice = Samples.codeSystem(ID, List.of(Samples.row("a"), Samples.row("A")));
        assertThat(Compiler.compile(twice).orElseThrow()).isNotEmpty();
        var anyCase = new CodeSystem(ID, "", "", Samples.ORIGIN, new Rules(false, "", List.of()), twice.rows());
        assertThat(fault(Compiler.compile(anyCase)).toString()).contains("the code 'A' twice");
    }

    @Test
    void codes_and_names_of_any_script_are_found() {
        var rows =
                List.of(Samples.row("ä"), Samples.row("日本"), Samples.row("😀"), Samples.row("z"), Samples.row(" x "));
        var index = new CodeSystemIndex(Txi.of(
                ByteBuffer.wrap(Compiler.compile(Samples.codeSystem(ID, rows)).orElseThrow())));
        assertThat(rows).allSatisfy(row -> {
            assertThat(index.code(index.find(row.code()))).isEqualTo(row.code());
            assertThat(index.concept(index.find(row.code())).display()).isEqualTo("Name of " + row.code());
        });
        assertThat(index.find("日")).isEqualTo(CodeSystemIndex.NONE);
        assertThat(index.find("")).isEqualTo(CodeSystemIndex.NONE);
    }

    @Test
    void an_empty_system_is_a_system() {
        var index = new CodeSystemIndex(Txi.of(ByteBuffer.wrap(
                Compiler.compile(Samples.codeSystem(ID, List.of())).orElseThrow())));
        assertThat(index.size()).isZero();
        assertThat(index.find("a")).isEqualTo(CodeSystemIndex.NONE);
    }

    private static CodeSystem withRows(CodeSystem system, List<Row> rows) {
        return new CodeSystem(system.id(), system.title(), system.language(), system.origin(), system.rules(), rows);
    }
}
