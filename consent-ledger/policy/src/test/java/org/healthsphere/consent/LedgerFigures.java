package org.healthsphere.consent;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * The figures of a ledger as two of its members see them, whichever ledger it is: two members that are admitted, each with its own
 * connection. CPU is that of this process and of all that it started.
 */
public final class LedgerFigures {
    private static final int IN_FLIGHT = 32;
    private static final int READERS = 16;

    private final Members members;
    private final NodeId custodian;
    private final PrintStream out;
    private final PatientApp patient;

    /** The custodian of the patient, and another hospital. */
    public record Members(ConsentLedger custodian, ConsentLedger other) {}

    /** @param custodian as whom the first of the members speaks */
    public LedgerFigures(Members members, NodeId custodian, PrintStream out) {
        this.members = members;
        this.custodian = custodian;
        this.out = out;
        this.patient = new PatientApp(custodian);
    }

    private record ByHandle(String handle) implements Patients {
        @Override
        public Optional<String> withHandle(String other) {
            return other.equals(handle) ? Optional.of("p1") : Optional.empty();
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of();
        }
    }

    /** Takes all of them twice, and says which was the warm-up. */
    public void take(int count) throws Exception {
        var _ = members.custodian().submit(patient.registration()).orElseThrow();
        for (var round : new String[] {"warm-up", "measured"}) {
            var grants = grants(round, count);
            events(round, count);
            revocations(round, grants);
            reads(round, grants);
            together(round, count);
        }
    }

    private List<Grant> grants(String round, int count) {
        var times = new long[count];
        List<Grant> grants = new ArrayList<>();
        var cpu = cpuMillis();
        for (var i = 0; i < count; i++) {
            var grant = patient.grant();
            grants.add(grant);
            var start = System.nanoTime();
            var _ = members.custodian().submit(grant).orElseThrow();
            times[i] = System.nanoTime() - start;
        }
        report(round + " submit -> commit", times, cpu);
        return grants;
    }

    private void events(String round, int count) throws Exception {
        var times = new long[count];
        var cpu = cpuMillis();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < count; i++) {
                var next = members.other().head().orElseThrow().height() + 1;
                Future<Long> seen = threads.submit(() -> seen(next));
                Thread.sleep(2);
                var start = System.nanoTime();
                var _ = members.custodian().submit(patient.grant()).orElseThrow();
                times[i] = seen.get() - start;
            }
        }
        report(round + " submit -> event at the other hospital", times, cpu);
    }

    private long seen(long next) {
        return members.other().awaitFrom(next, Duration.ofSeconds(10)) instanceof Outcome.Success<List<LedgerEvent>>
                ? System.nanoTime()
                : 0;
    }

    /** Revoked through the other hospital, until the custodian's own view denies. */
    private void revocations(String round, List<Grant> grants) throws Exception {
        var view = new ConsentView(
                new ConsentView.Settings(custodian, NetworkPolicy.standard(), Duration.ofHours(1)),
                grant -> Outcome.of(grant.terms()),
                new ByHandle(patient.handle()),
                InstantSource.system());
        var request = new ConsentRequest(
                new Requester(new NodeId("south"), "user-1", Role.CLINICIAN),
                PurposeOfUse.TREAT,
                InstantSource.system().instant());
        var _ = view.follow(members.custodian(), Duration.ZERO).orElseThrow();
        var times = new long[grants.size()];
        var cpu = cpuMillis();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < times.length; i++) {
                var before = view.decide("p1", request).height();
                var grant = grants.get(i);
                Future<Long> enforced = threads.submit(() -> {
                    while (view.height() <= before) {
                        var _ = view.follow(members.custodian(), Duration.ofSeconds(10));
                    }
                    return System.nanoTime();
                });
                Thread.sleep(2);
                var start = System.nanoTime();
                var _ = members.other().submit(patient.revoke(grant.id())).orElseThrow();
                times[i] = enforced.get() - start;
            }
        }
        if (view.enforcement().count() < times.length) {
            throw new IllegalStateException("a revocation is not enforced");
        }
        report(round + " revoke -> enforced at the custodian", times, cpu);
    }

    private void reads(String round, List<Grant> grants) throws Exception {
        rate(
                round + " reads",
                grants.size() * 5,
                READERS,
                i -> () ->
                        members.custodian().check(grants.get(i % grants.size()).id()));
    }

    private void together(String round, int count) throws Exception {
        List<Grant> grants = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            grants.add(patient.grant());
        }
        rate(round + " grants", count, IN_FLIGHT, i -> () -> members.custodian().submit(grants.get(i)));
    }

    private interface Step {
        Callable<Outcome<?>> at(int index);
    }

    private void rate(String what, int count, int inFlight, Step step) throws Exception {
        var permits = new Semaphore(inFlight);
        List<Future<Outcome<?>>> all = new ArrayList<>();
        var cpu = cpuMillis();
        var start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < count; i++) {
                var work = step.at(i);
                permits.acquire();
                all.add(threads.submit(() -> {
                    try {
                        return work.call();
                    } finally {
                        permits.release();
                    }
                }));
            }
        }
        for (var outcome : all) {
            if (!(outcome.get() instanceof Outcome.Success<?>)) {
                throw new IllegalStateException("not taken: " + outcome.get());
            }
        }
        out.printf(
                "%s: %.0f/s with %d in flight, %.1f ms CPU each%n",
                what, count * 1e9 / (System.nanoTime() - start), inFlight, (cpuMillis() - cpu) / (double) count);
    }

    private void report(String what, long[] nanos, long cpuBefore) {
        Arrays.sort(nanos);
        out.printf(
                "%s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, %.1f ms CPU each%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                (cpuMillis() - cpuBefore) / (double) nanos.length);
    }

    /** Of this process and of those it started, whichever still live. */
    public static long cpuMillis() {
        var own = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000_000;
        return own
                + ProcessHandle.current()
                        .descendants()
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toMillis)
                        .sum();
    }

    public static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
