package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.embedded.GeneratedDirectives.Said;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two ledgers that were written without looking at each other: the same directives, the same answers, the same state. With
 * {@code -Dledger.differential=5000} it takes as many.
 */
class DifferentialTest {
    private static final int DIRECTIVES = Integer.getInteger("ledger.differential", 600);
    private static final long SEED = 20_260_622;

    @TempDir
    Path folder;

    @Test
    void generated_directives_come_to_the_same_state_in_memory_and_embedded() throws Exception {
        var memory = new InMemoryConsentLedger(InstantSource.system());
        var generated = new GeneratedDirectives(SEED, DIRECTIVES / 2);
        List<Said> script = new ArrayList<>();
        for (var i = 0; i < DIRECTIVES; i++) {
            script.add(generated.next());
        }
        Set<Class<?>> kinds = new HashSet<>();
        Map<String, Integer> answers = new HashMap<>();
        try (var network = new TestNetwork(folder, "operator")) {
            for (var i = 0; i < script.size(); i++) {
                var said = script.get(i);
                var here = memory.seenBy(said.by()).submit(said.directive());
                var there = network.client(said.by()).submit(said.directive());
                assertThat(answer(there)).as("%d: %s", i, said).isEqualTo(answer(here));
                kinds.add(said.directive().getClass());
                answers.merge(answer(here).getFirst().toString(), 1, Integer::sum);
            }
            for (var member : List.of(NORTH, SOUTH)) {
                var inMemory = directives(memory.seenBy(member).eventsFrom(0));
                var embedded = directives(network.client(member).eventsFrom(0));
                assertThat(embedded).isEqualTo(inMemory);
            }
            assertThat(digest(network.client(NORTH)::check, script))
                    .isEqualTo(digest(memory.seenBy(NORTH)::check, script));
        }
        assertThat(kinds).containsExactlyInAnyOrder(Directive.class.getPermittedSubclasses());
        assertThat(answers.keySet()).contains("Success", "Forbidden", "NotFound", "Conflict", "Gone", "Unprocessable");
        assertThat(answers.getOrDefault("Success", 0)).isGreaterThan(DIRECTIVES / 3);
    }

    /** What came of it; a fault by its kind, since its words are each ledger's own. */
    private static List<Object> answer(Outcome<LedgerEvent> outcome) {
        return switch (outcome) {
            case Outcome.Success<LedgerEvent>(var event) -> List.of("Success", event.directive());
            case Outcome.Failure<LedgerEvent>(var fault) ->
                List.of(fault.getClass().getSimpleName());
        };
    }

    private static List<Directive> directives(Outcome<List<LedgerEvent>> events) {
        return events.orElseThrow().stream().map(LedgerEvent::directive).toList();
    }

    private interface Check {
        Outcome<?> of(String id);
    }

    /** How everything stands that was ever said. */
    private static Sha256 digest(Check check, List<Said> script) {
        var state = new StringBuilder();
        for (var said : script) {
            if (said.directive() instanceof Directive.Grant grant) {
                state.append(grant.id()).append(check.of(grant.id())).append('\n');
            }
        }
        return Sha256.of(state.toString());
    }
}
