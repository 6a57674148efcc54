package org.healthsphere.node.release;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Supposition;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.release.ReleaseLog.Action;
import org.healthsphere.node.release.ReleaseLog.Entry;
import org.healthsphere.node.release.ReleaseLog.Grounds;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.NamedPatient;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.Visibility;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The gate of a node: what the consent view says, compiled into a filter before the index is asked. */
public final class ConsentGate implements ReleaseGate, NotificationGate {
    private static final Pace.Beat AT_ONCE = Pace.NONE.begin();
    private static final String HISTORY = "_history";
    private static final String INCLUDED = "_include";

    private final ConsentFilters filters;
    private final ResourceStore store;
    private final ResourceIndex index;
    private final ReleaseLog log;
    private final Pace pace;
    private final PatientRelease.Most most;

    /** One that answers at once, also with nothing. */
    public ConsentGate(
            ConsentView view, ResourceStore store, ResourceIndex index, ReleaseLog log, InstantSource clock) {
        this(new ConsentFilters(view, clock), store, index, log, Pace.NONE, PatientRelease.Most.USUAL);
    }

    private ConsentGate(
            ConsentFilters filters,
            ResourceStore store,
            ResourceIndex index,
            ReleaseLog log,
            Pace pace,
            PatientRelease.Most most) {
        this.filters = filters;
        this.store = store;
        this.index = index;
        this.log = log;
        this.pace = pace;
        this.most = most;
    }

    /** The same; somebody who waits for an answer with nothing in it gets it at this pace. */
    public ConsentGate paced(Pace answers) {
        return new ConsentGate(filters, store, index, log, answers, most);
    }

    /** The same, which holds so much of a record at once. */
    ConsentGate holding(PatientRelease.Most bytes) {
        return new ConsentGate(filters, store, index, log, pace, bytes);
    }

    @Override
    public Outcome<StoredResource> read(Access access, ResourceId id) {
        return access.reach().check(id.type(), Interaction.READ).then(_ -> {
            var noting = noting(access, Action.READ);
            var known = filters.known(access, Interaction.READ);
            var there = store.get(id);
            var found = there.filter(new Sight(store, known.filter())::lets);
            return noting.one(id.toString(), ofWhom(there), found, isKept(access, there, found, Sight::lets))
                    .then(_ -> present(id, found, known));
        });
    }

    @Override
    public Outcome<StoredResource> version(Access access, ResourceId id, long version) {
        return access.reach().check(id.type(), Interaction.READ).then(_ -> {
            var noting = noting(access, Action.READ);
            var known = filters.known(access, Interaction.READ);
            var sight = new Sight(store, known.filter());
            var there = store.version(id, version);
            var found = there.filter(sight::letsVersion);
            return noting.one(
                            id + "/_history/" + version,
                            ofWhom(there),
                            found,
                            isKept(access, there, found, Sight::letsVersion))
                    .then(_ -> present(id, found, known));
        });
    }

    private Noting noting(Access access, Action action) {
        return new Noting(filters, log, access, action, somebodyWaits(action) ? pace.begin() : AT_ONCE);
    }

    private static boolean somebodyWaits(Action action) {
        return switch (action) {
            case READ, HISTORY, SEARCH, NETWORK -> true;
            case MATCH, EXPORT, NOTIFY, PREVIEW -> false;
        };
    }

    private static Optional<String> ofWhom(Optional<StoredResource> there) {
        return there.flatMap(StoredResource::patient);
    }

    /** Whether it is consent that keeps it back, and not what an app may touch. */
    private boolean isKept(
            Access access,
            Optional<StoredResource> there,
            Optional<StoredResource> found,
            BiPredicate<Sight, StoredResource> seen) {
        return found.isEmpty()
                && there.filter(one -> !seen.test(new Sight(store, filters.over(access.forWriting())), one))
                        .isPresent();
    }

    @Override
    public Outcome<Past.Page> history(Access access, Past past) {
        var noting = noting(access, Action.HISTORY);
        return reached(access, past)
                .then(known -> past.id().isPresent() || known.tells(past.type().orElse(Query.ANY_TYPE))
                        ? history(noting, past, known)
                        : untold(noting, HISTORY));
    }

    /** The history of one resource is a read of it, that of more is a search (SMART App Launch 2.2, 2.0.11). */
    private Outcome<Known> reached(Access access, Past past) {
        var interaction = past.id().isPresent() ? Interaction.READ : Interaction.SEARCH;
        var type = past.id().map(ResourceId::type).or(past::type);
        var checked = type.isPresent()
                ? access.reach().check(type.get(), interaction)
                : access.reach().permitsSome(interaction)
                        ? Outcome.of(Query.ANY_TYPE)
                        : Outcome.<String>failed(
                                new Fault.Forbidden("the token's scopes do not cover a search of any type"));
        return checked.map(_ -> filters.known(access, interaction));
    }

    private Outcome<Past.Page> history(Noting noting, Past past, Known known) {
        var sight = new Sight(store, known.filter());
        return past.of(store, sight::letsVersion).then(page -> {
            var what = past.id()
                            .map(id -> id + "/")
                            .orElse(past.type().map(t -> t + "/").orElse(""))
                    + HISTORY;
            return noting.released(what, ofWhom(past.id().flatMap(store::get)), page.versions())
                    .then(_ -> page.total().equals(Optional.of(0)) && isUnknown(past, sight)
                            ? known.missing(past.id().orElseThrow())
                            : Outcome.of(page));
        });
    }

    /** A resource without a version in the time asked for is known all the same. */
    private boolean isUnknown(Past past, Sight sight) {
        return past.id().flatMap(store::get).filter(sight::lets).isEmpty();
    }

    @Override
    public Outcome<List<ResourceId>> matching(Access access, Query query) {
        var noting = noting(access, Action.MATCH);
        return fresh(access, noting, query.type())
                .then(filter -> index.search(query, filter)
                        .then(page -> noting.released(
                                        query.type(), NamedPatient.of(query), visible(page.matches(), filter))
                                .map(_ -> page.matches())));
    }

    @Override
    public Outcome<Released> search(Access access, Query query) {
        var noting = noting(access, Action.SEARCH);
        var known = filters.known(access, Interaction.SEARCH);
        return known.tells(query) ? searched(noting, query, known.filter()) : untold(noting, query.type());
    }

    @Override
    public Outcome<Released> export(Access access, Query query) {
        var noting = noting(access, Action.EXPORT);
        return fresh(access, noting, query.type()).then(filter -> searched(noting, query, filter));
    }

    private Outcome<Released> searched(Noting noting, Query query, ReleaseFilter filter) {
        return index.search(query, filter).then(page -> {
            var matches = visible(page.matches(), filter);
            return noting.released(query.type(), NamedPatient.of(query), matches)
                    .map(_ -> new Released(matches, page.total(), page.next()));
        });
    }

    @Override
    public Outcome<Set<String>> exportable(Access access, List<Query> queries) {
        var noting = noting(access, Action.EXPORT);
        return fresh(access, noting, "_type")
                .then(filter -> typesFound(queries, filter))
                .then(types -> noting.told(List.copyOf(types)).map(_ -> types));
    }

    private Outcome<Set<String>> typesFound(List<Query> queries, ReleaseFilter filter) {
        Outcome<Set<String>> all = Outcome.of(new TreeSet<>());
        for (var query : queries) {
            all = all.then(types -> types.contains(query.type())
                    ? Outcome.of(types)
                    : index.search(query, filter).map(page -> {
                        if (page.total() > 0) {
                            types.add(query.type());
                        }
                        return types;
                    }));
        }
        return all;
    }

    /** Who is told nothing, since consent is not known freshly enough, was denied it. */
    private Outcome<ReleaseFilter> fresh(Access access, Noting noting, String what) {
        return filters.unlessRefused(access, Interaction.SEARCH)
                .map(Outcome::of)
                .orElseGet(() -> untold(noting, what));
    }

    private static <T> Outcome<T> untold(Noting noting, String what) {
        return noting.told(List.of(what)).then(_ -> Known.untold());
    }

    @Override
    public Outcome<List<StoredResource>> including(
            Access access, List<StoredResource> matches, List<Include> includes) {
        var noting = noting(access, Action.SEARCH);
        var reached = includes.stream()
                .filter(include -> !include.reverse() || access.reach().permits(Interaction.SEARCH, include.type()))
                .toList();
        var about = matches.stream().flatMap(match -> match.patient().stream()).findFirst();
        var known = filters.known(access, Interaction.READ, Interaction.SEARCH);
        if (matches.stream().anyMatch(match -> reached.stream().anyMatch(include -> !known.tells(match, include)))) {
            return untold(noting, INCLUDED);
        }
        return new Inclusions(store, index, known.filter())
                .of(matches, reached)
                .then(included -> noting.released(INCLUDED, about, included).map(_ -> included));
    }

    @Override
    public Outcome<List<StoredResource>> visible(Access subscriber, List<StoredResource> versions) {
        return filters.unlessRefused(subscriber, Interaction.READ, Interaction.SEARCH)
                .map(filter -> new Sight(store, filter))
                .map(sight ->
                        Outcome.of(versions.stream().filter(sight::letsVersion).toList()))
                .orElseGet(Known::untold);
    }

    @Override
    public Outcome<List<StoredResource>> notifying(Access subscriber, List<StoredResource> versions) {
        var noting = noting(subscriber, Action.NOTIFY);
        return visible(subscriber, versions).then(released -> {
            var byPatient = released.stream()
                    .collect(Collectors.groupingBy(StoredResource::patient, LinkedHashMap::new, Collectors.toList()));
            var noted = Outcome.of(released);
            for (var record : byPatient.values()) {
                var what = record.stream().map(StoredResource::toString).toList();
                noted = noted.then(_ -> noting.released(what, Optional.empty(), record))
                        .map(_ -> released);
            }
            return noted;
        });
    }

    /**
     * The whole record of one patient, for another member.
     *
     * <p>Nobody, a patient without consent and one without data take the same way through the index.
     */
    public Outcome<PatientRelease> release(Access access, Optional<String> patient, Compartment compartment) {
        var beat = pace.begin();
        var name = patient.orElse(Compartment.NOBODY);
        var decision = filters.decide(name, access);
        var filter = patient.isPresent() ? ConsentFilters.of(name, decision) : ReleaseFilter.nothing();
        return compartment.search(index, name, filter).then(ids -> {
            var gathered = new PatientRelease.Gathered(most);
            for (var id : ids) {
                store.get(id)
                        .filter(resource -> !resource.deleted() && Visibility.lets(filter, resource))
                        .filter(resource -> isOf(patient, resource))
                        .ifPresent(gathered::add);
            }
            var written = log.write(entry(access, patient, decision, gathered.records()));
            if (gathered.records().isEmpty()) {
                beat.await();
            }
            return written.map(_ -> gathered.under(decision));
        });
    }

    /** The resources of a release whose bytes were left out, read again as they were; a defect when one is no longer there. */
    Stream<StoredResource> again(PatientRelease release) {
        return release.records().stream()
                .map(resource -> store.version(resource.id(), resource.version())
                        .filter(there -> !there.deleted())
                        .orElseThrow(() -> new IllegalStateException("a version is gone: " + resource)));
    }

    /** Whether a release may leave still, as often as it is asked. To be made before the release. */
    Standing standing(Access access, String patient) {
        Supplier<ReleaseFilter> now = () -> ConsentFilters.of(patient, filters.decide(patient, access));
        return new Standing(store, now, now.get());
    }

    /** What was not searched for may be in nobody's record, and then it is nothing of this one's. */
    private static boolean isOf(Optional<String> patient, StoredResource resource) {
        return !Compartment.isKnownByItsDocument(resource.id().type())
                || (patient.isPresent() && resource.patient().equals(patient));
    }

    /**
     * What a request of somebody else would get of a patient's record now, and would get once something were said anew.
     *
     * @param by who is shown the difference: what is hidden from him does not count in it
     */
    public Outcome<Difference> difference(Access by, String patient, ConsentRequest request, Supposition supposition) {
        var noting = noting(by, Action.PREVIEW);
        var before = ConsentFilters.of(patient, filters.decide(patient, request));
        var after = ConsentFilters.of(patient, filters.suppose(patient, request, supposition));
        var mine = filters.decide(patient, by);
        if (mine instanceof Decision.Denied(var ground, var _, var _)) {
            return noting.released(List.of(), Optional.of(patient), List.of())
                    .then(_ -> Known.isWithout(ground) ? Known.untold() : Outcome.failed(new Fault.NotFound("record")));
        }
        var own = ConsentFilters.of(patient, mine);
        return Compartment.WHOLE.search(index, patient, own).then(ids -> {
            var whole = visible(ids, own);
            var difference = Difference.of(whole, before, after);
            return noting.released(List.of(), Optional.of(patient), whole).map(_ -> difference);
        });
    }

    private List<StoredResource> visible(List<ResourceId> ids, ReleaseFilter filter) {
        return ids.stream()
                .flatMap(id -> store.get(id).stream())
                .filter(resource -> !resource.deleted() && Visibility.lets(filter, resource))
                .toList();
    }

    /** What goes to another member has a receipt of its own, over every byte of it. */
    private static Entry entry(
            Access access, Optional<String> patient, Decision decision, List<StoredResource> released) {
        return switch (decision) {
            case Decision.Permitted permitted ->
                new Entry(
                        access,
                        Action.NETWORK,
                        typesOf(released),
                        patient,
                        released.size(),
                        new Grounds(
                                permitted.consent(), Optional.empty(), permitted.height(), Noting.digest(released)));
            case Decision.Denied denied ->
                new Entry(
                        access,
                        Action.NETWORK,
                        List.of(),
                        patient,
                        0,
                        new Grounds(denied.consent(), Optional.of(denied.ground()), denied.height(), Receipt.NOTHING));
        };
    }

    private static List<String> typesOf(List<StoredResource> released) {
        return released.stream()
                .map(resource -> resource.id().type())
                .distinct()
                .sorted()
                .toList();
    }

    private static Outcome<StoredResource> present(ResourceId id, Optional<StoredResource> found, Known known) {
        if (found.isEmpty()) {
            return known.missing(id);
        }
        return found.get().deleted() ? Outcome.failed(new Fault.Gone(id.toString())) : Outcome.of(found.get());
    }
}
