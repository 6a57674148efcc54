package org.healthsphere.node.release;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.Patients;
import org.healthsphere.consent.Terms;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * What the filter of consent costs a search: the same search through the gate and unfiltered, and the first one after something changed on
 * the ledger. The arguments are how many directives are in force, and how many patients have a resource in the index. It asserts nothing: run its
 * main, on a quiet machine.
 */
final class FilterBench {
    private static final int ROUNDS = 20;
    private static final int TIMES = 2_000;
    private static final int CHANGES = 200;
    private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");

    private FilterBench() {}

    /** Whose handle is their id. */
    private static final class ByHandle implements Patients {
        @Override
        public Optional<String> withHandle(String handle) {
            return Optional.of(handle);
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of(requester.subject());
        }
    }

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var directives = Integer.parseInt(args[0]);
        var patients = Integer.parseInt(args[1]);
        try (var house = new House()) {
            for (var i = 0; i < patients; i++) {
                house.put("Observation", "o" + i, "p" + i, "{'subject':{'reference':'Patient/p" + i + "'}}");
            }
            var view = view(house, directives);
            var gate = new ConsentGate(view, house.store, house.index, Outcome::of, house.clock);
            var access = house.access(House.SOUTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.TREAT);
            var random = new Random(7);
            var filters = new ConsentFilters(view, house.clock);
            for (var who : List.of("one patient", "all")) {
                Supplier<Query> query = () -> query(who.equals("all") ? "" : "p" + random.nextInt(patients));
                compare(
                        out,
                        who,
                        () -> plain(house, query.get()),
                        () -> filtered(house, filters.over(access, Interaction.SEARCH), query.get()),
                        () -> gate.search(access, query.get()));
            }
            var revoked = new AtomicInteger();
            afterEach(out, "a revocation and the first search of all", () -> {
                revoke(view, revoked.getAndIncrement());
                return gate.search(access, query(""));
            });
            afterEach(out, "a revocation and the first search of one", () -> {
                revoke(view, revoked.getAndIncrement());
                return gate.search(access, query("p" + patients / 2));
            });
            var names = new AtomicInteger();
            afterEach(out, "the first search of somebody new, of all", () -> {
                var patient = "p" + names.getAndIncrement();
                return gate.search(house.access(House.NORTH, patient, Role.PATIENT, PurposeOfUse.PATRQT), query(""));
            });
        }
    }

    private static ConsentView view(House house, int directives) {
        var view = new ConsentView(
                new ConsentView.Settings(House.NORTH, NetworkPolicy.standard(), Duration.ofDays(1)),
                grant -> Outcome.of(grant.terms()),
                new ByHandle(),
                house.clock);
        var _ = view.follow(house.ledger, Duration.ZERO).orElseThrow();
        var terms = Terms.of(House.consent("{'type':'permit'}"), new SecureRandom());
        for (var i = 0; i < directives; i++) {
            view.apply(new LedgerEvent(1_000L + i, 0, "t" + i, Instant.EPOCH, grant(i, terms)));
        }
        return view;
    }

    private static void afterEach(PrintStream out, String what, Supplier<Outcome<Released>> search) {
        var threads = ManagementFactory.getThreadMXBean();
        var millis = new double[CHANGES];
        var found = 0L;
        for (var i = 0; i < millis.length; i++) {
            var start = threads.getCurrentThreadCpuTime();
            found = search.get().orElseThrow().total();
            millis[i] = (threads.getCurrentThreadCpuTime() - start) / 1e6;
        }
        var warm = Arrays.copyOfRange(millis, millis.length / 2, millis.length);
        Arrays.sort(warm);
        out.printf(
                "%-42s %.3f ms (the first %.3f, worst of the last %d %.3f), %d found%n",
                what, warm[warm.length / 2], millis[0], warm.length, warm[warm.length - 1], found);
    }

    private static void revoke(ConsentView view, int number) {
        var end = new Directive.Revoke("%032x".formatted(number), Sha256.of(new byte[1]), Bytes.NONE);
        view.apply(new LedgerEvent(2_000_000L + number, 0, "r" + number, Instant.EPOCH, end));
    }

    private static Directive.Grant grant(int number, Terms terms) {
        return new Directive.Grant(
                "%032x".formatted(number),
                House.NORTH,
                "p" + number,
                terms.digest(),
                Set.of(PurposeOfUse.TREAT),
                FAR,
                Sha256.of(new byte[1]),
                Optional.empty(),
                Bytes.NONE,
                terms.encoded());
    }

    private static Object plain(House house, Query query) {
        return house.index
                .search(query, ReleaseFilter.everything())
                .map(page -> page.matches().stream()
                        .flatMap(id -> house.store.get(id).stream())
                        .toList());
    }

    /** Each match is looked at again, as at the gate, but nothing is written down. */
    private static Object filtered(House house, ReleaseFilter filter, Query query) {
        var sight = new Sight(house.store, filter);
        return house.index
                .search(query, filter)
                .map(page -> page.matches().stream()
                        .flatMap(id -> house.store.get(id).stream())
                        .filter(sight::lets)
                        .toList());
    }

    private static Query query(String patient) {
        var criteria = patient.isEmpty() ? List.<Criterion>of() : List.of(Criterion.of("patient", List.of(patient)));
        return new Query("Observation", criteria, List.of(), 20, Optional.empty());
    }

    /** In turns, so that what else the machine does is the same for all. */
    private static void compare(
            PrintStream out, String who, Supplier<Object> plain, Supplier<Object> filtered, Supplier<Object> gate) {
        var ways = List.of(plain, filtered, gate);
        var names = List.of("unfiltered", "filtered", "by the gate, written down");
        var micros = new double[ways.size()][ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            for (var way = 0; way < ways.size(); way++) {
                micros[way][round] = micros(ways.get(way));
            }
        }
        for (var way = 0; way < ways.size(); way++) {
            var warm = Arrays.copyOfRange(micros[way], ROUNDS / 2, ROUNDS);
            Arrays.sort(warm);
            out.printf(
                    "%-12s %-26s %7.2f us (best %.2f, worst %.2f)%n",
                    who, names.get(way), warm[warm.length / 2], warm[0], warm[warm.length - 1]);
        }
    }

    private static double micros(Supplier<Object> asked) {
        var threads = ManagementFactory.getThreadMXBean();
        var seen = 0L;
        var start = threads.getCurrentThreadCpuTime();
        for (var i = 0; i < TIMES; i++) {
            seen += asked.get().hashCode() & 1;
        }
        var micros = (threads.getCurrentThreadCpuTime() - start) / 1_000.0 / TIMES;
        return seen < 0 ? Double.NaN : micros;
    }
}
