package org.healthsphere.consent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A ledger that ends with the process: for tests and simulation. It keeps the same rules as the contract, in its own words.
 *
 * <p>One object is the whole network's; {@link #seenBy} gives a member its own access to it.
 */
public final class InMemoryConsentLedger {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final LedgerRules rules = new LedgerRules();
    private final List<LedgerEvent> events = new ArrayList<>();
    private Sha256 head = Sha256.of("");

    public InMemoryConsentLedger(InstantSource clock) {
        this.clock = clock;
    }

    /** The ledger as this member writes and reads it: it signs as itself, and sees the terms of its own patients only. */
    public ConsentLedger seenBy(NodeId member) {
        return new Seen(member);
    }

    private final class Seen implements ConsentLedger {
        private final NodeId member;

        Seen(NodeId member) {
            this.member = member;
        }

        @Override
        public Outcome<LedgerEvent> submit(Directive directive) {
            lock.lock();
            try {
                var before = events.stream()
                        .filter(event -> rules.stands(directive) && isSame(event.directive(), directive))
                        .findFirst();
                return before.map(Outcome::of)
                        .orElseGet(() -> DirectiveForm.check(directive)
                                .then(formed -> rules.admit(formed, member, clock.instant()))
                                .map(admitted -> append(admitted)));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Outcome<List<LedgerEvent>> eventsFrom(long height) {
            return awaitFrom(height, Duration.ZERO);
        }

        @Override
        public Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience) {
            lock.lock();
            try {
                var left = patience.toNanos();
                while (events.size() <= height && left > 0) {
                    left = grown.awaitNanos(left);
                }
                return Outcome.of(events.subList(start(height), events.size()).stream()
                        .map(this::visible)
                        .toList());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Outcome.of(List.of());
            } finally {
                lock.unlock();
            }
        }

        private int start(long height) {
            return Math.clamp(height, 0, events.size());
        }

        private LedgerEvent visible(LedgerEvent event) {
            return event.directive() instanceof Grant grant
                            && !grant.custodian().equals(member)
                    ? new LedgerEvent(event.height(), event.index(), event.transaction(), grant.withTerms(Bytes.NONE))
                    : event;
        }

        @Override
        public Outcome<LedgerHead> head() {
            lock.lock();
            try {
                return Outcome.of(new LedgerHead(events.size() - 1L, head, clock.instant()));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public LedgerMode mode() {
            return LedgerMode.IN_MEMORY;
        }

        @Override
        public void close() {
            // The network's ledger goes on.
        }
    }

    /** Sealing the same terms again gives other bytes, and one revocation is as good as another. */
    private static boolean isSame(Directive there, Directive again) {
        return switch (there) {
            case Grant grant ->
                again instanceof Grant other && grant.withTerms(Bytes.NONE).equals(other.withTerms(Bytes.NONE));
            case Directive.Revoke revoke ->
                again instanceof Directive.Revoke other && revoke.id().equals(other.id());
            case Directive.RegisterKey _,
                    Directive.BreakGlass _,
                    Directive.AdmitMember _,
                    Directive.SuspendMember _,
                    Directive.PublishRevocations _,
                    Directive.Debit _,
                    Directive.Release _,
                    Directive.AnchorLog _ -> there.equals(again);
        };
    }

    private LedgerEvent append(Directive directive) {
        var height = events.size();
        head = Sha256.of(head.bytes(), Integer.toString(height).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        var event = new LedgerEvent(height, 0, head.hex(), directive);
        events.add(event);
        grown.signalAll();
        return event;
    }
}
