package org.healthsphere.consent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * What this member may release, as its patients said: a projection of the ledger into memory that decides in microseconds.
 *
 * <p>It fails closed. It decides nothing before it has caught up with a head that the ledger vouches for, and denies when
 * nobody has vouched for longer than the bound; only who breaks the glass is then still heard. A ledger that shows another past
 * than before ends it for good. Any number of threads may ask while one follows.
 */
public final class ConsentView {
    /** How long nobody need vouch for the ledger, unless a hospital wants to be stricter. */
    public static final Duration USUAL_BOUND = Duration.ofSeconds(5);

    private static final long NOTHING_YET = -1;

    private final Projection projection;
    private final Population population;
    private final EnforcementDelays delays = new EnforcementDelays();
    private final NodeId self;
    private final NetworkPolicy policy;
    private final Patients patients;
    private final InstantSource clock;
    private final Duration bound;
    private volatile State state = new State(NOTHING_YET, Optional.empty(), false);

    /**
     * @param height all events up to this block have been applied
     * @param head the newest head that was reached
     * @param broken whether the ledger has shown two pasts
     */
    private record State(long height, Optional<LedgerHead> head, boolean broken) {}

    /**
     * Whose view it is.
     *
     * @param self the member whose records it guards
     * @param bound how old the newest word on the ledger's head may be
     */
    public record Settings(NodeId self, NetworkPolicy policy, Duration bound) {}

    public ConsentView(Settings settings, TermsOpener opener, Patients patients, InstantSource clock) {
        this.self = settings.self();
        this.policy = settings.policy();
        this.bound = settings.bound();
        this.patients = patients;
        this.clock = clock;
        this.projection = new Projection(self, opener, patients);
        this.population = new Population(projection);
    }

    /** What is released of one patient to this request. */
    public Decision decide(String patient, ConsentRequest request) {
        return deciding(request).apply(patient);
    }

    /** The same for several patients in turn, whom one question is about. */
    public Function<String, Decision> deciding(ConsentRequest request) {
        // The height comes first: a decision may know more than it says, never less.
        var height = state.height();
        var refused = refusal(request);
        if (refused.isPresent()) {
            return _ -> new Decision.Denied(refused.get(), Optional.empty(), height);
        }
        var known = known(request);
        var scope = scope(request);
        return patient -> new Judgement(known, scope.covers(patient), height).of(projection.of(patient));
    }

    /** With the persons and groups that the requester is, as far as a directive names them. */
    private ConsentRequest known(ConsentRequest request) {
        var named = projection.names();
        return named.isEmpty()
                ? request
                : request.as(
                        names(request.requester()).filter(named::contains).collect(Collectors.toUnmodifiableSet()));
    }

    /** What a directive may call him: anybody by what his hospital calls him, its own people also as this hospital knows them. */
    private Stream<String> names(Requester requester) {
        var own = requester.member().equals(self) ? patients.knownAs(requester) : Set.<String>of();
        return Stream.concat(own.stream(), Stream.of(requester.member() + "/" + requester.subject()));
    }

    /** What would be released of the patient to this request once that were so. Nothing changes. */
    public Decision suppose(String patient, ConsentRequest request, Supposition supposition) {
        var height = state.height();
        return refusal(request)
                .<Decision>map(ground -> new Decision.Denied(ground, Optional.empty(), height))
                .orElseGet(() -> judgement(knownTo(request, supposition), height, patient)
                        .of(supposition.over(projection.of(patient), self, height)));
    }

    /** A consent that is only supposed may name whom no other does. */
    private ConsentRequest knownTo(ConsentRequest request, Supposition supposition) {
        return supposition.granted().isEmpty()
                        || supposition.granted().get().terms().names().isEmpty()
                ? known(request)
                : request.as(names(request.requester()).collect(Collectors.toUnmodifiableSet()));
    }

    /** The same decision for all patients at once, for the filter of a search. */
    public Restrictions restrictions(ConsentRequest request) {
        var height = state.height();
        return refusal(request)
                .map(ground -> Restrictions.refusing(ground, height))
                .orElseGet(() -> population.restrictions(known(request), scope(request), height));
    }

    /** Puts one event into the view. Order and repetition do not matter; the height is set by {@link #follow}. */
    public void apply(LedgerEvent event) {
        projection.apply(event);
    }

    /** Somebody took this patient's place, or does so no more: from now on what he said counts, or counts no more, there too. */
    public void regroup(String patient) {
        projection.regroup(patient);
    }

    /**
     * Reads on from where it is, waiting no longer than this for something new, and hears from the ledger what its head is. Its
     * caller repeats it, on one thread, for as long as the node runs.
     *
     * @return the height that is now reached
     */
    public Outcome<Long> follow(ConsentLedger ledger, Duration patience) {
        projection.retry();
        return ledger.awaitFrom(state.height() + 1, patience)
                .then(this::applied)
                .then(_ -> ledger.head())
                .then(head -> head.height() <= state.height()
                        ? caughtUp(head)
                        : ledger.eventsFrom(state.height() + 1)
                                .then(this::applied)
                                .then(_ -> ledger.hashAt(head.height()).equals(Optional.of(head.hash()))
                                        ? caughtUp(head)
                                        : Outcome.failed(new Fault.Unavailable("the blocks up to the ledger's head"))));
    }

    private Outcome<Long> applied(List<LedgerEvent> events) {
        projection.apply(events);
        if (isReady()) {
            events.stream()
                    .filter(this::isNewEnd)
                    .forEach(event -> delays.add(Duration.between(event.time(), clock.instant())));
        }
        var reached = events.stream().mapToLong(LedgerEvent::height).max().orElse(NOTHING_YET);
        state = new State(Math.max(state.height(), reached), state.head(), state.broken());
        population.prepare(clock.instant());
        return Outcome.of(state.height());
    }

    private boolean isNewEnd(LedgerEvent event) {
        return event.height() > state.height() && event.directive() instanceof Directive.Revoke;
    }

    private Outcome<Long> caughtUp(LedgerHead head) {
        var other = state.head()
                .filter(known -> known.height() > head.height()
                        || (known.height() == head.height() && !known.hash().equals(head.hash())));
        state = new State(
                Math.max(state.height(), head.height()), Optional.of(head), state.broken() || other.isPresent());
        return state.broken()
                ? Outcome.failed(new Fault.Conflict("the ledger shows another past than before"))
                : Outcome.of(state.height());
    }

    private Optional<Ground> refusal(ConsentRequest request) {
        var now = state;
        if (now.head().isEmpty() || now.broken()) {
            return Optional.of(Ground.NOT_READY);
        }
        if (request.purpose() != PurposeOfUse.ETREAT
                && !isFresh(now.head().get().vouched())) {
            return Optional.of(Ground.LEDGER_STALE);
        }
        var member = request.requester().member();
        return member.equals(self) || projection.isMember(member) ? Optional.empty() : Optional.of(Ground.NOT_A_MEMBER);
    }

    /** A clock that is ahead of ours by more than the bound is not believed either. */
    private boolean isFresh(Instant vouched) {
        return Duration.between(vouched, clock.instant()).abs().compareTo(bound) <= 0;
    }

    private Judgement judgement(ConsentRequest request, long height, String patient) {
        return new Judgement(request, scope(request).covers(patient), height);
    }

    /** Whom the network's policy lets the requester see without a directive. */
    private Population.Scope scope(ConsentRequest request) {
        var atCustodian = request.requester().member().equals(self);
        if (!policy.permits(request, atCustodian)) {
            return new Population.Scope(Optional.of(Set.of()));
        }
        return request.purpose() == PurposeOfUse.PATRQT
                ? new Population.Scope(Optional.of(patients.ownedBy(request.requester())))
                : new Population.Scope(Optional.empty());
    }

    /** Whether it has caught up with the ledger since the node started. */
    public boolean isReady() {
        var now = state;
        return now.head().isPresent() && !now.broken();
    }

    /** Whether somebody has vouched for the ledger's head within the bound: if not, all but who breaks the glass are denied. */
    public boolean isFresh() {
        return state.head().filter(head -> isFresh(head.vouched())).isPresent();
    }

    /** All events up to this block are in it; -1 before there are any. */
    public long height() {
        return state.height();
    }

    /** The newest head that was reached since the node started. */
    public Optional<LedgerHead> head() {
        return state.head();
    }

    /** How long ago somebody vouched for the head that it has reached; nothing before it has reached one. */
    public Optional<Duration> age() {
        return state.head().map(head -> Duration.between(head.vouched(), clock.instant()));
    }

    /** How long revocations took to be enforced here. */
    public Enforcement enforcement() {
        return delays.summary();
    }

    public Set<NodeId> members() {
        return projection.members();
    }

    /** Consents of this member's patients that somebody ended without the patient's signature. They deny, and somebody must look. */
    public Set<String> contested() {
        return projection.contested();
    }

    /**
     * Consents of this member's patients that are in force and whose terms it cannot enforce, or cannot read for good. Each denies
     * everything; a node that finds one does not start.
     */
    public Set<String> unenforceable() {
        return projection.unenforceable();
    }

    /** Reads anew the terms that name value sets, when these may hold other codes than before. */
    public void codesChanged() {
        projection.codesChanged();
    }

    /** Consents whose patient is not known here, or whose terms could not be opened yet. */
    public Set<String> unresolved() {
        return projection.unresolved();
    }
}
