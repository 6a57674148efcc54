package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** A patient who says yes through her own hospital and no through another one, again and again, and watches what is released. */
final class LoadedPatient implements Callable<Integer> {
    /** What a ledger that lost somebody may take until it takes words again. */
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    private static final InstantSource CLOCK = InstantSource.system();

    private final PatientApp app;
    private final Ways ways;
    private final Limits limits;
    private final BooleanSupplier goesOn;
    private final AtomicInteger rounds = new AtomicInteger();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();
    private volatile Instant lastPermit = Instant.MIN;
    private volatile boolean isWatched = true;

    /**
     * Whom she speaks to.
     *
     * @param other the hospital that asks for her data, and through which she revokes
     */
    record Ways(ConsentLedger own, ConsentLedger another, NodeId other, ConsentView view) {}

    /**
     * What is promised.
     *
     * @param call the longest that a submission may take, whatever is wrong
     * @param permit how long after a revocation something may be released
     */
    record Limits(Duration call, Duration permit) {}

    LoadedPatient(PatientApp app, Ways ways, Limits limits, BooleanSupplier goesOn) {
        this.app = app;
        this.ways = ways;
        this.limits = limits;
        this.goesOn = goesOn;
    }

    int rounds() {
        return rounds.get();
    }

    /** Whether she has neither ended nor given up. */
    boolean isBusy() {
        return isWatched;
    }

    /** The consents whose grant was acknowledged. */
    Collection<String> granted() {
        return Set.copyOf(granted);
    }

    @Override
    public Integer call() throws IOException {
        var watch = Thread.ofVirtual().start(this::watch);
        try {
            put(ways.own(), app.registration());
            while (goesOn.getAsBoolean()) {
                round();
                var _ = rounds.incrementAndGet();
            }
            return rounds.get();
        } finally {
            isWatched = false;
            watch.interrupt();
        }
    }

    private void watch() {
        while (isWatched) {
            var asked = CLOCK.instant();
            if (isPermitted()) {
                lastPermit = asked;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private void round() throws IOException {
        var grant = app.grant();
        put(ways.own(), grant);
        granted.add(grant.id());
        check(Waiting.until(this::isPermitted, RECOVERY), "what was granted is permitted");
        put(ways.another(), app.revoke(grant.id()));
        var revoked = CLOCK.instant();
        check(Waiting.until(() -> !isPermitted(), RECOVERY), "what was revoked is denied");
        check(lastPermit.isBefore(revoked.plus(limits.permit())), "nothing is permitted so long after a revocation");
        lastPermit = Instant.MIN;
        // Said again, it is what it was.
        put(ways.own(), grant);
        check(!isPermitted() && lastPermit.equals(Instant.MIN), "what was revoked stays so");
    }

    private boolean isPermitted() {
        var request = new ConsentRequest(
                new Requester(ways.other(), "someone", Role.CLINICIAN), PurposeOfUse.TREAT, CLOCK.instant());
        return ways.view().decide(app.handle(), request) instanceof Decision.Permitted;
    }

    private void put(ConsentLedger ledger, Directive directive) throws IOException {
        check(Waiting.until(() -> submit(ledger, directive) instanceof Outcome.Success, RECOVERY), "it is taken");
    }

    private Outcome<LedgerEvent> submit(ConsentLedger ledger, Directive directive) {
        var begun = System.nanoTime();
        var outcome = ledger.submit(directive);
        check(Duration.ofNanos(System.nanoTime() - begun).compareTo(limits.call()) < 0, "nobody hangs");
        return outcome;
    }

    private static void check(boolean holds, String promise) {
        if (!holds) {
            throw new AssertionError("not so: " + promise);
        }
    }
}
