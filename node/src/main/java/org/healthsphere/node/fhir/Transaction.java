package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.node.fhir.Gets.Got;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * All entries of a Bundle or none, in the order of the specification: DELETE, POST, PUT and PATCH, GET (FHIR R4, 3.1.0.11.2).
 *
 * <p>First every entry learns which resource it is about; then references to other entries and conditional references are
 * rewritten; then one commit writes them all; what is read is read after it.
 */
final class Transaction {
    /** What a transaction works with. */
    record Parts(Intake intake, ResourceStore store, Commits commits, Conditions conditions, Supplier<String> ids) {}

    private final Parts parts;
    private final Asking asking;
    private final Gets gets;
    private final Function<ResourceId, Outcome<StoredResource>> read;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, ResourceId> targets = new HashMap<>();
    private final Map<String, ResourceId> byCondition = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** Why it cannot be said now what a conditional reference means. */
    private Optional<Fault> unknown = Optional.empty();

    Transaction(Parts parts, Asking asking, Gets gets, Function<ResourceId, Outcome<StoredResource>> read) {
        this.parts = parts;
        this.asking = asking;
        this.gets = gets;
        this.read = read;
    }

    /** An entry, what it does, and the resource it is about; {@code found}: its condition is met already. */
    private record Step(
            Incoming.Entry entry, Request request, Optional<ResourceId> id, boolean found, Optional<Draft> draft) {
        static Step of(Incoming.Entry entry, Request request, Optional<ResourceId> id, boolean found) {
            return new Step(entry, request, id, found, entry.resource());
        }

        boolean writes() {
            return !found && id.isPresent() && request.method() != Request.Method.GET;
        }
    }

    Outcome<Bytes> run(List<Incoming.Entry> entries) {
        for (var entry : entries) {
            switch (Request.of(entry)
                    .then(request -> request.within(asking.access().reach()))
                    .then(request -> resolve(entry, request))) {
                case Outcome.Success<Step>(var step) -> steps.add(step);
                case Outcome.Failure<Step>(var fault) -> {
                    if (!noted(entry, fault)) {
                        return Outcome.failed(fault);
                    }
                }
            }
        }
        var written = problems.isEmpty()
                ? write()
                : Outcome.<Map<ResourceId, StoredResource>>failed(new Fault.Unprocessable(problems));
        return written.then(this::response);
    }

    /** Problems with the content of an entry are gathered; anything else ends the transaction. */
    private boolean noted(Incoming.Entry entry, Fault fault) {
        return switch (fault) {
            case Fault.Invalid(var found) -> note(entry, found);
            case Fault.Unprocessable(var found) -> note(entry, found);
            default -> false;
        };
    }

    private boolean note(Incoming.Entry entry, List<Problem> found) {
        found.forEach(p -> problems.add(new Problem(p.at().startsWith("Bundle") ? p.at() : entry.at(), p.what())));
        return true;
    }

    private Outcome<Step> resolve(Incoming.Entry entry, Request request) {
        var condition = request.condition();
        var resolved = condition.isPresent()
                ? onCondition(entry, request, condition.get())
                : Outcome.of(Step.of(entry, request, request.id().or(() -> fresh(request)), false));
        return resolved.then(this::patched).map(step -> {
            step.id().ifPresent(id -> entry.string("fullUrl").ifPresent(url -> targets.put(url, id)));
            return step;
        });
    }

    /** A patch becomes the resource as it will be; nothing else in the transaction may write that one. */
    private Outcome<Step> patched(Step step) {
        if (step.request().method() != Request.Method.PATCH) {
            return Outcome.of(step);
        }
        var id = step.id().orElseThrow();
        return read.apply(id)
                .then(current -> EntryPatch.of(step.entry())
                        .then(patch -> patch.apply(current.json()))
                        .then(parts.intake()::check)
                        .then(changed -> patched(step, id, current.version(), changed.resource())));
    }

    private static Outcome<Step> patched(Step step, ResourceId id, long version, Draft draft) {
        if (!draft.type().equals(id.type()) || !draft.id().equals(Optional.of(id.id()))) {
            return Outcome.failed(new Fault.Unprocessable(
                    List.of(new Problem(step.entry().at(), "changes what a patch cannot change: type or id"))));
        }
        var request = step.request().expecting(step.request().ifMatch().orElse(version));
        return Outcome.of(new Step(step.entry(), request, step.id(), false, Optional.of(draft)));
    }

    private Optional<ResourceId> fresh(Request request) {
        return request.method() == Request.Method.POST
                ? Optional.of(new ResourceId(request.type(), parts.ids().get()))
                : Optional.empty();
    }

    private Outcome<Step> onCondition(Incoming.Entry entry, Request request, String condition) {
        var key = request.type() + "?" + condition;
        // A second entry with the same condition means the resource that the first one creates.
        var before = Optional.ofNullable(byCondition.get(key));
        if (before.isPresent()) {
            return Outcome.of(Step.of(entry, request, before, true));
        }
        return parts.conditions()
                .match(asking.access(), request.type(), condition)
                .then(match -> {
                    if (request.method() == Request.Method.DELETE) {
                        return Outcome.of(Step.of(entry, request, match, match.isEmpty()));
                    } else if (request.method() == Request.Method.PATCH && match.isEmpty()) {
                        return Outcome.failed(new Fault.NotFound("resource that meets the condition of " + entry.at()));
                    } else if (request.method() == Request.Method.PUT && isAnother(entry, match)) {
                        return Outcome.failed(new Fault.Invalid(List.of(new Problem(
                                entry.at() + ".resource.id", "is not the id of what meets the condition"))));
                    }
                    var id = match.or(() -> fresh(request)).orElseGet(() -> chosen(entry, request));
                    byCondition.put(key, id);
                    return Outcome.of(Step.of(
                            entry,
                            request,
                            Optional.of(id),
                            match.isPresent() && request.method() == Request.Method.POST));
                });
    }

    private static boolean isAnother(Incoming.Entry entry, Optional<ResourceId> match) {
        var own = entry.resource().flatMap(Draft::id);
        return match.isPresent()
                && own.isPresent()
                && !own.get().equals(match.get().id());
    }

    private ResourceId chosen(Incoming.Entry entry, Request request) {
        return new ResourceId(
                request.type(), entry.resource().flatMap(Draft::id).orElseGet(parts.ids()));
    }

    private Outcome<Map<ResourceId, StoredResource>> write() {
        var writes = new ArrayList<Write>();
        Set<ResourceId> written = new HashSet<>();
        Map<ResourceId, Draft> drafts = new LinkedHashMap<>();
        for (var step : steps.stream()
                .filter(Step::writes)
                .sorted(Comparator.comparing(s -> s.request().method()))
                .toList()) {
            var id = step.id().orElseThrow();
            if (!written.add(id)) {
                problems.add(new Problem(step.entry().at(), "writes a resource that another entry writes too"));
            }
            switch (write(step, id, drafts)) {
                case Outcome.Success<Optional<Write>>(var write) -> write.ifPresent(writes::add);
                case Outcome.Failure<Optional<Write>>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        if (unknown.isPresent()) {
            return Outcome.failed(unknown.get());
        }
        if (!problems.isEmpty()) {
            return Outcome.failed(new Fault.Unprocessable(problems));
        }
        var patients = new HashMap<ResourceId, String>();
        drafts.forEach((id, draft) -> draft.patient(id).ifPresent(p -> patients.put(id, p)));
        writes.replaceAll(write -> placed(write, drafts, patients));
        return parts.commits().commit(asking.access(), writes).map(stored -> {
            var byId = new HashMap<ResourceId, StoredResource>();
            stored.forEach(r -> byId.put(r.id(), r));
            return byId;
        });
    }

    /** Puts what speaks of something else in the record of that, which may be written with it. */
    private Write placed(Write write, Map<ResourceId, Draft> drafts, Map<ResourceId, String> patients) {
        return switch (write) {
            case Write.Put(var id, var expected, var patient, var json)
            when patient.isEmpty() -> {
                var draft = Optional.ofNullable(drafts.get(id)).orElseThrow();
                yield new Write.Put(id, expected, new Compartments(parts.store()).of(draft, id, patients), json);
            }
            case Write.Put _, Write.Delete _ -> write;
        };
    }

    private Outcome<Optional<Write>> write(Step step, ResourceId id, Map<ResourceId, Draft> drafts) {
        return step.request().method() == Request.Method.DELETE
                ? delete(step, id)
                : Outcome.of(step.draft().map(draft -> put(step, id, draft, drafts)));
    }

    /** What is not there, or may not be seen, needs no deleting. */
    private Outcome<Optional<Write>> delete(Step step, ResourceId id) {
        return switch (read.apply(id)) {
            case Outcome.Success<StoredResource> _ ->
                Outcome.of(Optional.of(new Write.Delete(id, step.request().ifMatch())));
            case Outcome.Failure<StoredResource>(Fault.NotFound _) -> Outcome.of(Optional.empty());
            case Outcome.Failure<StoredResource>(Fault.Gone _) -> Outcome.of(Optional.empty());
            case Outcome.Failure<StoredResource>(var fault) -> Outcome.failed(fault);
        };
    }

    private Write put(Step step, ResourceId id, Draft draft, Map<ResourceId, Draft> drafts) {
        var linked = draft.rewritten(target -> target(draft, target));
        linked.links().stream()
                .filter(l -> l.kind() != Link.Kind.URI && l.target().startsWith("urn:uuid:"))
                .forEach(
                        _ -> problems.add(new Problem(draft.at(), "refers to an entry that the Bundle does not have")));
        var expected = step.request().method() == Request.Method.POST
                ? OptionalLong.of(0)
                : step.request().ifMatch();
        drafts.put(id, linked);
        return new Write.Put(id, expected, linked.patient(id), linked.json());
    }

    /** What a link of a resource points to, once every entry has its id. */
    private String target(Draft draft, String text) {
        var entry = targets.get(text);
        if (entry != null) {
            return entry.toString();
        }
        return References.isConditional(text) ? conditionalTarget(draft, text) : text;
    }

    private String conditionalTarget(Draft draft, String text) {
        var question = text.indexOf('?');
        var known = byCondition.get(text);
        if (known != null) {
            return known.toString();
        }
        var match =
                parts.conditions().match(asking.access(), text.substring(0, question), text.substring(question + 1));
        return switch (match) {
            case Outcome.Success<Optional<ResourceId>>(var found)
            when found.isPresent() -> {
                byCondition.put(text, found.get());
                yield found.get().toString();
            }
            case Outcome.Failure<Optional<ResourceId>>(Fault.Unavailable fault) -> {
                unknown = Optional.of(fault);
                yield text;
            }
            case Outcome.Success<Optional<ResourceId>> _, Outcome.Failure<Optional<ResourceId>> _ -> {
                problems.add(new Problem(draft.at(), "has a conditional reference that no single resource meets"));
                yield text;
            }
        };
    }

    private Outcome<Bytes> response(Map<ResourceId, StoredResource> written) {
        var response = new ResponseBundle("transaction-response", asking.representation());
        for (var step : steps) {
            if (step.request().method() == Request.Method.GET) {
                switch (gets.answer(step.request().url(), step.request().ifNoneMatch())) {
                    case Outcome.Success<Got>(var got) -> response.read(got);
                    case Outcome.Failure<Got>(var fault) -> response.refused(fault);
                }
            } else {
                response.written(reply(step, written));
            }
        }
        return Outcome.of(response.bytes());
    }

    private Reply reply(Step step, Map<ResourceId, StoredResource> written) {
        var stored = step.id().flatMap(id -> Optional.ofNullable(written.get(id)));
        if (step.request().method() == Request.Method.DELETE) {
            return new Reply(Reply.Effect.DELETED, stored);
        }
        if (step.found()) {
            return new Reply(Reply.Effect.FOUND, stored.or(() -> step.id().flatMap(parts.store()::get)));
        }
        return Reply.written(stored.orElseThrow(), parts.store());
    }
}
