package org.healthsphere.node.release;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Supposition;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.release.ReleaseLog.Action;
import org.healthsphere.node.release.ReleaseLog.Entry;
import org.healthsphere.node.store.Include;
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
    private final ConsentFilters filters;
    private final ResourceStore store;
    private final ResourceIndex index;
    private final ReleaseLog log;

    public ConsentGate(
            ConsentView view, ResourceStore store, ResourceIndex index, ReleaseLog log, InstantSource clock) {
        this.filters = new ConsentFilters(view, clock);
        this.store = store;
        this.index = index;
        this.log = log;
    }

    /**
     * What one patient's record comes to for one request.
     *
     * @param decision the consent view's, whether the patient is known here or not
     */
    public record PatientRelease(Decision decision, List<StoredResource> records) {
        public PatientRelease {
            records = List.copyOf(records);
        }
    }

    @Override
    public Outcome<StoredResource> read(Access access, ResourceId id) {
        return access.reach().check(id.type(), Interaction.READ).then(_ -> {
            var found = store.get(id).filter(new Sight(store, filters.over(access, Interaction.READ))::lets);
            return logged(access, Action.READ, id.toString(), found).then(_ -> present(id, found));
        });
    }

    @Override
    public Outcome<StoredResource> version(Access access, ResourceId id, long version) {
        return access.reach().check(id.type(), Interaction.READ).then(_ -> {
            var sight = new Sight(store, filters.over(access, Interaction.READ));
            var found = store.version(id, version).filter(sight::letsVersion);
            return logged(access, Action.READ, id + "/_history/" + version, found)
                    .then(_ -> present(id, found));
        });
    }

    @Override
    public Outcome<Past.Page> history(Access access, Past past) {
        return reached(access, past).then(types -> history(access, past, new Sight(store, types)));
    }

    /** The history of one resource is a read of it, that of more is a search (SMART App Launch 2.2, 2.0.11). */
    private Outcome<ReleaseFilter> reached(Access access, Past past) {
        var interaction = past.id().isPresent() ? Interaction.READ : Interaction.SEARCH;
        var type = past.id().map(ResourceId::type).or(past::type);
        var checked = type.isPresent()
                ? access.reach().check(type.get(), interaction)
                : access.reach().permitsSome(interaction)
                        ? Outcome.of(Query.ANY_TYPE)
                        : Outcome.<String>failed(
                                new Fault.Forbidden("the token's scopes do not cover a search of any type"));
        return checked.map(_ -> filters.over(access, interaction));
    }

    private Outcome<Past.Page> history(Access access, Past past, Sight sight) {
        return past.of(store, sight::letsVersion).then(page -> {
            var patient = onlyPatientOf(page.versions());
            var what = past.id()
                            .map(id -> id + "/")
                            .orElse(past.type().map(t -> t + "/").orElse("")) + "_history";
            var entry =
                    entry(access, Action.HISTORY, what, patient, page.versions().size());
            return log.write(entry)
                    .then(_ -> page.total().equals(Optional.of(0)) && isUnknown(past, sight)
                            ? missing(past.id().orElseThrow())
                            : Outcome.of(page));
        });
    }

    /** A resource without a version in the time asked for is known all the same. */
    private boolean isUnknown(Past past, Sight sight) {
        return past.id().flatMap(store::get).filter(sight::lets).isEmpty();
    }

    @Override
    public Outcome<List<ResourceId>> matching(Access access, Query query) {
        return fresh(access).then(filter -> matching(access, query, filter));
    }

    private Outcome<List<ResourceId>> matching(Access access, Query query, ReleaseFilter filter) {
        return index.search(query, filter)
                .then(page -> log.write(entry(
                                access,
                                Action.MATCH,
                                query.type(),
                                Optional.empty(),
                                page.matches().size()))
                        .map(_ -> page.matches()));
    }

    @Override
    public Outcome<Released> search(Access access, Query query) {
        var filter = filters.over(access, Interaction.SEARCH);
        return index.search(query, filter).then(page -> {
            var matches = visible(page.matches(), filter);
            var entry = entry(access, Action.SEARCH, query.type(), onlyPatientOf(matches), matches.size());
            return log.write(entry).map(_ -> new Released(matches, page.total(), page.next()));
        });
    }

    @Override
    public Outcome<Released> export(Access access, Query query) {
        return fresh(access)
                .then(filter -> index.search(query, filter).then(page -> {
                    var matches = visible(page.matches(), filter);
                    return log.write(exported(access, query.type(), matches))
                            .map(_ -> new Released(matches, page.total(), page.next()));
                }));
    }

    /** One entry for each patient, so that each learns of it; and one when a page has nobody. */
    private static List<Entry> exported(Access access, String type, List<StoredResource> matches) {
        var counts = new TreeMap<String, Integer>();
        matches.forEach(resource -> resource.patient().ifPresent(p -> counts.merge(p, 1, Integer::sum)));
        return counts.isEmpty()
                ? List.of(entry(access, Action.EXPORT, type, Optional.empty(), matches.size()))
                : counts.entrySet().stream()
                        .map(of -> entry(access, Action.EXPORT, type, Optional.of(of.getKey()), of.getValue()))
                        .toList();
    }

    @Override
    public Outcome<Set<String>> exportable(Access access, List<Query> queries) {
        return fresh(access)
                .then(filter -> typesFound(queries, filter))
                .then(types -> log.write(new Entry(
                                access,
                                Action.EXPORT,
                                List.copyOf(types),
                                Optional.empty(),
                                0,
                                Optional.empty(),
                                Optional.empty()))
                        .map(_ -> types));
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

    private Outcome<ReleaseFilter> fresh(Access access) {
        return filters.unlessRefused(access, Interaction.SEARCH)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Unavailable("a fresh view of consent")));
    }

    @Override
    public Outcome<List<StoredResource>> including(
            Access access, List<StoredResource> matches, List<Include> includes) {
        var reached = includes.stream()
                .filter(include -> !include.reverse() || access.reach().permits(Interaction.SEARCH, include.type()))
                .toList();
        return new Inclusions(store, index, filters.over(access, Interaction.READ, Interaction.SEARCH))
                .of(matches, reached)
                .then(included -> log.write(
                                entry(access, Action.SEARCH, "_include", onlyPatientOf(included), included.size()))
                        .map(_ -> included));
    }

    @Override
    public Outcome<List<StoredResource>> visible(Access subscriber, List<StoredResource> versions) {
        return filters.unlessRefused(subscriber, Interaction.READ, Interaction.SEARCH)
                .map(filter -> new Sight(store, filter))
                .map(sight ->
                        Outcome.of(versions.stream().filter(sight::letsVersion).toList()))
                .orElseGet(() -> Outcome.failed(new Fault.Unavailable("a fresh view of consent")));
    }

    @Override
    public Outcome<List<StoredResource>> notifying(Access subscriber, List<StoredResource> versions) {
        return visible(subscriber, versions).then(released -> {
            var byPatient = released.stream()
                    .collect(Collectors.groupingBy(StoredResource::patient, LinkedHashMap::new, Collectors.toList()));
            var noted = Outcome.of(released);
            for (var record : byPatient.entrySet()) {
                noted = noted.then(_ -> log.write(notified(subscriber, record.getKey(), record.getValue())))
                        .map(_ -> released);
            }
            return noted;
        });
    }

    private static Entry notified(Access subscriber, Optional<String> patient, List<StoredResource> versions) {
        var what = versions.stream().map(StoredResource::toString).toList();
        return new Entry(subscriber, Action.NOTIFY, what, patient, versions.size(), Optional.empty(), Optional.empty());
    }

    /**
     * The whole record of one patient, for another member.
     *
     * <p>Nobody, a patient without consent and one without data take the same way through the index.
     */
    public Outcome<PatientRelease> release(Access access, Optional<String> patient, Compartment compartment) {
        var name = patient.orElse(Compartment.NOBODY);
        var decision = filters.decide(name, access);
        var filter = patient.isPresent() ? ConsentFilters.of(name, decision) : ReleaseFilter.nothing();
        return compartment.search(index, name, filter).then(ids -> {
            var records = visible(ids, filter).stream()
                    .filter(resource -> isOf(patient, resource))
                    .toList();
            return log.write(entry(access, patient, decision, records)).map(_ -> new PatientRelease(decision, records));
        });
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
        var before = ConsentFilters.of(patient, filters.decide(patient, request));
        var after = ConsentFilters.of(patient, filters.suppose(patient, request, supposition));
        var mine = filters.decide(patient, by);
        if (mine instanceof Decision.Denied) {
            return Outcome.failed(new Fault.NotFound("record"));
        }
        var own = ConsentFilters.of(patient, mine);
        return Compartment.WHOLE.search(index, patient, own).then(ids -> {
            var whole = visible(ids, own);
            var difference = new Difference(whole, visibleOf(whole, before), visibleOf(whole, after));
            return log.write(previewed(by, patient)).map(_ -> difference);
        });
    }

    /**
     * A record as it is, and two views of it.
     *
     * @param whole all of it that may be shown
     */
    public record Difference(List<StoredResource> whole, List<StoredResource> now, List<StoredResource> then) {
        public Difference {
            whole = List.copyOf(whole);
            now = List.copyOf(now);
            then = List.copyOf(then);
        }
    }

    private static List<StoredResource> visibleOf(List<StoredResource> whole, ReleaseFilter filter) {
        return whole.stream()
                .filter(resource -> Visibility.lets(filter, resource))
                .toList();
    }

    private static Entry previewed(Access by, String patient) {
        return new Entry(by, Action.PREVIEW, List.of(), Optional.of(patient), 0, Optional.empty(), Optional.empty());
    }

    private List<StoredResource> visible(List<ResourceId> ids, ReleaseFilter filter) {
        return ids.stream()
                .flatMap(id -> store.get(id).stream())
                .filter(resource -> !resource.deleted() && Visibility.lets(filter, resource))
                .toList();
    }

    /** So that the patient learns of it; a search over several patients is in the log without their names. */
    private static Optional<String> onlyPatientOf(List<StoredResource> matches) {
        var patients = matches.stream()
                .flatMap(resource -> resource.patient().stream())
                .distinct()
                .limit(2)
                .toList();
        return patients.size() == 1 ? Optional.of(patients.getFirst()) : Optional.empty();
    }

    private static Entry entry(
            Access access, Optional<String> patient, Decision decision, List<StoredResource> released) {
        var types = released.stream()
                .map(resource -> resource.id().type())
                .distinct()
                .sorted()
                .toList();
        return switch (decision) {
            case Decision.Permitted permitted ->
                new Entry(
                        access, Action.NETWORK, types, patient, released.size(), permitted.consent(), Optional.empty());
            case Decision.Denied denied ->
                new Entry(
                        access,
                        Action.NETWORK,
                        List.of(),
                        patient,
                        0,
                        denied.consent(),
                        Optional.of(denied.ground().words()));
        };
    }

    private static Entry entry(Access access, Action action, String what, Optional<String> patient, int released) {
        return new Entry(access, action, List.of(what), patient, released, Optional.empty(), Optional.empty());
    }

    private Outcome<Entry> logged(Access access, Action action, String what, Optional<StoredResource> found) {
        return log.write(
                entry(access, action, what, found.flatMap(StoredResource::patient), found.isPresent() ? 1 : 0));
    }

    private static Outcome<StoredResource> present(ResourceId id, Optional<StoredResource> found) {
        if (found.isEmpty()) {
            return missing(id);
        }
        return found.get().deleted() ? Outcome.failed(new Fault.Gone(id.toString())) : Outcome.of(found.get());
    }

    private static <T> Outcome<T> missing(ResourceId id) {
        return Outcome.failed(new Fault.NotFound(id.toString()));
    }
}
