package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.ingest.Ingest.Unmapped;
import org.healthsphere.node.web.ops.CurationPages.Change;
import org.healthsphere.node.web.ops.CurationPages.Choice;
import org.healthsphere.node.web.ops.CurationPages.Diff;
import org.healthsphere.node.web.ops.CurationPages.OpenCode;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.terminology.Terminology.Translation;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.CompiledTerminology.Route;
import org.healthsphere.terminology.library.LiveTerminology;
import org.healthsphere.terminology.library.LoadedTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a code that came in without a meaning to a translation by a published map. */
class CurationDeskTest {
    private static final String LOCAL = "https://example.org/codes/wards";
    private static final String TARGET = "https://example.org/codes/places";
    private static final Asking STEWARD = new Asking(
            new Caller(
                    new Requester(new NodeId("northfield"), "steward", Role.STEWARD),
                    Set.of(PurposeOfUse.HOPERAT),
                    Set.of(),
                    Optional.empty()),
            "c-1");

    @TempDir
    private Path folder;

    private final List<Unmapped> unmapped = new ArrayList<>();
    private LiveTerminology live;
    private CurationDesk desk;

    @BeforeEach
    void open() throws IOException {
        live = LiveTerminology.in(
                folder, texts -> TerminologyLibrary.open(folder, BundledContent.sources(), folder, texts));
        load(LOCAL, "icu,Intensive care,\nicu-2,Second intensive care,icu\nxx,Zz9,\n");
        load(TARGET, "intensive,Intensive care,\ngeneral,General ward,\n");
        var _ = live.get();
        for (var code : List.of("icu-2", "icu", "xx")) {
            unmapped.add(new Unmapped(new Coding(LOCAL, code), 10L - unmapped.size(), List.of(TARGET)));
        }
        desk = desk();
    }

    private CurationDesk desk() {
        var book = new ShelvedBook(Shelf.in(folder.resolve("curation.json")));
        return new CurationDesk(
                new CurationDesk.Behind(live, () -> unmapped, folder, book), InstantSource.fixed(Instant.EPOCH));
    }

    private void load(String url, String rows) throws IOException {
        var file = Files.writeString(folder.resolve("list.csv"), """
                # url: %s
                # version: 1
                # licence: own
                code,display,parent
                %s""".formatted(url, rows));
        var _ = LoadedTerminology.in(folder)
                .load(file, Wishes.NONE, Set.of(), Progress.UNHEARD)
                .orElseThrow();
    }

    private List<OpenCode> open(String... codes) {
        var all = desk.open(STEWARD).orElseThrow();
        assertThat(all).extracting(OpenCode::code).containsExactly(codes);
        return all;
    }

    private Outcome<?> decide(String id, String target, String equivalence, String why) {
        return desk.decide(STEWARD, id, new Choice(target, equivalence, why, "Sam Sample"));
    }

    private List<Translation> translated(String code) {
        return live.translate(new Coding(LOCAL, code), TARGET).orElseThrow();
    }

    @Test
    void a_code_is_suggested_decided_published_and_translated_at_once_with_reviewer_and_reason() {
        var icu = open("icu-2", "icu", "xx").get(1);
        assertThat(desk.code(STEWARD, icu.id())
                        .orElseThrow()
                        .suggestions()
                        .getFirst()
                        .code())
                .isEqualTo("intensive");
        assertThat(decide(icu.id(), "intensive", "equivalent", "Same beds.")).isInstanceOf(Outcome.Success.class);
        var xx = open("icu-2", "xx").getLast();
        assertThat(decide(xx.id(), "", "unmatched", "A test.")).isInstanceOf(Outcome.Success.class);
        assertThat(translated("icu")).isEmpty();
        var draft = desk.drafts(STEWARD).orElseThrow().getFirst();
        assertThat(draft.next()).isEqualTo("1");
        assertThat(draft.decisions().getFirst().reviewer()).isEqualTo("Sam Sample (steward)");
        assertThat(draft.diff()).isEqualTo(new Diff(List.of("icu → intensive"), List.of(), List.of()));
        var url = desk.publish(STEWARD, draft.id(), "1").orElseThrow();
        assertThat(translated("icu"))
                .containsExactly(
                        new Translation(new Coding(TARGET, "intensive"), "Intensive care", "equivalent", url + "|1"));
        CompiledTerminology now = live.get();
        assertThat(now.matches(new Coding(LOCAL, "icu"), TARGET, new Route(url, false))
                        .orElseThrow())
                .singleElement()
                .satisfies(match -> assertThat(match.justification()).isEqualTo("semapv:MappingReview"));
        var _ = open("icu-2");
        assertThat(desk.changes(STEWARD).orElseThrow()).contains(new Change.Came(url + "|1"));
    }

    @Test
    void the_next_version_keeps_what_was_there_and_shows_what_is_other() {
        var all = open("icu-2", "icu", "xx");
        var _ = decide(all.get(0).id(), "general", "wider", "First.");
        var _ = decide(all.get(1).id(), "intensive", "equivalent", "Second.");
        var map = desk.drafts(STEWARD).orElseThrow().getFirst().id();
        var _ = desk.publish(STEWARD, map, "1").orElseThrow();
        unmapped.removeIf(code -> code.code().code().equals("icu"));
        assertThat(decide(all.get(0).id(), "intensive", "wider", "Better.")).isInstanceOf(Outcome.Success.class);
        var draft = desk.drafts(STEWARD).orElseThrow().getFirst();
        assertThat(draft.next()).isEqualTo("2");
        assertThat(draft.diff()).isEqualTo(new Diff(List.of(), List.of("icu-2 → intensive"), List.of()));
        assertThat(desk.publish(STEWARD, map, "1")).isInstanceOf(Outcome.Failure.class);
        var _ = desk.publish(STEWARD, map, "2").orElseThrow();
        assertThat(translated("icu-2").getFirst().target().code()).isEqualTo("intensive");
        assertThat(translated("icu").getFirst().target().code()).isEqualTo("intensive");
    }

    @Test
    void what_is_decided_outlives_a_restart_and_can_be_taken_back() {
        var icu = open("icu-2", "icu", "xx").get(1);
        var _ = decide(icu.id(), "intensive", "equivalent", "Same beds.");
        desk = desk();
        var _ = open("icu-2", "xx");
        assertThat(desk.reopen(STEWARD, icu.id()).orElseThrow().decision()).isEmpty();
        var _ = open("icu-2", "icu", "xx");
    }

    @Test
    void a_decision_that_cannot_stand_is_refused_by_what_is_wrong_with_it() {
        var icu = open("icu-2", "icu", "xx").get(1).id();
        assertThat(problem(decide(icu, "intensive", "equivalent", " "))).isEqualTo("justification");
        assertThat(problem(decide(icu, "", "equivalent", "Why."))).isEqualTo("target.missing");
        assertThat(problem(decide(icu, "nowhere", "equivalent", "Why."))).isEqualTo("target.unknown");
        assertThat(problem(decide(icu, "intensive", "sort of", "Why."))).isEqualTo("equivalence");
        assertThat(decide("no-code", "intensive", "equivalent", "Why."))
                .isEqualTo(Outcome.failed(new Fault.NotFound("such a code")));
        var _ = decide(icu, "", "unmatched", "None.");
        var map = desk.drafts(STEWARD).orElseThrow().getFirst().id();
        assertThat(problem(desk.publish(STEWARD, map, "../1"))).isEqualTo("version");
        assertThat(problem(desk.publish(STEWARD, map, "1"))).isEqualTo("nothing");
        var _ = open("icu-2", "xx");
    }

    private static String problem(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failure<?>(Fault.Invalid(var problems))
                ? problems.getFirst().what()
                : "";
    }
}
