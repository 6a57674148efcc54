package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.fhir.view.Part;
import org.healthsphere.node.fhir.view.Views;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Past;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.Versions;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * FHIR's interactions with resources (FHIR R4, RESTful API). What goes in passes the {@link Intake}, what comes out the
 * {@link ReleaseGate}.
 */
public final class Interactions {
    private final Intake intake;
    private final ResourceStore store;
    private final Commits commits;
    private final ReleaseGate gate;
    private final Supplier<String> ids;
    private final Writes writes;
    private final RecordOperations records;
    private final CrossReference identifiers;
    private final Views views = new Views(ElementTable.r4());

    public Interactions(
            Intake intake,
            ResourceStore store,
            ResourceIndex index,
            ReleaseGate gate,
            AuditLog audit,
            Supplier<String> ids) {
        this.intake = intake;
        this.store = store;
        this.commits = new Commits(store, index, gate, audit, intake.labelling());
        this.gate = gate;
        this.ids = ids;
        this.writes = new Writes(intake, store, commits, gate, ids);
        this.records = new RecordOperations(gate, store, intake.parameters(), views);
        this.identifiers = new CrossReference(gate);
    }

    /** Those that gather from the records. */
    public RecordOperations records() {
        return records;
    }

    /** By which other identifiers somebody is known. */
    public CrossReference identifiers() {
        return identifiers;
    }

    /** Those that change one resource. */
    public Writes writes() {
        return writes;
    }

    public Outcome<StoredResource> read(Access access, ResourceId id) {
        return gate.read(access, id);
    }

    public Outcome<StoredResource> version(Access access, ResourceId id, long version) {
        return gate.version(access, id, version);
    }

    /** The part of a resource that is asked for. */
    public Bytes shown(Part part, StoredResource resource) {
        return views.of(part, resource.id().type(), resource.json());
    }

    /** A Bundle with a page of versions: of one resource, of a type, or of everything. */
    public Outcome<Bytes> history(Asking asking, Optional<String> type, Optional<ResourceId> id, Parameters asked) {
        var path = id.map(ResourceId::toString).or(() -> type).map(p -> p + "/").orElse("") + "_history";
        return HistoryRequest.of(type, id, asked)
                .then(past -> Part.of(asked.last("_summary"), asked.last("_elements"))
                        .then(part -> gate.history(asking.access(), past)
                                .map(page -> history(asking, path, asked, part, page))));
    }

    private Bytes history(Asking asking, String path, Parameters asked, Part part, Past.Page page) {
        var address = address(asking, path);
        return HistoryBundle.of(
                views,
                new HistoryBundle.Frame(
                        asking.base(),
                        address + asked,
                        page.next().map(next -> address + asked.with(SearchRequest.PAGE, next)),
                        part,
                        version -> Versions.isNew(version, before(page))),
                page);
    }

    /** Most of what a version took the place of is on the same page. */
    private BiFunction<ResourceId, Long, Optional<StoredResource>> before(Past.Page page) {
        var here = page.versions().stream()
                .collect(Collectors.toMap(version -> List.of(version.id(), version.version()), Function.identity()));
        return (id, version) ->
                Optional.ofNullable(here.get(List.of(id, version))).or(() -> store.version(id, version));
    }

    static String address(Asking asking, String path) {
        return asking.base() + (path.isEmpty() ? "?" : "/" + path + "?");
    }

    /** A Bundle with a page of matches. */
    public Outcome<Bytes> search(Asking asking, String type, Parameters asked) {
        return request(asking, type, asked).then(request -> matches(asking, type, request));
    }

    private Outcome<Bytes> matches(Asking asking, String path, SearchRequest request) {
        return gate.search(asking.access(), request.query())
                .then(found -> included(asking, found, request)
                        .map(more -> Searchset.of(views, frame(asking, path, request, found), found, more)));
    }

    private Outcome<List<StoredResource>> included(Asking asking, Released found, SearchRequest request) {
        return request.includes().isEmpty()
                ? Outcome.of(List.of())
                : gate.including(asking.access(), found.matches(), request.includes());
    }

    /** What a search asks of each match, when it asks for nothing else. */
    public static Outcome<List<Criterion>> criteria(String type, Parameters asked) {
        return SearchRequest.of(type, asked, Manner.STRICT)
                .then(request ->
                        asked.all().size() == request.query().criteria().size()
                                ? Outcome.of(request.query().criteria())
                                : Outcome.failed(new Fault.Invalid("only search parameters are honoured here")));
    }

    /** The same over all types, with the parameters that all have. */
    public Outcome<Bytes> searchAll(Asking asking, Parameters asked) {
        return request(asking, Query.ANY_TYPE, asked).then(request -> matches(asking, "", request));
    }

    /** The same over what belongs to a resource: of one type, or of {@link Query#ANY_TYPE}. */
    public Outcome<Bytes> searchWithin(Asking asking, ResourceId compartment, String type, Parameters asked) {
        var path = compartment + "/" + (type.equals(Query.ANY_TYPE) ? "*" : type);
        return request(asking, type, asked).then(request -> matches(asking, path, request.within(compartment)));
    }

    private Outcome<SearchRequest> request(Asking asking, String type, Parameters asked) {
        return SearchRequest.of(type, asked, asking.lenient() ? Manner.lenient(intake.parameters()) : Manner.STRICT);
    }

    static Searchset.Frame frame(Asking asking, String path, SearchRequest request, Released found) {
        var address = address(asking, path);
        return new Searchset.Frame(
                asking.base(),
                address + request.used(),
                found.next().map(next -> address + request.used().with(SearchRequest.PAGE, next)),
                request.part(),
                request.ignored(),
                request.total());
    }

    /** Processes a batch or a transaction Bundle (FHIR R4, 3.1.0.11) and answers with a Bundle. */
    public Outcome<Bytes> bundle(Asking asking, Bytes json) {
        return intake.check(json).then(incoming -> switch (incoming.strings().getOrDefault("type", "")) {
            case "transaction" -> writes.onCondition(() -> transaction(asking).run(incoming.entries()));
            case "batch" -> Outcome.of(new Batch(this, asking).run(incoming.entries()));
            default ->
                Outcome.failed(new Fault.Invalid(List.of(new Problem(
                        incoming.resource().type() + ".type", "is transaction or batch for what is sent here"))));
        });
    }

    private Transaction transaction(Asking asking) {
        return new Transaction(
                new Transaction.Parts(intake, store, commits, writes.conditions(), ids),
                asking,
                new Gets(this, asking),
                id -> gate.read(asking.access().forWriting(), id));
    }
}
