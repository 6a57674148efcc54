package org.healthsphere.node.fhir.bulk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.jobs.Job;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.fhir.jobs.Jobs.Kind;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Past;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceIndex.Sort;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Exports of FHIR Bulk Data Access 2.0: of everything, of all patients, of a Group.
 *
 * <p>No copy is made: an export is what was asked for, and its files come out of the store page by page while they are fetched. So
 * it is complete as soon as it is begun, nothing of it lies about that could outlive a revocation or an erasure, a page is all that
 * is ever in memory, and an export survives a restart. Each page passes the {@link ReleaseGate} when it is written, under the token
 * with which the file is fetched: what was revoked in between is not in the next page. A file begun twice may therefore differ.
 */
public final class Exports {
    static final String DELETED = "deleted";
    static final int PAGE = 200;

    private static final int LONGEST_ORDER = 10_000;
    private static final String PATIENT = "Patient";

    private final Interactions interactions;
    private final ReleaseGate gate;
    private final ResourceStore store;
    private final SearchParameters parameters;
    private final Jobs jobs;

    public Exports(
            Interactions interactions,
            ReleaseGate gate,
            ResourceStore store,
            SearchParameters parameters,
            InstantSource clock,
            Supplier<String> ids) {
        this.interactions = interactions;
        this.gate = gate;
        this.store = store;
        this.parameters = parameters;
        this.jobs = new Jobs(Kind.EXPORT, store, clock, ids);
    }

    /**
     * What the client of an export polls for.
     *
     * @param json the manifest
     * @param expires until when the export is kept
     */
    public record Manifest(Bytes json, Instant expires) {}

    /** A piece of a file, and where the next one begins. */
    public record Piece(Bytes ndjson, Optional<Place> next) {}

    /**
     * A place in a file.
     *
     * @param part which of the searches that a file comes of: one for some members of a Group and one filter
     * @param after within that part
     */
    public record Place(int part, Optional<String> after) {
        public static final Place BEGIN = new Place(0, Optional.empty());
    }

    private record Work(Order order, Wanted wanted, Members members) {
        /** How many searches, one after the other, go over all of a type. */
        int parts(String type) {
            return members.parts() * wanted.filtersOf(type).size();
        }

        List<Criterion> filter(String type, Place place) {
            var filters = wanted.filtersOf(type);
            return filters.get(place.part() % filters.size());
        }

        /** What a resource of this part may meet as well, and came with then. */
        List<List<Criterion>> filtersBefore(String type, Place place) {
            var filters = wanted.filtersOf(type);
            return filters.subList(0, place.part() % filters.size());
        }

        List<Criterion> records(String type, Place place) {
            return members.part(place.part() / wanted.filtersOf(type).size());
        }
    }

    /** Begins one, when all that it asks for is understood and within reach. */
    public Outcome<Job> begin(Access access, Order order) {
        if (order.length() > LONGEST_ORDER) {
            return Outcome.failed(
                    new Fault.Invalid("an export is asked for with at most " + LONGEST_ORDER + " characters"));
        }
        return wanted(order)
                .then(wanted -> within(access, wanted))
                .then(wanted -> members(access, order, wanted))
                .then(work -> gate.exportable(access, filtered(work.wanted())))
                .then(_ -> jobs.open(access.requester(), order.json()));
    }

    /** What a filter does not say rightly is found now, and not in the middle of a file. */
    private static List<Query> filtered(Wanted wanted) {
        return wanted.filters().entrySet().stream()
                .flatMap(type -> type.getValue().stream()
                        .map(filter -> new Query(type.getKey(), filter, List.of(), 0, Optional.empty())))
                .toList();
    }

    private Outcome<Wanted> wanted(Order order) {
        return Wanted.of(offered(order.extent()), order);
    }

    private Set<String> offered(Extent extent) {
        var types = new TreeSet<>(parameters.types());
        if (!(extent instanceof Extent.Everything)) {
            types.removeIf(type ->
                    !type.equals(PATIENT) && parameters.find(type, "patient").isEmpty());
        }
        return types;
    }

    /** A type that is named must be within reach; when none is, those within reach are meant. */
    private static Outcome<Wanted> within(Access access, Wanted wanted) {
        var outcome = Outcome.of(wanted);
        for (var type : wanted.types()) {
            outcome = outcome.then(_ -> access.reach().check(type, Interaction.SEARCH))
                    .map(_ -> wanted);
        }
        return outcome;
    }

    /** Ends it: nothing of it can be fetched any longer, and what is being fetched ends with the page that is under way. */
    public Outcome<Job> end(Access access, String id) {
        return jobs.end(access.requester(), id);
    }

    /** The files that there are, each of one type of which there is something now. */
    public Outcome<Manifest> manifest(Access access, String id) {
        return jobs.find(access.requester(), id)
                .then(job -> work(access, job)
                        .then(work -> gate.exportable(access, queries(access, work))
                                .then(types ->
                                        hasDeletions(access, work).map(deletions -> manifest(job, types, deletions)))));
    }

    private Outcome<Work> work(Access access, Job job) {
        var order = Order.of(job.order());
        return wanted(order).then(wanted -> members(access, order, wanted));
    }

    private Outcome<Work> members(Access access, Order order, Wanted wanted) {
        return Members.of(order.extent(), wanted.patients(), gate, access)
                .map(members -> new Work(order, wanted, members));
    }

    private List<Query> queries(Access access, Work work) {
        var types = work.wanted().types().isEmpty()
                ? offered(work.order().extent())
                : work.wanted().types();
        return types.stream()
                .filter(type -> access.reach().permits(Interaction.SEARCH, type))
                .flatMap(type -> IntStream.range(0, work.parts(type))
                        .mapToObj(part -> query(work, type, new Place(part, Optional.empty()), 0)))
                .toList();
    }

    private static Query query(Work work, String type, Place place, int count) {
        var criteria = new ArrayList<>(work.records(type, place));
        criteria.addAll(work.filter(type, place));
        work.wanted()
                .since()
                .ifPresent(since -> criteria.add(new Criterion("_lastUpdated", "", List.of("gt" + since))));
        return new Query(type, criteria, List.of(new Sort("_id", false)), count, place.after());
    }

    private Manifest manifest(Job job, Set<String> types, boolean deletions) {
        var order = Order.of(job.order());
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("transactionTime", job.begun().toString())
                .put("request", order.address())
                .put("requiresAccessToken", true);
        var output = json.putArray("output");
        types.stream().sorted().forEach(type -> file(output.addObject(), order, job.id(), type, type));
        var deleted = json.putArray(DELETED);
        if (deletions) {
            file(deleted.addObject(), order, job.id(), "Bundle", DELETED);
        }
        json.putArray("error");
        return new Manifest(Bytes.utf8(json.toString()), jobs.expiry(job));
    }

    private static void file(ObjectNode item, Order order, String id, String type, String name) {
        item.put("type", type).put("url", order.base() + "/$export-file/" + id + "/" + name);
    }

    private Outcome<Boolean> hasDeletions(Access access, Work work) {
        if (work.wanted().since().isEmpty()) {
            return Outcome.of(false);
        }
        Optional<Place> place = Optional.of(Place.BEGIN);
        while (place.isPresent()) {
            switch (deletions(access, work, place.get())) {
                case Outcome.Success<Piece>(var piece) -> {
                    if (!piece.ndjson().isEmpty()) {
                        return Outcome.of(true);
                    }
                    place = piece.next();
                }
                case Outcome.Failure<Piece>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return Outcome.of(false);
    }

    /** The next piece of a file. */
    public Outcome<Piece> piece(Access access, String id, String file, Place place) {
        return jobs.find(access.requester(), id).then(job -> work(access, job)).then(work -> {
            if (file.equals(DELETED) && work.wanted().since().isPresent()) {
                return deletions(access, work, place);
            }
            return isOfType(work, file) && place.part() < Math.max(1, work.parts(file))
                    ? resources(access, work, file, place)
                    : Outcome.failed(new Fault.NotFound("such a file"));
        });
    }

    private Outcome<Piece> resources(Access access, Work work, String type, Place place) {
        if (work.parts(type) == 0) {
            return access.reach().check(type, Interaction.SEARCH).map(_ -> new Piece(Bytes.NONE, Optional.empty()));
        }
        return gate.export(access, query(work, type, place, PAGE))
                .then(released -> before(access, work, type, place, released.matches())
                        .map(before -> {
                            var lines = released.matches().stream()
                                    .filter(resource ->
                                            work.members().have(resource) && !before.contains(resource.id()))
                                    .map(resource ->
                                            interactions.shown(work.wanted().part(), resource))
                                    .map(json -> Attachments.addressed(
                                            json, work.order().base()))
                                    .toList();
                            return new Piece(Lines.of(lines), next(work, type, place, released));
                        }));
    }

    private static Optional<Place> next(Work work, String type, Place place, Released released) {
        return released.next()
                .map(after -> new Place(place.part(), Optional.of(after)))
                .or(() -> Optional.of(new Place(place.part() + 1, Optional.empty()))
                        .filter(part -> part.part() < work.parts(type)));
    }

    /** Those that meet an earlier filter of their type too: each resource is in the file once. */
    private Outcome<Set<ResourceId>> before(
            Access access, Work work, String type, Place place, List<StoredResource> matches) {
        Outcome<Set<ResourceId>> all = Outcome.of(new HashSet<>());
        if (matches.isEmpty()) {
            return all;
        }
        var names = matches.stream().map(resource -> resource.id().id()).toList();
        for (var filter : work.filtersBefore(type, place)) {
            var criteria = new ArrayList<>(filter);
            criteria.add(new Criterion("_id", "", names));
            var query = new Query(type, criteria, List.of(), names.size(), Optional.empty());
            all = all.then(found -> gate.matching(access, query).map(matching -> {
                found.addAll(matching);
                return found;
            }));
        }
        return all;
    }

    /** What was deleted since, and is not there again. */
    private Outcome<Piece> deletions(Access access, Work work, Place place) {
        var past = new Past(
                Optional.empty(), Optional.empty(), work.wanted().since().orElseThrow(), PAGE, place.after());
        return gate.history(access, past).map(page -> {
            var bundles = page.versions().stream()
                    .filter(version -> isGone(version)
                            && isOfType(work, version.id().type())
                            && work.members().have(version))
                    .map(version -> Lines.deletion(version.id()))
                    .toList();
            return new Piece(Lines.of(bundles), page.next().map(after -> new Place(place.part(), Optional.of(after))));
        });
    }

    private boolean isGone(StoredResource version) {
        return version.deleted()
                && store.get(version.id())
                        .filter(current -> current.version() == version.version())
                        .isPresent();
    }

    private boolean isOfType(Work work, String type) {
        return work.wanted().types().isEmpty()
                ? offered(work.order().extent()).contains(type)
                : work.wanted().types().contains(type);
    }
}
