package org.healthsphere.node.fhir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * FHIR's interactions with resources (FHIR R4, RESTful API). What goes in passes the {@link Intake}, what comes out the
 * {@link ReleaseGate}; what was written is found by the next search.
 */
public final class Interactions {
    private final Intake intake;
    private final ResourceStore store;
    private final ResourceIndex index;
    private final ReleaseGate gate;
    private final Supplier<String> ids;
    private final Conditions conditions;

    /** Between the look for what meets a condition and the write, nobody else writes on a condition. */
    private final ReentrantLock conditional = new ReentrantLock();

    public Interactions(
            Intake intake, ResourceStore store, ResourceIndex index, ReleaseGate gate, Supplier<String> ids) {
        this.intake = intake;
        this.store = store;
        this.index = index;
        this.gate = gate;
        this.ids = ids;
        this.conditions = new Conditions(index);
    }

    public Outcome<StoredResource> read(Access access, ResourceId id) {
        return gate.read(access, id);
    }

    public Outcome<StoredResource> version(Access access, ResourceId id, long version) {
        return gate.version(access, id, version);
    }

    /** A Bundle of all versions. */
    public Outcome<Bytes> history(Access access, ResourceId id, String base) {
        return gate.history(access, id).map(versions -> Searchset.history(base, versions));
    }

    /** A Bundle with a page of matches. */
    public Outcome<Bytes> search(Access access, String type, Parameters asked, String base) {
        return SearchRequest.of(type, asked)
                .then(request -> gate.search(access, request.query())
                        .map(found -> Searchset.of(links(base, type, asked, found), found, List.of())));
    }

    private static Searchset.Links links(String base, String path, Parameters asked, Released found) {
        var address = base + "/" + path + "?";
        return new Searchset.Links(
                base, address + asked, found.next().map(next -> address + asked.with(SearchRequest.PAGE, next)));
    }

    /** The record of a patient, page by page, with what it refers to outside of every record. */
    public Outcome<Bytes> everything(Access access, String patient, Parameters asked, String base) {
        var id = new ResourceId("Patient", patient);
        var compartment = new Criterion("_compartment", "", List.of(id.toString()));
        return gate.read(access, id)
                .then(_ -> SearchRequest.of(Query.ANY_TYPE, asked))
                .then(request -> {
                    var query = request.query();
                    return query.criteria().isEmpty()
                            ? gate.search(
                                    access,
                                    new Query(
                                            query.type(),
                                            List.of(compartment),
                                            query.sort(),
                                            query.count(),
                                            query.after()))
                            : Outcome.failed(new Fault.Invalid(query.criteria().stream()
                                    .map(c -> new Problem(c.name(), "is no parameter of this operation here"))
                                    .toList()));
                })
                .map(found ->
                        Searchset.of(links(base, id + "/$everything", asked, found), found, supporting(access, found)));
    }

    /** Who treated, where, with what: resources outside of the record that the page refers to. */
    private List<StoredResource> supporting(Access access, Released page) {
        var references = new LinkedHashSet<ResourceId>();
        page.matches().forEach(r -> references.addAll(References.in(r.json())));
        return references.stream()
                .filter(r -> !r.type().equals("Patient"))
                .filter(r -> store.get(r)
                        .filter(s -> s.patient().isEmpty() && !s.deleted())
                        .isPresent())
                .flatMap(r -> switch (gate.read(access, r)) {
                    case Outcome.Success<StoredResource>(var resource) -> Stream.of(resource);
                    case Outcome.Failure<StoredResource> _ -> Stream.empty();
                })
                .toList();
    }

    /** Creates under a new id; with a condition only when nothing meets it. */
    public Outcome<Reply> create(String type, Bytes json, Optional<String> ifNoneExist) {
        return draft(type, json)
                .then(draft -> ifNoneExist.isEmpty()
                        ? create(draft)
                        : onCondition(() -> conditions
                                .match(type, ifNoneExist.get())
                                .then(match -> match.flatMap(store::get)
                                        .map(found -> Outcome.of(new Reply(Reply.Effect.FOUND, Optional.of(found))))
                                        .orElseGet(() -> create(draft)))));
    }

    private Outcome<Reply> create(Draft draft) {
        return put(draft, new ResourceId(draft.type(), ids.get()), OptionalLong.of(0));
    }

    /** Updates, or creates under the id that the client chose. */
    public Outcome<Reply> update(ResourceId id, Bytes json, OptionalLong ifMatch) {
        return draft(id.type(), json)
                .then(draft -> draft.id().equals(Optional.of(id.id()))
                        ? put(draft, id, ifMatch)
                        : Outcome.failed(new Fault.Invalid(
                                List.of(new Problem(id.type() + ".id", "is the id of the URL, " + id.id())))));
    }

    /** Updates the one that meets the condition, or creates. */
    public Outcome<Reply> update(String type, String condition, Bytes json, OptionalLong ifMatch) {
        return draft(type, json)
                .then(draft -> onCondition(() -> conditions
                        .match(type, condition)
                        .then(match -> match.isPresent()
                                ? put(draft, match.get(), ifMatch)
                                : put(draft, new ResourceId(type, draft.id().orElseGet(ids)), OptionalLong.of(0)))));
    }

    public Outcome<Reply> delete(ResourceId id, OptionalLong ifMatch) {
        if (store.get(id).filter(r -> !r.deleted()).isEmpty()) {
            return Outcome.of(new Reply(Reply.Effect.DELETED, Optional.empty()));
        }
        return commit(new Write.Delete(id, ifMatch), _ -> Reply.Effect.DELETED);
    }

    /** Processes a batch or a transaction Bundle (FHIR R4, 3.1.0.11) and answers with a Bundle. */
    public Outcome<Bytes> bundle(Access access, Bytes json, String base) {
        return intake.check(json).then(incoming -> switch (incoming.strings().getOrDefault("type", "")) {
            case "transaction" -> onCondition(() -> transaction(access, base).run(incoming.entries()));
            case "batch" -> Outcome.of(new Batch(this, access, base).run(incoming.entries()));
            default ->
                Outcome.failed(new Fault.Invalid(List.of(new Problem(
                        incoming.resource().type() + ".type", "is transaction or batch for what is sent here"))));
        });
    }

    private Transaction transaction(Access access, String base) {
        return new Transaction(
                new Transaction.Parts(store, index, conditions, ids),
                (type, asked) -> search(access, type, asked, base),
                id -> gate.read(access, id));
    }

    private Outcome<Draft> draft(String type, Bytes json) {
        return intake.check(json).then(incoming -> {
            var draft = incoming.resource();
            if (!draft.type().equals(type)) {
                return Outcome.failed(new Fault.Invalid(
                        List.of(new Problem(draft.type() + ".resourceType", "is not the type of the URL, " + type))));
            }
            return draft.links().stream().anyMatch(link -> References.isConditional(link.target()))
                    ? Outcome.failed(new Fault.Unprocessable(
                            List.of(new Problem(type, "has a conditional reference outside of a transaction"))))
                    : Outcome.of(draft);
        });
    }

    private Outcome<Reply> put(Draft draft, ResourceId id, OptionalLong expected) {
        return commit(
                new Write.Put(id, expected, draft.patient(id), draft.json()),
                written -> written.version() == 1 ? Reply.Effect.CREATED : Reply.Effect.UPDATED);
    }

    private Outcome<Reply> commit(Write write, Function<StoredResource, Reply.Effect> effect) {
        return store.commit(Commit.of(write)).map(written -> {
            index.catchUp();
            return new Reply(effect.apply(written.getFirst()), Optional.of(written.getFirst()));
        });
    }

    private <T> Outcome<T> onCondition(Supplier<Outcome<T>> work) {
        conditional.lock();
        try {
            return work.get();
        } finally {
            conditional.unlock();
        }
    }
}
