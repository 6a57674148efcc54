package org.healthsphere.consent;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** Measures warm decisions, and asserts nothing: run its main. The argument is the count of patients. */
final class DecisionBench {
    private static final NodeId NORTH = new NodeId("north");
    private static final NodeId SOUTH = new NodeId("south");
    private static final int ROUNDS = 12;
    private static final int DECISIONS = 1_000_000;

    private DecisionBench() {}

    private record ByHandle(Set<String> handles) implements Patients {
        @Override
        public Optional<String> withHandle(String handle) {
            return Optional.of(handle).filter(handles::contains);
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of();
        }
    }

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        var ledger = new InMemoryConsentLedger(InstantSource.system());
        var north = ledger.seenBy(NORTH);
        var _ = north.submit(ConsentLedgerContract.admission(NORTH)).orElseThrow();
        var _ = north.submit(ConsentLedgerContract.admission(SOUTH)).orElseThrow();
        List<String> patients = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            var app = new PatientApp(NORTH);
            var _ = north.submit(app.registration()).orElseThrow();
            var grant = app.grant();
            var _ = north.submit(grant).orElseThrow();
            if (i % 3 == 0) {
                var _ = north.submit(app.revoke(grant.id())).orElseThrow();
            }
            patients.add(app.handle());
        }
        var view = new ConsentView(
                new ConsentView.Settings(NORTH, NetworkPolicy.standard(), Duration.ofHours(1)),
                grant -> Outcome.of(grant.terms()),
                new ByHandle(Set.copyOf(patients)),
                InstantSource.system());
        var _ = view.follow(north, Duration.ZERO).orElseThrow();
        measure(view, patients, out);
    }

    private static void measure(ConsentView view, List<String> patients, PrintStream out) {
        var request = new ConsentRequest(
                new Requester(SOUTH, "user-1", Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Instant.parse("2090-01-01T00:00:00Z"));
        var nanos = new double[ROUNDS];
        var permitted = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var start = System.nanoTime();
            for (var i = 0; i < DECISIONS; i++) {
                permitted +=
                        view.decide(patients.get(i % patients.size()), request) instanceof Decision.Permitted ? 1 : 0;
            }
            nanos[round] = (System.nanoTime() - start) / (double) DECISIONS;
        }
        var warm = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
        Arrays.sort(warm);
        out.printf(
                "%d patients: %.0f ns a decision (best %.0f, worst %.0f of %d warm rounds), %d permitted%n",
                patients.size(), warm[warm.length / 2], warm[0], warm[warm.length - 1], warm.length, permitted);
    }
}
