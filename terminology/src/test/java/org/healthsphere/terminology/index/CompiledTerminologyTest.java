package org.healthsphere.terminology.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.Samples.ANIMALS;
import static org.healthsphere.terminology.Samples.FARM;
import static org.healthsphere.terminology.Samples.animal;
import static org.healthsphere.terminology.TerminologyContract.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.Terminology.Translation;
import org.healthsphere.terminology.TerminologyContract;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.index.CompiledTerminology.Match;
import org.healthsphere.terminology.index.CompiledTerminology.Route;
import org.junit.jupiter.api.Test;

class CompiledTerminologyTest implements TerminologyContract {
    private final CompiledTerminology terminology = Samples.terminology();

    @Override
    public Terminology terminology() {
        return terminology;
    }

    @Test
    void everything_about_a_code_is_told() {
        var duck = terminology.details(animal("duck")).orElseThrow();
        assertThat(duck.definition()).isEqualTo("It swims and quacks.");
        assertThat(duck.system()).isEqualTo("Animals");
        assertThat(duck.parents()).containsExactly("bird", "swimmer");
        assertThat(duck.display("de")).isEqualTo("Ente");
        assertThat(duck.display("it")).isEqualTo("Duck");
        assertThat(duck.values().values()).containsExactly(List.of("2"));
        assertThat(terminology.details(animal("bird")).orElseThrow().children()).containsExactly("duck", "dodo");
        assertThat(terminology.details(animal("animal")).orElseThrow().entry().notSelectable())
                .isTrue();
    }

    @Test
    void maps_are_followed_backwards_with_the_relationship_turned_round() {
        assertThat(terminology.reverse(animal("bird"), FARM).orElseThrow())
                .containsExactly(
                        new Translation(new Coding(FARM, "P"), "", "narrower", "https://example.org/maps/farm|3"));
    }

    @Test
    void a_match_says_its_ground_and_one_map_can_be_asked_alone() {
        var map = "https://example.org/maps/farm";
        assertThat(terminology
                        .matches(new Coding(FARM, "D"), ANIMALS, new Route(map, false))
                        .orElseThrow())
                .containsExactly(
                        new Match(
                                animal("duck"),
                                "equivalent",
                                new Ground("semapv:ManualMappingCuration", "The steward", ""),
                                List.of(map + "|3")));
        assertThat(fault(terminology.matches(new Coding(FARM, "D"), ANIMALS, new Route(map + "|4", false))))
                .isInstanceOf(Fault.VersionMismatch.class);
    }

    @Test
    void the_latest_version_is_meant_unless_another_is_pinned() {
        var two = versions("1.2", "1.10");
        var code = new Coding(ANIMALS, "new in 1.10");
        assertThat(two.lookup(code).orElseThrow()).isEqualTo(new Concept(code, "1.10", "Name of new in 1.10", false));
        var pinned = two.pinned(Map.of(ANIMALS, "1.2")).orElseThrow();
        assertThat(fault(pinned.lookup(code))).isInstanceOf(Fault.NotFound.class);
        assertThat(pinned.lookup(new Coding(ANIMALS, "new in 1.2"))
                        .orElseThrow()
                        .version())
                .isEqualTo("1.2");
    }

    @Test
    void a_pin_that_is_not_held_is_named_with_what_is() {
        assertThat(fault(versions("1.2", "1.10").pinned(Map.of(ANIMALS, "2"))))
                .isEqualTo(new Fault.VersionMismatch(
                        "code system https://example.org/animals is not held in version 2 but in 1.2, 1.10"));
        assertThat(fault(versions("1").pinned(Map.of("https://example.org/none", "2"))))
                .isEqualTo(new Fault.NotFound("terminology https://example.org/none|2"));
    }

    private static CompiledTerminology versions(String... versions) {
        return Samples.compiledContents(List.of(versions).stream()
                        .map(version -> Samples.codeSystem(
                                new Canonical(ANIMALS, version), List.of(Samples.row("new in " + version))))
                        .toList())
                .orElseThrow();
    }

    @Test
    void one_version_is_held_once() {
        var twice = new ArrayList<>(Samples.sources());
        twice.add(Samples.sources().getFirst());
        assertThat(fault(Samples.compiled(twice)))
                .isEqualTo(new Fault.Conflict("https://example.org/animals|1.0 is there twice"));
    }

    @Test
    void pages_put_together_are_the_expansion() {
        var all =
                terminology.expand("https://example.org/vs/mixed").orElseThrow().concepts();
        var members = terminology.members("https://example.org/vs/mixed").orElseThrow();
        for (var size = 1; size <= 5; size++) {
            var count = size;
            assertThat(IntStream.iterate(0, offset -> offset < 6, offset -> offset + count)
                            .boxed()
                            .flatMap(offset -> members.page(offset, count).stream())
                            .map(Members.Entry::concept))
                    .isEqualTo(all);
        }
        assertThat(members.page(99, 5)).isEmpty();
        assertThat(members.page(0, 0)).isEmpty();
    }

    @Test
    void names_are_searched_by_beginnings_of_words_in_every_language_without_diacritics() {
        var all = terminology.descendantsAndSelf(animal("animal")).orElseThrow();
        assertThat(all).isInstanceOfSatisfying(Members.class, members -> {
            assertThat(codes(members.matching("SWIM ani"))).containsExactly("swimmer");
            assertThat(codes(members.matching("musque"))).containsExactly("duck");
            assertThat(codes(members.matching("rown"))).isEmpty();
        });
    }

    private static List<String> codes(Members members) {
        return members.concepts().stream()
                .map(concept -> concept.coding().code())
                .toList();
    }

    @Test
    void too_large_an_expansion_is_refused_and_can_be_leafed_through() {
        var url = "https://example.org/numbers";
        List<Row> rows = new ArrayList<>(List.of(Samples.row("all")));
        IntStream.range(0, CompiledTerminology.LARGEST_EXPANSION).forEach(i -> rows.add(Samples.row("n" + i, "all")));
        var large = Samples.compiledContents(List.of(
                        Samples.codeSystem(new Canonical(url, "1"), rows),
                        Samples.content(Samples.valueSet("all", "{\"include\":[{\"system\":\"" + url + "\"}]}"))))
                .orElseThrow();
        assertThat(fault(large.expand("https://example.org/vs/all"))).isInstanceOf(Fault.TooCostly.class);
        var last = large.members("https://example.org/vs/all")
                .orElseThrow()
                .page(CompiledTerminology.LARGEST_EXPANSION, 10);
        assertThat(last).extracting(entry -> entry.concept().coding().code()).containsExactly("n99999");
    }
}
