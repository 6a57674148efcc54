package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.NaiveEvaluator.Resource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random directives, requests and resources, against an evaluator that reads the Consents themselves. */
class ConsentViewPropertyTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
    private static final List<String> PATIENTS = List.of("p1", "p2", "p3");

    static java.util.stream.IntStream seeds() {
        return java.util.stream.IntStream.range(0, 50);
    }

    private final SecureRandom salts = new SecureRandom();

    private List<LedgerEvent> events(Random random, int count) {
        List<LedgerEvent> events = new ArrayList<>();
        events.add(new LedgerEvent(0, 0, "t", NOON, ConsentLedgerContract.admission(new NodeId("south"))));
        List<String> ids = new ArrayList<>();
        for (var i = 1; i < count; i++) {
            if (!ids.isEmpty() && random.nextInt(3) == 0) {
                events.add(event(i, revoke(ids.get(random.nextInt(ids.size())))));
            } else {
                var id = "%032x".formatted(i);
                ids.add(id);
                events.add(event(i, grant(id, PATIENTS.get(random.nextInt(2)), RandomConsents.next(random))));
            }
        }
        return events;
    }

    private static LedgerEvent event(int at, Directive directive) {
        return new LedgerEvent(at / 2, at % 2, "tx-" + at, NOON, directive);
    }

    private static Revoke revoke(String id) {
        return new Revoke(id, Sha256.of("key"), Bytes.NONE);
    }

    private Grant grant(String id, String patient, com.fasterxml.jackson.databind.node.ObjectNode consent) {
        var terms = Terms.of(consent, salts);
        return new Grant(
                id,
                NORTH,
                patient,
                terms.digest(),
                EnumSet.allOf(PurposeOfUse.class),
                PatientApp.FAR,
                Sha256.of("key"),
                Optional.empty(),
                Bytes.NONE,
                terms.encoded());
    }

    private static ConsentView view() {
        return new ConsentView(
                new ConsentView.Settings(NORTH, NetworkPolicy.standard(), Duration.ofSeconds(5)),
                grant -> Outcome.of(grant.terms()),
                new Named(),
                () -> NOON);
    }

    /** Handles are the patients' names here. */
    private record Named() implements Patients {
        @Override
        public Optional<String> withHandle(String handle) {
            return Optional.of(handle);
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of(requester.subject());
        }
    }

    private static ConsentView ready(List<LedgerEvent> events) {
        var view = view();
        var _ = view.follow(new InMemoryConsentLedger(() -> NOON).seenBy(NORTH), Duration.ZERO)
                .orElseThrow();
        events.forEach(view::apply);
        return view;
    }

    private static List<ConsentRequest> requests(Random random) {
        List<ConsentRequest> requests = new ArrayList<>();
        for (var i = 0; i < 8; i++) {
            var role = one(random, List.of(Role.values()));
            var member = new NodeId(random.nextBoolean() ? "north" : "south");
            var purpose = one(random, List.of(PurposeOfUse.values()));
            var at = NOON.plus(Duration.ofDays(random.nextInt(-60, 60)));
            requests.add(new ConsentRequest(new Requester(member, PATIENTS.get(random.nextInt(3)), role), purpose, at));
        }
        return requests;
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static boolean sees(ConsentView view, String patient, ConsentRequest request, Resource resource) {
        return view.decide(patient, request) instanceof Decision.Permitted(var _, var _, var hidden)
                && !hidden.hides(resource.type(), resource.labels(), resource.codes());
    }

    private static List<Resource> resources() {
        List<Resource> all = new ArrayList<>();
        for (var type : RandomConsents.TYPES) {
            for (var label : RandomConsents.LABELS) {
                for (var code : RandomConsents.CODES) {
                    all.add(new Resource(type, Set.<Coding>of(label), Set.of(code)));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_view_decides_as_the_naive_evaluator_for_every_resource(int seed) {
        var random = new Random(seed);
        var events = events(random, 9);
        var view = ready(events);
        for (var request : requests(random)) {
            var restrictions = view.restrictions(request);
            for (var patient : PATIENTS) {
                var naive = new NaiveEvaluator(events, patient, request);
                var hidden = restrictions.hiddenOf(patient);
                for (var resource : resources()) {
                    var expected = naive.shows(resource);
                    assertThat(sees(view, patient, request, resource))
                            .as("%s %s %s", patient, request, resource)
                            .isEqualTo(expected);
                    assertThat(!hidden.hides(resource.type(), resource.labels(), resource.codes()))
                            .as("restrictions %s %s %s", patient, request, resource)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_the_order_of_events_and_however_often_they_come_the_decisions_are_the_same(int seed) {
        var random = new Random(seed);
        var events = events(random, 9);
        var inOrder = ready(events);
        List<LedgerEvent> shuffled = new ArrayList<>(events);
        shuffled.addAll(events.subList(0, random.nextInt(events.size())));
        Collections.shuffle(shuffled, random);
        var outOfOrder = ready(shuffled);
        for (var request : requests(random)) {
            for (var patient : PATIENTS) {
                assertThat(outOfOrder.decide(patient, request)).isEqualTo(inOrder.decide(patient, request));
            }
            assertThat(outOfOrder.restrictions(request)).isEqualTo(inOrder.restrictions(request));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neither_a_revocation_nor_another_deny_ever_reveals_more(int seed) {
        var random = new Random(seed);
        var events = events(random, 9);
        var requests = requests(random);
        var before = ready(events);
        var ids = events.stream()
                .map(LedgerEvent::directive)
                .filter(Grant.class::isInstance)
                .map(d -> ((Grant) d).id())
                .toList();
        var more = random.nextBoolean() && !ids.isEmpty()
                ? revoke(ids.get(random.nextInt(ids.size())))
                : grant("f".repeat(32), PATIENTS.get(random.nextInt(2)), RandomConsents.deny(random));
        List<LedgerEvent> longer = new ArrayList<>(events);
        longer.add(event(1_000, more));
        var after = ready(longer);
        for (var request : requests) {
            for (var patient : PATIENTS) {
                for (var resource : resources()) {
                    assertThat(sees(after, patient, request, resource) && !sees(before, patient, request, resource))
                            .as("%s reveals to %s", more, request)
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void restrictions_that_were_kept_equal_those_made_anew(int seed) {
        var random = new Random(seed);
        var events = events(random, 12);
        var requests = requests(random);
        var kept = ready(List.of());
        for (var i = 0; i < events.size(); i++) {
            kept.apply(events.get(i));
            var fresh = ready(events.subList(0, i + 1));
            for (var request : requests) {
                assertThat(kept.restrictions(request)).isEqualTo(fresh.restrictions(request));
            }
        }
    }
}
