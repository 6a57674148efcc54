package org.healthsphere.consent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.healthsphere.consent.ConsentLedger.Standing;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A ledger that ends with the process: for tests and simulation. It keeps the same rules as the contract, in its own words.
 *
 * <p>One object is the whole network's; {@link #seenBy} gives a member its own access to it.
 */
public final class InMemoryConsentLedger {
    private static final Sha256 NO_KEY = Sha256.of("any key");

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final LedgerRules rules = new LedgerRules();
    private final List<LedgerEvent> events = new ArrayList<>();
    /** The event that a submission came to. */
    private final Map<Directive, LedgerEvent> answers = new HashMap<>();

    private final Set<String> erased = new HashSet<>();
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
                return said(directive).map(this::visible);
            } finally {
                lock.unlock();
            }
        }

        private Outcome<LedgerEvent> said(Directive directive) {
            if (!rules.listensTo(member)) {
                return Outcome.failed(new Fault.Forbidden("not a member of the network"));
            }
            var before = Optional.ofNullable(answers.get(sameAs(directive))).filter(_ -> rules.stands(directive));
            if (directive instanceof Revoke) {
                // Who may not revoke is told so, even where somebody did.
                return admitted(directive).map(_ -> before.orElseGet(() -> append(directive, directive)));
            }
            return before.map(Outcome::of)
                    .orElseGet(() -> admitted(directive).map(admitted -> append(directive, admitted)));
        }

        private Outcome<Directive> admitted(Directive directive) {
            return DirectiveForm.check(directive).then(formed -> rules.admit(formed, member, clock.instant()));
        }

        @Override
        public Outcome<Standing> check(String id) {
            lock.lock();
            try {
                return rules.standing(id, clock.instant())
                        .map(Outcome::of)
                        .orElse(Outcome.failed(new Fault.NotFound("no such consent")));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Outcome<List<LedgerEvent>> history(String id) {
            return check(id)
                    .then(_ -> eventsFrom(0))
                    .map(all -> all.stream()
                            .filter(event ->
                                    idOf(event.directive()).filter(id::equals).isPresent())
                            .toList());
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
            return switch (event.directive()) {
                case Grant grant
                when !mayRead(grant.custodian(), grant.id()) -> with(event, grant.withTerms(Bytes.NONE));
                case Amend amend
                when !mayRead(amend.custodian(), amend.id()) -> with(event, amend.withTerms(Bytes.NONE));
                default -> event;
            };
        }

        private boolean mayRead(NodeId custodian, String id) {
            return custodian.equals(member) && !erased.contains(id);
        }

        private LedgerEvent with(LedgerEvent event, Directive directive) {
            return new LedgerEvent(event.height(), event.index(), event.transaction(), event.time(), directive);
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
        public Optional<Sha256> hashAt(long height) {
            lock.lock();
            try {
                return height >= 0 && height < events.size()
                        ? Optional.of(
                                new Sha256(events.get(Math.toIntExact(height)).transaction()))
                        : Optional.empty();
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
    private static Directive sameAs(Directive directive) {
        return switch (directive) {
            case Grant grant -> grant.withTerms(Bytes.NONE);
            case Amend amend -> amend.withTerms(Bytes.NONE);
            case Revoke revoke -> new Revoke(revoke.id(), NO_KEY, Bytes.NONE);
            default -> directive;
        };
    }

    /** What a directive is a word about, if that has a name of its own. */
    private static Optional<String> idOf(Directive directive) {
        return switch (directive) {
            case Grant grant -> Optional.of(grant.id());
            case Amend amend -> Optional.of(amend.id());
            case Revoke revoke -> Optional.of(revoke.id());
            case OptOut out -> Optional.of(out.id());
            case Delegate delegate -> Optional.of(delegate.id());
            case Guardian guardian -> Optional.of(guardian.id());
            case Erase erase -> Optional.of(erase.id());
            default -> Optional.empty();
        };
    }

    private LedgerEvent append(Directive submitted, Directive directive) {
        var height = events.size();
        head = Sha256.of(head.bytes(), Integer.toString(height).getBytes(StandardCharsets.US_ASCII));
        var event = new LedgerEvent(height, 0, head.hex(), clock.instant(), directive);
        events.add(event);
        answers.put(sameAs(submitted), event);
        answers.putIfAbsent(sameAs(directive), event);
        if (directive instanceof Erase(var id, var _)) {
            erase(id);
        }
        grown.signalAll();
        return event;
    }

    /** What a custodian erased is here no longer, not even in memory. */
    private void erase(String id) {
        erased.add(id);
        events.replaceAll(event -> idOf(event.directive()).filter(id::equals).isPresent()
                ? new LedgerEvent(
                        event.height(),
                        event.index(),
                        event.transaction(),
                        event.time(),
                        withoutTerms(event.directive()))
                : event);
        answers.replaceAll((_, event) -> events.get(Math.toIntExact(event.height())));
    }

    private static Directive withoutTerms(Directive directive) {
        return directive instanceof Revoke ? directive : sameAs(directive);
    }
}
