package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.healthsphere.node.fhir.patch.Patch;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * FHIR's writing interactions with one resource: create, update, patch and delete, by id or on a condition (FHIR R4, 3.1.0.4 to
 * 3.1.0.8). What was written is found by the next search.
 */
public final class Writes {
    /** What is no part of the records, and not written with them. */
    static final String APART = "Subscription";

    private final Intake intake;
    private final ResourceStore store;
    private final Commits commits;
    private final ReleaseGate gate;
    private final Supplier<String> ids;
    private final Conditions conditions;
    private final Compartments compartments;

    /** Between the look for what meets a condition and the write, nobody else writes on a condition. */
    private final ReentrantLock conditional = new ReentrantLock();

    Writes(Intake intake, ResourceStore store, Commits commits, ReleaseGate gate, Supplier<String> ids) {
        this.intake = intake;
        this.store = store;
        this.commits = commits;
        this.gate = gate;
        this.ids = ids;
        this.conditions = new Conditions(gate);
        this.compartments = new Compartments(store);
    }

    /** Creates under a new id; with a condition only when nothing meets it. */
    public Outcome<Reply> create(Access access, String type, Bytes json, Optional<String> ifNoneExist) {
        return draft(type, json)
                .then(draft -> ifNoneExist.isEmpty()
                        ? create(access, draft)
                        : onCondition(() -> conditions
                                .match(access, type, ifNoneExist.get())
                                .then(match -> match.flatMap(store::get)
                                        .map(found -> Outcome.of(new Reply(Reply.Effect.FOUND, Optional.of(found))))
                                        .orElseGet(() -> create(access, draft)))));
    }

    private Outcome<Reply> create(Access access, Draft draft) {
        return put(access, draft, new ResourceId(draft.type(), ids.get()), OptionalLong.of(0));
    }

    /** Updates, or creates under the id that the client chose. */
    public Outcome<Reply> update(Access access, ResourceId id, Bytes json, OptionalLong ifMatch) {
        return draft(id.type(), json)
                .then(draft -> draft.id().equals(Optional.of(id.id())) ? put(access, draft, id, ifMatch) : wrongId(id));
    }

    private static <T> Outcome<T> wrongId(ResourceId id) {
        return Outcome.failed(
                new Fault.Invalid(List.of(new Problem(id.type() + ".id", "is the id of the URL, " + id.id()))));
    }

    /** Updates the one that meets the condition, or creates. */
    public Outcome<Reply> update(Access access, String type, String condition, Bytes json, OptionalLong ifMatch) {
        return draft(type, json)
                .then(draft -> onCondition(() -> conditions
                        .match(access, type, condition)
                        .then(match -> match.isPresent()
                                ? updateMatch(access, draft, match.get(), ifMatch)
                                : put(
                                        access,
                                        draft,
                                        new ResourceId(type, draft.id().orElseGet(ids)),
                                        OptionalLong.of(0)))));
    }

    private Outcome<Reply> updateMatch(Access access, Draft draft, ResourceId match, OptionalLong ifMatch) {
        return draft.id().filter(id -> !id.equals(match.id())).isPresent()
                ? Outcome.failed(new Fault.Invalid(
                        List.of(new Problem(match.type() + ".id", "is not the id of what meets the condition"))))
                : put(access, draft, match, ifMatch);
    }

    /** Changes a part of what is there and may be seen. */
    public Outcome<Reply> patch(Access access, ResourceId id, Patch patch, OptionalLong ifMatch) {
        return gate.read(access.forWriting(), id)
                .then(current -> patch.apply(current.json())
                        .then(json -> draft(id.type(), json))
                        .then(draft -> draft.id().equals(Optional.of(id.id()))
                                ? put(access, draft, id, OptionalLong.of(ifMatch.orElse(current.version())))
                                : Outcome.failed(new Fault.Unprocessable(
                                        List.of(new Problem(id.type() + ".id", "is not changed by a patch"))))));
    }

    /** Changes a part of the one that meets the condition. */
    public Outcome<Reply> patch(Access access, String type, String condition, Patch patch, OptionalLong ifMatch) {
        return onCondition(() -> conditions
                .match(access, type, condition)
                .then(match -> match.isPresent()
                        ? patch(access, match.get(), patch, ifMatch)
                        : Outcome.failed(new Fault.NotFound("resource that meets the condition"))));
    }

    /** Deletes; what is not there, or may not be seen, needs no deleting. */
    public Outcome<Reply> delete(Access access, ResourceId id, OptionalLong ifMatch) {
        return switch (gate.read(access.forWriting(), id)) {
            case Outcome.Success<StoredResource> _ ->
                commit(access, new Write.Delete(id, ifMatch))
                        .map(gone -> new Reply(Reply.Effect.DELETED, Optional.of(gone)));
            case Outcome.Failure<StoredResource>(Fault.NotFound _) -> nothingToDelete();
            case Outcome.Failure<StoredResource>(Fault.Gone _) -> nothingToDelete();
            case Outcome.Failure<StoredResource>(var fault) -> Outcome.failed(fault);
        };
    }

    private static Outcome<Reply> nothingToDelete() {
        return Outcome.of(new Reply(Reply.Effect.DELETED, Optional.empty()));
    }

    /** Deletes the one that meets the condition, if one does. */
    public Outcome<Reply> delete(Access access, String type, String condition) {
        return onCondition(() -> conditions
                .match(access, type, condition)
                .then(match ->
                        match.isPresent() ? delete(access, match.get(), OptionalLong.empty()) : nothingToDelete()));
    }

    Conditions conditions() {
        return conditions;
    }

    private Outcome<Draft> draft(String type, Bytes json) {
        return intake.check(json).then(incoming -> {
            var draft = incoming.resource();
            if (!draft.type().equals(type)) {
                return Outcome.failed(new Fault.Invalid(
                        List.of(new Problem(draft.type() + ".resourceType", "is not the type of the URL, " + type))));
            }
            if (type.equals(APART)) {
                return Outcome.failed(new Fault.Unprocessable(
                        List.of(new Problem(type, "is written by itself, by its id and on no condition"))));
            }
            return draft.links().stream().anyMatch(link -> References.isConditional(link.target()))
                    ? Outcome.failed(new Fault.Unprocessable(
                            List.of(new Problem(type, "has a conditional reference outside of a transaction"))))
                    : Outcome.of(draft);
        });
    }

    private Outcome<Reply> put(Access access, Draft draft, ResourceId id, OptionalLong expected) {
        return commit(access, new Write.Put(id, expected, compartments.of(draft, id), draft.json()))
                .map(written -> Reply.written(written, store));
    }

    private Outcome<StoredResource> commit(Access access, Write write) {
        return commits.commit(access, List.of(write)).map(List::getFirst);
    }

    /** Runs while nobody else writes on a condition. */
    <T> Outcome<T> onCondition(Supplier<Outcome<T>> work) {
        conditional.lock();
        try {
            return work.get();
        } finally {
            conditional.unlock();
        }
    }
}
