package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is kept of everybody's consent, and changed by what is said, by the clock and by who turns out to be whom, is at every step what a view
 * makes of it that begins there. {@code -Dhealthsphere.kept.worlds} tries more than a few.
 */
class KeptRestrictionsTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final Instant BEGIN = Instant.parse("2026-05-20T00:00:00Z");
    private static final int PATIENTS = 12;
    private static final int STEPS = 60;
    private static final List<NetworkPolicy> POLICIES =
            List.of(NetworkPolicy.standard(), new NetworkPolicy(Map.of(), Map.of()));

    static LongStream worlds() {
        return LongStream.range(0, Long.getLong("healthsphere.kept.worlds", 40));
    }

    private final SecureRandom salts = new SecureRandom();
    private final Map<String, String> survivors = new HashMap<>();
    private final List<LedgerEvent> events = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Instant now = BEGIN;
    private NetworkPolicy policy = NetworkPolicy.standard();
    private ConsentView kept = view();

    /** Handles are the patients' names here. */
    private final class Named implements Patients {
        @Override
        public Optional<String> withHandle(String handle) {
            return Optional.of(handle);
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of(requester.subject());
        }

        @Override
        public Optional<String> replacedBy(String patient) {
            return Optional.ofNullable(survivors.get(patient));
        }
    }

    private ConsentView view() {
        var view = new ConsentView(
                new ConsentView.Settings(NORTH, policy, Duration.ofDays(10_000)),
                grant -> Outcome.of(grant.terms()),
                new Named(),
                () -> now);
        var _ = view.follow(new InMemoryConsentLedger(() -> now).seenBy(NORTH), Duration.ZERO)
                .orElseThrow();
        events.forEach(view::apply);
        return view;
    }

    private static String patient(Random random) {
        return "p" + random.nextInt(PATIENTS);
    }

    private void happens(Directive directive) {
        var at = events.size();
        var event = new LedgerEvent(at / 3, at % 3, "tx-" + at, now, directive);
        events.add(event);
        kept.apply(event);
    }

    private void step(Random random) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> happens(grant(random, RandomConsents.next(random)));
            case 4, 5 -> happens(revoke(random));
            case 6 -> happens(optOut(random));
            case 7, 8 -> now = now.plus(Duration.ofHours(random.nextInt(60)));
            case 9 -> now = now.minus(Duration.ofHours(random.nextInt(30)));
            case 10 -> merge(random);
            default -> {
                // Another policy is another beginning of the node.
                policy = POLICIES.get(random.nextInt(POLICIES.size()));
                kept = view();
            }
        }
    }

    private Grant grant(Random random, ObjectNode consent) {
        var terms = Terms.of(consent, salts);
        var until = random.nextBoolean() ? PatientApp.FAR : now.plus(Duration.ofHours(random.nextInt(200)));
        var id = "%032x".formatted(events.size());
        ids.add(id);
        return new Grant(
                id,
                NORTH,
                patient(random),
                terms.digest(),
                random.nextInt(4) == 0 ? Set.of(PurposeOfUse.TREAT) : EnumSet.allOf(PurposeOfUse.class),
                until,
                Sha256.of("key"),
                Optional.empty(),
                Bytes.NONE,
                terms.encoded());
    }

    private Revoke revoke(Random random) {
        var id = ids.isEmpty() ? "0".repeat(32) : ids.get(random.nextInt(ids.size()));
        return new Revoke(id, Sha256.of("key"), Bytes.NONE);
    }

    private OptOut optOut(Random random) {
        var id = "%032x".formatted(events.size());
        ids.add(id);
        var all = List.of(PurposeOfUse.values());
        var purposes = Set.of(all.get(random.nextInt(all.size())));
        return new OptOut(id, NORTH, patient(random), purposes, Sha256.of("key"), Optional.empty(), Bytes.NONE);
    }

    /** One took the place of another, or does so no more. */
    private void merge(Random random) {
        var one = patient(random);
        if (survivors.remove(one) == null || random.nextBoolean()) {
            survivors.put(one, patient(random));
        }
        kept.regroup(one);
    }

    private List<ConsentRequest> requests(Instant at) {
        List<ConsentRequest> requests = new ArrayList<>();
        for (var patient : List.of("p5", "p7")) {
            requests.add(new ConsentRequest(new Requester(NORTH, patient, Role.PATIENT), PurposeOfUse.PATRQT, at));
        }
        for (var purpose : List.of(PurposeOfUse.TREAT, PurposeOfUse.ETREAT, PurposeOfUse.HRESCH, PurposeOfUse.PATRQT)) {
            for (var role : List.of(Role.CLINICIAN, Role.RESEARCHER, Role.PATIENT)) {
                requests.add(new ConsentRequest(new Requester(NORTH, "p3", role), purpose, at));
            }
        }
        return requests;
    }

    private static Set<String> everybody() {
        Set<String> everybody = new HashSet<>(Set.of("a stranger"));
        for (var p = 0; p < PATIENTS; p++) {
            everybody.add("p" + p);
        }
        return everybody;
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void what_is_kept_is_what_a_view_that_begins_now_makes_of_all_that_was_said(long seed) {
        var random = new Random(seed);
        for (var step = 0; step < STEPS; step++) {
            var before = requests(now).stream().map(kept::restrictions).toList();
            var hidden = before.stream().map(KeptRestrictionsTest::hidden).toList();
            step(random);
            var anew = view();
            var requests = requests(now);
            assertThat(kept.restrictions(requests.getFirst()).kind())
                    .as("two patients ask alike")
                    .isSameAs(kept.restrictions(requests.get(1)).kind());
            for (var at = 0; at < requests.size(); at++) {
                var request = requests.get(at);
                var after = kept.restrictions(request);
                assertThat(after).as("step %d, %s", step, request).isEqualTo(anew.restrictions(request));
                assertThat(hidden(after)).isEqualTo(decided(anew, request));
                assertThat(hidden(before.get(at))).as("what was asked before").isEqualTo(hidden.get(at));
                assertThat(after.hideTheSame(before.get(at)))
                        .isEqualTo(hidden(after).equals(hidden.get(at)));
                for (var other : before) {
                    if (isOfOneKind(after, other)) {
                        assertThat(after.apartFrom(other)).containsAll(differing(hidden(after), hidden(other)));
                    }
                }
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // By identity, as is said of it.
    private static boolean isOfOneKind(Restrictions one, Restrictions other) {
        return one.kind() == other.kind();
    }

    private static Map<String, Hidden> hidden(Restrictions restrictions) {
        Map<String, Hidden> hidden = new HashMap<>();
        everybody().forEach(patient -> hidden.put(patient, restrictions.hiddenOf(patient)));
        return hidden;
    }

    private static Map<String, Hidden> decided(ConsentView view, ConsentRequest request) {
        Map<String, Hidden> hidden = new HashMap<>();
        everybody()
                .forEach(patient -> hidden.put(
                        patient,
                        switch (view.decide(patient, request)) {
                            case Decision.Permitted permitted -> permitted.hidden();
                            case Decision.Denied _ -> Hidden.everything();
                        }));
        return hidden;
    }

    private static Set<String> differing(Map<String, Hidden> one, Map<String, Hidden> other) {
        Set<String> differing = new HashSet<>(one.keySet());
        differing.removeIf(patient -> Objects.equals(one.get(patient), other.get(patient)));
        return differing;
    }
}
