package org.healthsphere.terminology.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.fhir.Call;
import org.healthsphere.terminology.fhir.Operation;
import org.healthsphere.terminology.fhir.Parameters;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTerminologyTest {
    private static final String URL = "https://example.org/local";
    private static final int CODES = 1_200;

    @TempDir
    private Path folder;

    private LoadedTerminology loaded;
    private LiveTerminology live;

    @BeforeEach
    void open() {
        loaded = LoadedTerminology.in(folder);
        live = LiveTerminology.in(folder, texts -> TerminologyLibrary.open(folder, Samples.sources(), folder, texts));
    }

    private void load(String version, String rows) throws IOException {
        var file = Files.writeString(folder.resolve("local-" + version + ".csv"), """
                # url: %s
                # version: %s
                # licence: own
                code,display,parent
                %s""".formatted(URL, version, rows));
        var _ = loaded.load(file, Wishes.NONE, Set.of(), Progress.UNHEARD).orElseThrow();
    }

    private static String rows(String name) {
        var rows = new StringBuilder();
        for (var i = 0; i < CODES; i++) {
            rows.append("c%d,%s %d,%s%n".formatted(i, name, i, i == 0 ? "" : "c" + (i - 1) / 7));
        }
        return rows.toString();
    }

    @Test
    void what_is_loaded_is_answered_from_when_it_is_followed_and_not_before() throws IOException {
        load("1", "a,First,\nb,Second,a\nd,Fourth,\n");
        var code = new Coding(URL, "a");
        assertThat(live.lookup(code).orElseThrow().display()).isEqualTo("First");
        assertThat(live.follow().orElseThrow()).isEmpty();
        load("2", "a,Primus,\nb,Second,\nc,Third,a\n");
        assertThat(live.lookup(code).orElseThrow().display()).isEqualTo("First");
        var change = live.follow().orElseThrow();
        assertThat(live.lookup(code).orElseThrow().display()).isEqualTo("Primus");
        assertThat(live.follow().orElseThrow()).isEmpty();
        var difference = new VersionDifference(
                new Canonical(URL, "1"),
                new Canonical(URL, "2"),
                List.of("c"),
                List.of("d"),
                List.of(),
                List.of("b"),
                List.of("a"));
        var expected =
                new TerminologySwitch(List.of(new Canonical(URL, "2")), List.of(), List.of(difference), List.of());
        assertThat(change).contains(expected);
        assertThat(live.switches()).containsExactly(expected);
    }

    @Test
    void value_sets_with_other_codes_are_named() throws IOException {
        load("1", "a,First,\n");
        var valueSet = Files.writeString(folder.resolve("all.json"), """
                {"resourceType":"ValueSet","url":"https://example.org/vs/all","version":"1","copyright":"CC0",
                 "compose":{"include":[{"system":"https://example.org/local"}]}}
                """);
        var _ = loaded.load(valueSet, Wishes.NONE, Set.of(), Progress.UNHEARD).orElseThrow();
        assertThat(live.get()
                        .members("https://example.org/vs/all")
                        .orElseThrow()
                        .size())
                .isEqualTo(1);
        load("2", "a,First,\nb,Second,\n");
        assertThat(live.follow().orElseThrow().orElseThrow().valueSets())
                .containsExactly(new Canonical("https://example.org/vs/all", "1"));
    }

    @Test
    void what_is_removed_is_gone_and_what_does_not_open_changes_nothing() throws IOException {
        load("1", "a,First,\n");
        load("2", "a,Primus,\n");
        assertThat(live.lookup(new Coding(URL, "a")).orElseThrow().display()).isEqualTo("Primus");
        var removed = loaded.remove(new Canonical(URL, "2")).orElseThrow();
        assertThat(live.follow().orElseThrow().orElseThrow().removed()).containsExactly(removed.id());
        assertThat(live.lookup(new Coding(URL, "a")).orElseThrow().display()).isEqualTo("First");
        load("3", "a,Third,\n");
        var damaged = loaded.entries().stream()
                .filter(entry -> entry.id().version().equals("3"))
                .findFirst()
                .orElseThrow();
        var _ = Files.writeString(folder.resolve("loaded").resolve(damaged.file() + ".txi"), "nothing");
        assertThat(live.follow()).isInstanceOf(Outcome.Failure.class);
        assertThat(live.lookup(new Coding(URL, "a")).orElseThrow().display()).isEqualTo("First");
    }

    @Test
    void every_answer_under_load_is_whole_of_the_old_or_whole_of_the_new() throws Exception {
        load("1", rows("old"));
        var operations = new Operations(live);
        var old = operations.answers();
        var going = new AtomicBoolean(true);
        var started = new CountDownLatch(4);
        Set<List<String>> seen = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Set<List<String>>>> askers = new ArrayList<>();
            for (var i = 0; i < 4; i++) {
                Callable<Set<List<String>>> asker = () -> {
                    Set<List<String>> own = new HashSet<>();
                    started.countDown();
                    while (going.get()) {
                        own.add(operations.answers());
                    }
                    return own;
                };
                askers.add(threads.submit(asker));
            }
            started.await();
            load("2", rows("new"));
            assertThat(live.follow().orElseThrow()).isPresent();
            assertThat(operations.answers()).isNotEqualTo(old);
            going.set(false);
            for (var asker : askers) {
                seen.addAll(asker.get());
            }
        }
        assertThat(seen).isSubsetOf(Set.of(old, operations.answers()));
    }

    /** As a node asks: one state of things for one request. */
    private record Operations(LiveTerminology live) {
        List<String> answers() {
            var operations = new TerminologyOperations(live.get(), InstantSource.fixed(Instant.EPOCH), "1");
            return List.of(
                    answer(operations, Operation.LOOKUP, Map.of("system", List.of(URL), "code", List.of("c17"))),
                    answer(
                            operations,
                            Operation.EXPAND,
                            Map.of("url", List.of(URL + "?fhir_vs=isa/c0"), "count", List.of("5"))),
                    answer(
                            operations,
                            Operation.EXPAND,
                            Map.of("url", List.of(URL + "?fhir_vs"), "filter", List.of("117"), "count", List.of("5"))));
        }

        private static String answer(
                TerminologyOperations operations, Operation operation, Map<String, List<String>> asked) {
            var reply = operations.answer(operation, Parameters.of(asked), Call.PLAIN);
            assertThat(reply.status()).isEqualTo(200);
            return reply.json().utf8();
        }
    }

    @Test
    void nothing_is_followed_that_nobody_has_asked_for() throws IOException {
        load("1", "a,First,\n");
        assertThat(live.follow()).isEqualTo(Outcome.of(Optional.empty()));
    }
}
