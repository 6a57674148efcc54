package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.fhir.view.Views;
import org.healthsphere.node.release.Access;
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
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Operations that gather from the records: {@code $everything} and {@code $lastn} of FHIR R4, {@code $docref} of US Core,
 * {@code $meta}. Each is a search or a read through the {@link ReleaseGate}.
 */
public final class RecordOperations {
    private static final int USUAL_COUNT = 20;
    private static final int AT_ONCE = 1_000;
    private static final int MOST_OBSERVATIONS = 20_000;
    private static final int MOST_IN_A_RECORD = 20_000;
    private static final Set<String> OF_EVERYTHING = Set.of("_since", "_type", "_count", "start", "end");
    private static final Set<String> OF_DOCREF =
            Set.of("patient", "start", "end", "type", "on-demand", "profile", "_count");

    private final ReleaseGate gate;
    private final ResourceStore store;
    private final SearchParameters parameters;
    private final Views views;

    RecordOperations(ReleaseGate gate, ResourceStore store, SearchParameters parameters, Views views) {
        this.gate = gate;
        this.store = store;
        this.parameters = parameters;
        this.views = views;
    }

    private record Wanted(Query query, Part part) {}

    /**
     * The record of a patient, page by page, with what each page refers to outside of every record (FHIR R4,
     * Patient/$everything). A date of care is any that a search parameter of the type looks at; what has none is in every time.
     */
    public Outcome<Bytes> everything(Asking asking, String patient, Parameters asked) {
        var id = new ResourceId("Patient", patient);
        return gate.read(asking.access(), id)
                .then(_ -> record(asking, id, asked))
                .then(wanted -> within(asking, wanted)
                        .then(_ -> gate.search(asking.access(), wanted.query()))
                        .then(found -> supporting(asking.access(), found, types(wanted))
                                .map(others -> Searchset.of(
                                        views,
                                        frame(asking, id + "/$everything", asked, wanted.part(), found),
                                        found,
                                        others))));
    }

    private Outcome<Wanted> record(Asking asking, ResourceId patient, Parameters asked) {
        var wishes = new Wishes(asked).only(OF_EVERYTHING, asking);
        var types = wishes.each("_type");
        types.stream()
                .filter(type -> !parameters.types().contains(type))
                .forEach(_ -> wishes.problem("_type", "names a type that there is not here"));
        var criteria = new ArrayList<Criterion>();
        criteria.add(new Criterion(SearchRequest.COMPARTMENT, "", List.of(patient.toString())));
        if (!types.isEmpty()) {
            criteria.add(new Criterion("_type", "", types));
        }
        wishes.instant("_since")
                .ifPresent(since -> criteria.add(new Criterion("_lastUpdated", "", List.of("ge" + since))));
        care(wishes).ifPresent(criteria::add);
        var count = wishes.count("_count", USUAL_COUNT);
        var part = wishes.part();
        return wishes.read(() -> new Wanted(
                new Query(Query.ANY_TYPE, criteria, List.of(), count, asked.last(SearchRequest.PAGE)), part));
    }

    private static Optional<Criterion> care(Wishes wishes) {
        var bounds = List.of(wishes.date("start"), wishes.date("end"));
        return bounds.equals(List.of("", ""))
                ? Optional.empty()
                : Optional.of(new Criterion(SearchRequest.CARE, "", bounds));
    }

    private static List<String> types(Wanted wanted) {
        return wanted.query().criteria().stream()
                .filter(c -> c.name().equals("_type"))
                .flatMap(c -> c.anyOf().stream())
                .toList();
    }

    /** A type that is named must be within reach; when none is, those within reach are meant. */
    private static Outcome<Asking> within(Asking asking, Wanted wanted) {
        var outcome = Outcome.of(asking);
        for (var type : types(wanted)) {
            outcome = outcome.then(
                    _ -> asking.access().reach().check(type, Interaction.SEARCH).map(_ -> asking));
        }
        return outcome;
    }

    /** Who treated, where, with what: resources outside of the record that the page refers to, as far as they may be seen. */
    private Outcome<List<StoredResource>> supporting(Access access, Released page, List<String> types) {
        var references = new LinkedHashSet<ResourceId>();
        page.matches().forEach(r -> references.addAll(References.in(r.json())));
        references.removeIf(r -> r.type().equals("Patient")
                || !(types.isEmpty() || types.contains(r.type()))
                || store.get(r)
                        .filter(s -> s.patient().isEmpty() && !s.deleted())
                        .isEmpty());
        var all = new ArrayList<StoredResource>();
        for (var reference : references) {
            switch (gate.read(access, reference)) {
                case Outcome.Success<StoredResource>(var resource) -> all.add(resource);
                case Outcome.Failure<StoredResource>(Fault.Unavailable fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Failure<StoredResource> _ -> {
                    // It may not be seen, and is as if it were not there.
                }
            }
        }
        return Outcome.of(all);
    }

    /** All of a record that may be seen, with what it refers to. */
    Outcome<List<StoredResource>> whole(Access access, ResourceId patient) {
        var criteria = List.of(new Criterion(SearchRequest.COMPARTMENT, "", List.of(patient.toString())));
        var all = new LinkedHashMap<ResourceId, StoredResource>();
        Optional<String> after = Optional.empty();
        do {
            var query = new Query(Query.ANY_TYPE, criteria, List.of(), AT_ONCE, after);
            switch (gate.search(access, query).then(page -> with(page, supporting(access, page, List.of()), all))) {
                case Outcome.Failure<Optional<String>>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Optional<String>>(var next) -> after = next;
            }
        } while (after.isPresent() && all.size() < MOST_IN_A_RECORD);
        return after.isPresent()
                ? Outcome.failed(new Fault.TooCostly(
                        "a record of more than " + MOST_IN_A_RECORD + " resources is not summarised"))
                : Outcome.of(List.copyOf(all.values()));
    }

    /** The way to the next page. */
    private static Outcome<Optional<String>> with(
            Released page, Outcome<List<StoredResource>> others, Map<ResourceId, StoredResource> all) {
        return others.map(supporting -> {
            page.matches().forEach(r -> all.put(r.id(), r));
            supporting.forEach(r -> all.put(r.id(), r));
            return page.next();
        });
    }

    private static Searchset.Frame frame(Asking asking, String path, Parameters asked, Part part, Released found) {
        var address = Interactions.address(asking, path);
        return new Searchset.Frame(
                asking.base(),
                address + asked,
                found.next().map(next -> address + asked.with(SearchRequest.PAGE, next)),
                part,
                List.of(),
                true);
    }

    /**
     * The newest observations of each code that the search finds (FHIR R4, Observation/$lastn): by their time, and where that is the
     * same or not told, by when they were written.
     */
    public Outcome<Bytes> lastn(Asking asking, Parameters asked) {
        var wishes = new Wishes(asked);
        var most = wishes.count("max", 1);
        var search = new Parameters(
                asked.all().stream().filter(p -> !p.name().equals("max")).toList());
        return wishes.read(() -> search)
                .then(s -> SearchRequest.of("Observation", s, manner(asking)))
                .then(RecordOperations::ofSomebodyAndSomething)
                .then(request -> newest(asking.access(), request.query().criteria(), most)
                        .map(found -> Searchset.of(
                                views,
                                frame(asking, "Observation/$lastn", asked, request.part(), found),
                                found,
                                List.of())));
    }

    private Manner manner(Asking asking) {
        return asking.lenient() ? Manner.lenient(parameters) : Manner.STRICT;
    }

    private static Outcome<SearchRequest> ofSomebodyAndSomething(SearchRequest request) {
        var names = request.query().criteria().stream()
                .map(c -> c.name().split("[:.]", 2)[0])
                .toList();
        var problems = new ArrayList<Problem>();
        if (!names.contains("patient") && !names.contains("subject")) {
            problems.add(new Problem("patient", "or subject is needed: whose observations are wanted"));
        }
        if (!names.contains("category") && names.stream().noneMatch(name -> name.endsWith("code"))) {
            problems.add(new Problem("category", "or code is needed: which observations are wanted"));
        }
        return problems.isEmpty() ? Outcome.of(request) : Outcome.failed(new Fault.Invalid(problems));
    }

    private Outcome<Released> newest(Access access, List<Criterion> criteria, int most) {
        var latest = new LatestByCode(most);
        Optional<String> after = Optional.empty();
        var seen = 0;
        do {
            var query = new Query("Observation", criteria, List.of(new Sort("date", true)), AT_ONCE, after);
            switch (gate.search(access, query)) {
                case Outcome.Failure<Released>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Released>(var page) -> {
                    page.matches().forEach(latest::add);
                    after = page.next();
                    seen += AT_ONCE;
                }
            }
        } while (after.isPresent() && seen < MOST_OBSERVATIONS);
        return after.isPresent()
                ? Outcome.failed(new Fault.TooCostly("the last ones of more than " + MOST_OBSERVATIONS
                        + " observations are not sought; narrow the search"))
                : Outcome.of(latest.found());
    }

    /**
     * The documents about a patient's care in some time; without a time, the newest one (US Core, DocumentReference/$docref). Whoever wants only
     * what is made on demand gets the one that is made when it is fetched.
     */
    public Outcome<Bytes> docref(Asking asking, Parameters asked) {
        var wishes = new Wishes(asked).only(OF_DOCREF, asking);
        var criteria = new ArrayList<Criterion>();
        criteria.add(new Criterion("status", "", List.of("current")));
        wishes.one("patient")
                .ifPresentOrElse(
                        patient -> criteria.add(new Criterion("patient", "", List.of(patient))),
                        () -> wishes.problem("patient", "is needed: whose documents are wanted"));
        var types = wishes.each("type");
        if (!types.isEmpty()) {
            criteria.add(new Criterion("type", "", types));
        }
        if (wishes.one("profile").isPresent()) {
            wishes.problem("profile", "is not looked at here: leave it out, and use type");
        }
        var care = care(wishes);
        care.ifPresent(criteria::add);
        var onDemand = wishes.flag("on-demand");
        var count = care.isPresent() ? wishes.count("_count", USUAL_COUNT) : 1;
        var part = wishes.part();
        var query = new Query(
                "DocumentReference", criteria, List.of(new Sort("date", true)), count, asked.last(SearchRequest.PAGE));
        if (onDemand) {
            return wishes.read(() -> OnDemand.isOf(types))
                    .then(isWanted -> made(asking, wishes.one("patient").orElse(""), isWanted));
        }
        return wishes.read(() -> query)
                .then(q -> gate.search(asking.access(), q))
                .map(found -> care.isPresent() ? found : onlyPage(found))
                .map(found -> Searchset.of(
                        views, frame(asking, "DocumentReference/$docref", asked, part, found), found, List.of()));
    }

    /** For who may see the patient; who may not be seen is as unknown as who is not here. */
    private Outcome<Bytes> made(Asking asking, String reference, boolean isWanted) {
        var patient = reference.substring(reference.lastIndexOf('/') + 1);
        if (!isWanted || !ResourceId.isId(patient)) {
            return Outcome.of(OnDemand.nothing());
        }
        return switch (gate.read(asking.access(), new ResourceId("Patient", patient))) {
            case Outcome.Success<StoredResource> _ -> Outcome.of(OnDemand.bundle(asking.base(), patient));
            case Outcome.Failure<StoredResource>(Fault.NotFound _) -> Outcome.of(OnDemand.nothing());
            case Outcome.Failure<StoredResource>(var fault) -> Outcome.failed(fault);
        };
    }

    private static Released onlyPage(Released found) {
        return new Released(found.matches(), found.matches().size(), Optional.empty());
    }

    /** What a resource, or a version of it, says of itself (FHIR R4, Resource/$meta). */
    public Outcome<Bytes> meta(Access access, ResourceId id, Optional<Long> version) {
        return (version.isPresent() ? gate.version(access, id, version.get()) : gate.read(access, id))
                .map(resource -> new Json(512)
                        .raw("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"return\",\"valueMeta\":")
                        .raw(Views.meta(resource.json()))
                        .raw("}]}")
                        .bytes());
    }
}
