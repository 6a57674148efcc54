package org.healthsphere.node.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.OwnSummary;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.Inputs;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.OpenGate;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.Summaries;
import org.healthsphere.node.fhir.audit.AuditEvents;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.bulk.Exports.Piece;
import org.healthsphere.node.fhir.bulk.Exports.Place;
import org.healthsphere.node.fhir.bulk.Extent;
import org.healthsphere.node.fhir.bulk.Order;
import org.healthsphere.node.fhir.jobs.Job;
import org.healthsphere.node.research.ResearchConsent;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** All ways out of one store, with what comes out of each as text. */
final class Side implements AutoCloseable {
    private static final String BASE = "https://node.example/fhir";
    private static final Intake INTAKE = new Intake(SearchParameters.r4());
    private static final int MOST_PAGES = 200;

    private final House house;
    private final Function<Way, String> others;
    private final Interactions interactions;
    private final Summaries summaries;
    private final Exports exports;
    private final Runnable end;

    /** What does not go through the gate's first interface, but for what it gives for another member and to a subscriber. */
    sealed interface Way {
        record Network(Access access, String patient, Compartment part) implements Way {}

        record Notification(Access access, List<StoredResource> versions) implements Way {}

        /** What a study counts: the patients, or what there is of a type. */
        record Count(ResourceIndex.Query query) implements Way {}

        /** What the audit log tells about these patients. */
        record Looks(Access access, String query) implements Way {}
    }

    private record Kept(ResourceStore store, ResourceIndex index) {}

    private Side(House house, Kept kept, ReleaseGate gate, AuditLog audit, Function<Way, String> others, Runnable end) {
        var store = kept.store();
        this.house = house;
        this.others = others;
        this.end = end;
        this.interactions = new Interactions(INTAKE, store, kept.index(), gate, audit, () -> "fresh");
        var writer = new OwnSummary(
                House.NORTH, new InternationalPatientSummary(House.NORTH, "North Hospital"), house.clock);
        this.summaries = new Summaries(
                gate, interactions.records(), (access, record) -> writer.of(access.correlation(), record));
        var ids = new AtomicInteger();
        this.exports = new Exports(
                interactions, gate, store, SearchParameters.r4(), house.clock, () -> "job-" + ids.incrementAndGet());
    }

    /** The hospital with its gate. */
    static Side gated(House house) {
        return new Side(
                house,
                new Kept(house.store, house.index),
                house.gate,
                house.audit,
                way -> switch (way) {
                    case Way.Network(var access, var patient, var part) ->
                        texts(house.gate
                                .release(access, Optional.of(patient), part)
                                .orElseThrow()
                                .records());
                    case Way.Notification(var access, var versions) ->
                        house.gate.notifying(access, versions).map(Side::texts).toString();
                    case Way.Count(var query) ->
                        counted(house.index, query, study(house).filter());
                    case Way.Looks(var access, var query) ->
                        looks(OnlyTold.of(house.audit, _ -> true), access, query);
                },
                () -> {});
    }

    /** A hospital that holds nothing but what the naive gate permits, and gives all of it to everybody. */
    static Side naive(House house, NaiveGate naive) {
        var store = new OnlyPermitted(house.store, naive);
        var index = LuceneResourceIndex.inMemory(store, SearchParameters.r4());
        return new Side(
                house,
                new Kept(store, index),
                new OpenGate(store, index),
                new InMemoryAuditLog(house.clock),
                way -> switch (way) {
                    case Way.Network(var _, var patient, var part) ->
                        texts(part.search(index, patient, ReleaseFilter.everything()).orElseThrow().stream()
                                .flatMap(id -> store.get(id).stream())
                                .toList());
                    case Way.Notification(var _, var versions) ->
                        Outcome.of(versions.stream()
                                        .filter(v -> store.version(v.id(), v.version())
                                                .isPresent())
                                        .toList())
                                .map(Side::texts)
                                .toString();
                    case Way.Count(var query) -> counted(index, query, ReleaseFilter.everything());
                    case Way.Looks(var access, var query) -> looks(naive.told(house.audit), auditor(access), query);
                },
                index::close);
    }

    private static ResearchConsent.Permission study(House house) {
        return new PermittedForResearch(House.NORTH, house.view, house.clock)
                .now(PurposeOfUse.HRESCH, "study")
                .orElseThrow();
    }

    private static String counted(ResourceIndex index, ResourceIndex.Query query, ReleaseFilter filter) {
        return index.search(query, filter).map(ResourceIndex.Page::total).toString();
    }

    /** Who may look at everything that there is in a log which has nothing else. */
    private static Access auditor(Access access) {
        return new Access(
                new Requester(House.NORTH, "auditor", Role.AUDITOR), PurposeOfUse.HOPERAT, access.correlation());
    }

    private static String looks(AuditLog log, Access access, String query) {
        return new AuditEvents(House.NORTH, log)
                .search(access, BASE, Parameters.parse(query))
                .map(Bytes::utf8)
                .toString();
    }

    private static String texts(List<StoredResource> resources) {
        var text = new StringBuilder();
        resources.forEach(r -> text.append(r)
                .append(' ')
                .append(r.deleted() ? "" : r.json().utf8())
                .append('\n'));
        return text.toString();
    }

    String read(Access access, ResourceId id) {
        return interactions.read(access, id).map(Side::whole).toString();
    }

    String version(Access access, ResourceId id, long version) {
        return interactions.version(access, id, version).map(Side::whole).toString();
    }

    /** With everything that its headers tell: the version, and when it was written. */
    private static String whole(StoredResource resource) {
        return resource + " " + resource.lastUpdated() + " " + resource.json().utf8();
    }

    String history(Access access, String path, String query) {
        var slash = path.indexOf('/');
        var id = slash < 0
                ? Optional.<ResourceId>empty()
                : Optional.of(new ResourceId(path.substring(0, slash), path.substring(slash + 1)));
        var type = slash < 0 ? Optional.of(path).filter(t -> !t.isEmpty()) : Optional.of(path.substring(0, slash));
        return paged(query, asked -> interactions.history(asking(access), type, id, asked));
    }

    String search(Access access, String type, String query) {
        return paged(
                query,
                asked -> type.isEmpty()
                        ? interactions.searchAll(asking(access), asked)
                        : interactions.search(asking(access), type, asked));
    }

    String within(Access access, String patient, String type, String query) {
        return paged(
                query,
                asked -> interactions.searchWithin(asking(access), new ResourceId("Patient", patient), type, asked));
    }

    String everything(Access access, String patient, String query) {
        return paged(query, asked -> interactions.records().everything(asking(access), patient, asked));
    }

    String docref(Access access, String query) {
        return paged(query, asked -> interactions.records().docref(asking(access), asked));
    }

    String lastn(Access access, String query) {
        return paged(query, asked -> interactions.records().lastn(asking(access), asked));
    }

    String meta(Access access, ResourceId id) {
        return text(interactions.records().meta(access, id, Optional.empty()));
    }

    String summary(Access access, String patient) {
        return text(summaries.of(
                asking(access), new ResourceId("Patient", patient), new Inputs(Parameters.parse(""), Map.of())));
    }

    String batch(Access access, String... urls) {
        var entries = new ArrayList<String>();
        for (var url : urls) {
            entries.add("{\"request\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}");
        }
        return text(interactions.bundle(
                asking(access),
                Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + String.join(",", entries)
                        + "]}")));
    }

    String other(Way way) {
        return others.apply(way);
    }

    /** Every file of an export, as its manifest names them. */
    String export(Access access, Extent extent, String query) {
        return exports.begin(access, new Order(BASE, extent, query, "", false))
                .map(Job::id)
                .then(job -> exports.manifest(access, job).map(manifest -> files(access, job, manifest.json())))
                .toString();
    }

    private String files(Access access, String job, Bytes manifest) {
        var text = new StringBuilder();
        House.tree(manifest.utf8()).path("output").forEach(file -> {
            var type = file.path("type").asText();
            text.append(type).append('\n');
            Optional<Place> place = Optional.of(Place.BEGIN);
            while (place.isPresent()) {
                Piece piece = exports.piece(access, job, type, place.get()).orElseThrow();
                text.append(piece.ndjson().utf8());
                place = piece.next();
            }
        });
        return text.toString();
    }

    private static Asking asking(Access access) {
        return Asking.of(access, BASE);
    }

    private static String text(Outcome<Bytes> outcome) {
        return outcome.map(Bytes::utf8).toString();
    }

    /** All pages, without the places that their links name. */
    private static String paged(String query, Function<Parameters, Outcome<Bytes>> page) {
        var text = new StringBuilder();
        var next = Optional.of(query);
        for (var pages = 0; next.isPresent(); pages++) {
            if (pages == MOST_PAGES) {
                throw new IllegalStateException("pages without end: " + query);
            }
            var found = page.apply(Parameters.parse(next.get()));
            next = found instanceof Outcome.Success<Bytes>(var bundle) ? next(bundle) : Optional.empty();
            text.append(text(found).replaceAll("_page=[^&\"]*", "_page=")).append('\n');
        }
        return text.toString();
    }

    private static Optional<String> next(Bytes bundle) {
        return House.tree(bundle.utf8())
                .path("link")
                .valueStream()
                .filter(link -> link.path("relation").asText().equals("next"))
                .map(link -> link.path("url").asText())
                .map(url -> url.substring(url.indexOf('?') + 1))
                .findFirst();
    }

    /** All versions that there ever were in the hospital, whether on this side or not. */
    List<StoredResource> versions() {
        try (var all = house.store.changesAfter(0)) {
            return all.toList();
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
