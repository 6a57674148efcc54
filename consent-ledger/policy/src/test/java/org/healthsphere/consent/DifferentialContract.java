package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.healthsphere.consent.GeneratedDirectives.Said;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/**
 * A ledger beside the one in memory, which was written without looking at it: the same directives, the same answers, the same
 * state. With {@code -Dledger.differential=5000} it takes as many.
 */
public interface DifferentialContract {
    int DIRECTIVES = Integer.getInteger("ledger.differential", 600);
    long SEED = 20_260_622;

    /** A ledger on which nobody has written yet, as this member reaches it. */
    ConsentLedger ledger(NodeId member);

    /** How many directives that do not depend on each other it is told at the same time; 1: everything in order. */
    default int atOnce() {
        return 1;
    }

    /** Returns when every member has all up to this block. */
    default void settle(long height) throws Exception {}

    @Test
    default void generated_directives_come_to_the_same_state_as_in_memory() throws Exception {
        var memory = new InMemoryConsentLedger(InstantSource.system());
        var generated = new GeneratedDirectives(SEED, DIRECTIVES / 2);
        List<Packing.Answered> script = new ArrayList<>();
        IdentityHashMap<Said, List<Object>> expected = new IdentityHashMap<>();
        Set<Class<?>> kinds = new HashSet<>();
        Map<String, Integer> answers = new HashMap<>();
        for (var i = 0; i < DIRECTIVES; i++) {
            var said = generated.next();
            var here = answer(memory.seenBy(said.by()).submit(said.directive()));
            script.add(new Packing.Answered(said, here.getFirst().equals("Success")));
            expected.put(said, here);
            kinds.add(said.directive().getClass());
            answers.merge(here.getFirst().toString(), 1, Integer::sum);
        }
        for (var group : Packing.groups(script, atOnce())) {
            var there = said(group);
            var height = -1L;
            for (var i = 0; i < group.size(); i++) {
                assertThat(answer(there.get(i))).as("%s", group.get(i)).isEqualTo(expected.get(group.get(i)));
                height = there.get(i) instanceof Outcome.Success<LedgerEvent>(var event)
                        ? Math.max(height, event.height())
                        : height;
            }
            settle(height);
        }
        for (var member : List.of(NORTH, SOUTH)) {
            var there = directives(ledger(member));
            assertThat(atOnce() == 1 ? there : inOneOrder(there))
                    .isEqualTo(
                            atOnce() == 1
                                    ? directives(memory.seenBy(member))
                                    : inOneOrder(directives(memory.seenBy(member))));
        }
        assertThat(digest(ledger(NORTH), script)).isEqualTo(digest(memory.seenBy(NORTH), script));
        assertThat(kinds).containsExactlyInAnyOrder(Directive.class.getPermittedSubclasses());
        assertThat(answers.keySet()).contains("Success", "Forbidden", "NotFound", "Conflict", "Gone", "Unprocessable");
        assertThat(answers.getOrDefault("Success", 0)).isGreaterThan(DIRECTIVES / 3);
    }

    private List<Outcome<LedgerEvent>> said(List<Said> group) throws Exception {
        if (group.size() == 1) {
            var only = group.getFirst();
            return List.of(ledger(only.by()).submit(only.directive()));
        }
        List<Callable<Outcome<LedgerEvent>>> work = new ArrayList<>();
        group.forEach(one -> work.add(() -> ledger(one.by()).submit(one.directive())));
        return AtOnce.together(work);
    }

    private static List<Directive> inOneOrder(List<Directive> directives) {
        return directives.stream()
                .sorted(Comparator.comparing(Directive::toString).thenComparingInt(Object::hashCode))
                .toList();
    }

    /** What came of it; a fault by its kind, since its words are each ledger's own. */
    private static List<Object> answer(Outcome<LedgerEvent> outcome) {
        return switch (outcome) {
            case Outcome.Success<LedgerEvent>(var event) -> List.of("Success", event.directive());
            case Outcome.Failure<LedgerEvent>(var fault) ->
                List.of(fault.getClass().getSimpleName());
        };
    }

    private static List<Directive> directives(ConsentLedger ledger) {
        return ledger.eventsFrom(0).orElseThrow().stream()
                .map(LedgerEvent::directive)
                .toList();
    }

    /** How everything stands that was ever said. */
    private static Sha256 digest(ConsentLedger ledger, List<Packing.Answered> script) {
        var state = new StringBuilder();
        for (var said : script) {
            if (said.said().directive() instanceof Directive.Grant grant) {
                state.append(grant.id()).append(ledger.check(grant.id())).append('\n');
            }
        }
        return Sha256.of(state.toString());
    }
}
