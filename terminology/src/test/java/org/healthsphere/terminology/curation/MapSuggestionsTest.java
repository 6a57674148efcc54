package org.healthsphere.terminology.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.TerminologyContract;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.curation.MapSuggestions.Suggestion;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.LoadedTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a list of local codes to a map that translates them: suggested, reviewed, published. */
class MapSuggestionsTest {
    private static final String ZOO = "https://example.org/zoo";
    private static final SourceFile LOCAL = Samples.file("zoo.csv", """
            # url: https://example.org/zoo
            # version: 1
            # licence: internal
            code,display,parent,inactive
            1,Birds and others,,
            2,duck,1,
            3,Trout (brown),,
            4,Brwon truot,,
            5,Dinosaur,,
            6,stone,,true
            """);

    @TempDir
    private Path folder;

    private static CompiledTerminology terminology() {
        return Samples.compiled(Stream.concat(Samples.sources().stream(), Stream.of(LOCAL))
                        .toList())
                .orElseThrow();
    }

    private static List<Suggestion> suggestions() {
        return MapSuggestions.between(terminology(), ZOO, Samples.ANIMALS).orElseThrow();
    }

    @Test
    void names_with_the_same_words_are_suggested_first_and_what_is_like_nothing_not_at_all() {
        assertThat(suggestions())
                .extracting(one -> one.source().code(), one -> one.target().code(), Suggestion::predicate)
                .contains(
                        tuple("2", "duck", "skos:exactMatch"),
                        tuple("3", "trout", "skos:exactMatch"),
                        tuple("4", "trout", "skos:closeMatch"));
        assertThat(suggestions()).extracting(one -> one.source().code()).doesNotContain("5", "6");
        assertThat(suggestions()).allSatisfy(one -> assertThat(one.score()).isBetween(0.3, 1.0));
        assertThat(suggestions()).isEqualTo(suggestions());
    }

    @Test
    void a_code_below_one_that_is_mapped_gains_by_it() {
        var map = Samples.file("zoo-map.json", """
                {"resourceType":"ConceptMap","url":"https://example.org/zoo-map","version":"1",
                 "group":[{"source":"https://example.org/zoo","target":"https://example.org/animals",
                  "element":[{"code":"1","target":[{"code":"bird","equivalence":"equivalent"}]}]}]}""");
        var with = Samples.compiled(Stream.concat(Samples.sources().stream(), Stream.of(LOCAL, map))
                        .toList())
                .orElseThrow();
        assertThat(score(MapSuggestions.between(with, ZOO, Samples.ANIMALS).orElseThrow()))
                .isGreaterThan(score(suggestions()));
        assertThat(MapSuggestions.between(with, ZOO, Samples.ANIMALS).orElseThrow())
                .extracting(one -> one.source().code())
                .doesNotContain("1");
    }

    private static double score(List<Suggestion> suggestions) {
        return suggestions.stream()
                .filter(one -> one.source().code().equals("2"))
                .findFirst()
                .orElseThrow()
                .score();
    }

    @Test
    void only_what_somebody_stands_for_is_published_and_then_translates() throws IOException {
        var draft = MapDraft.of("https://example.org/maps/zoo", ZOO, Samples.ANIMALS, suggestions());
        assertThat(TerminologyContract.fault(MapDraft.reviewed(draft, "1")).toString())
                .contains("nothing is reviewed");
        var worked = draft.lines()
                .map(line -> line.startsWith("L:2\t") && line.contains("T:duck")
                        ? line.replaceAll("\t\t$", "\tsteward-7\t")
                        : line)
                .reduce("", (all, line) -> all + line + "\n");
        var file = Files.writeString(
                folder.resolve("zoo.sssom.tsv"), MapDraft.reviewed(worked, "1").orElseThrow());
        var _ = LoadedTerminology.in(folder.resolve("t"))
                .load(file, Wishes.NONE, Set.of(), Progress.UNHEARD)
                .orElseThrow();
        var node = TerminologyLibrary.open(
                        folder.resolve("t"), List.of(Samples.sources().getFirst(), LOCAL))
                .orElseThrow();
        assertThat(node.translate(new Coding(ZOO, "2"), Samples.ANIMALS).orElseThrow())
                .extracting(match -> match.target().code() + " " + match.map())
                .containsExactly("duck https://example.org/maps/zoo|1");
        assertThat(node.translate(new Coding(ZOO, "3"), Samples.ANIMALS).orElseThrow())
                .isEmpty();
        assertThat(Files.readString(file)).contains("semapv:MappingReview", "steward-7");
    }

    @Test
    void an_unknown_system_and_a_table_without_reviewers_are_refused() {
        assertThat(TerminologyContract.fault(MapSuggestions.between(terminology(), "https://example.org/none", ZOO)))
                .isInstanceOf(Fault.NotFound.class);
        assertThat(TerminologyContract.fault(MapDraft.reviewed("a\tb\n", "1")).toString())
                .contains("reviewer_id");
        assertThat(TerminologyContract.fault(MapDraft.reviewed("# x\n", "1")).toString())
                .contains("no table");
    }
}
