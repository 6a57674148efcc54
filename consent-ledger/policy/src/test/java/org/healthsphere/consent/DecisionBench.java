package org.healthsphere.consent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
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

/**
 * Measures warm decisions, and asserts nothing: run its main. The arguments are the count of patients, and {@code labels} when each
 * directive keeps back some of six sensitivities.
 */
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
            patients.add("handle-%016d".formatted(i));
        }
        var view = new ConsentView(
                new ConsentView.Settings(NORTH, NetworkPolicy.standard(), Duration.ofHours(1)),
                grant -> Outcome.of(grant.terms()),
                new ByHandle(Set.copyOf(patients)),
                InstantSource.system());
        var start = System.nanoTime();
        fill(view, patients, args.length > 1 && args[1].equals("labels") ? labelled() : List.of(plain()));
        var _ = view.follow(north, Duration.ZERO).orElseThrow();
        var heap = java.lang.management.ManagementFactory.getMemoryMXBean();
        System.gc();
        out.printf(
                "%d directives in the view after %d ms, %d MB heap%n",
                count,
                (System.nanoTime() - start) / 1_000_000,
                heap.getHeapMemoryUsage().getUsed() >> 20);
        measure(view, patients, out);
    }

    /** A permission with a denial for each of some labels, in all the ways to choose them from six. */
    private static List<Terms> labelled() {
        var codes = List.of("PSY", "SUD", "SEX", "HIV", "GDIS", "SDV");
        List<Terms> all = new ArrayList<>();
        for (var chosen = 1; chosen < 1 << codes.size(); chosen++) {
            List<String> denials = new ArrayList<>();
            for (var i = 0; i < codes.size(); i++) {
                if ((chosen & 1 << i) != 0) {
                    denials.add("{\"type\":\"deny\",\"securityLabel\":[{\"system\":\"%s\",\"code\":\"%s\"}]}"
                            .formatted("http://terminology.hl7.org/CodeSystem/v3-ActCode", codes.get(i)));
                }
            }
            all.add(terms(String.join(",", denials)));
        }
        return all;
    }

    private static Terms plain() {
        return Terms.decode(new PatientApp(NORTH).grant().terms()).orElseThrow();
    }

    private static Terms terms(String denials) {
        try {
            var consent = plain().tree().orElseThrow();
            var provisions = new ObjectMapper().readTree("[" + denials + "]");
            ((ObjectNode) consent.path("provision")).set("provision", provisions);
            return Terms.of(consent, new SecureRandom());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("written here", e);
        }
    }

    /** One grant a patient, a third of them revoked: the view takes the ledger's word for the signatures. */
    private static void fill(ConsentView view, List<String> patients, List<Terms> terms) {
        var sample = new PatientApp(NORTH).grant();
        var digests = terms.stream().map(Terms::digest).toList();
        var encoded = terms.stream().map(Terms::encoded).toList();
        var height = 10L;
        for (var i = 0; i < patients.size(); i++) {
            var which = i % terms.size();
            var id = "%032x".formatted(i);
            var grant = new Directive.Grant(
                    id,
                    NORTH,
                    patients.get(i),
                    digests.get(which),
                    sample.purposes(),
                    sample.notAfter(),
                    sample.key(),
                    sample.delegation(),
                    sample.signature(),
                    encoded.get(which));
            view.apply(new LedgerEvent(height++, 0, id, Instant.EPOCH, grant));
            if (i % 3 == 0) {
                var end = new Directive.Revoke(id, sample.key(), sample.signature());
                view.apply(new LedgerEvent(height++, 0, "r" + id, Instant.EPOCH, end));
            }
        }
    }

    private static void measure(ConsentView view, List<String> patients, PrintStream out) {
        var request = new ConsentRequest(
                new Requester(SOUTH, "user-1", Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Instant.parse("2090-01-01T00:00:00Z"));
        var nanos = new double[ROUNDS];
        var permitted = 0L;
        // In no order that a cache could guess, and drawn before the clock starts.
        var asked = new java.util.Random(7).ints(DECISIONS, 0, patients.size()).toArray();
        for (var round = 0; round < ROUNDS; round++) {
            var start = System.nanoTime();
            for (var at : asked) {
                permitted += view.decide(patients.get(at), request) instanceof Decision.Permitted ? 1 : 0;
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
