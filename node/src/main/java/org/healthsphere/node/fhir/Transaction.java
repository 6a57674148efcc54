package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * All entries of a Bundle or none, in the order of the specification: DELETE, POST, PUT, GET (FHIR R4, 3.1.0.11.2).
 *
 * <p>First every entry learns which resource it is about; then references to other entries and conditional references are
 * rewritten; then one commit writes them all; what is read is read after it.
 */
final class Transaction {
    /** What a transaction works with. */
    record Parts(ResourceStore store, ResourceIndex index, Conditions conditions, Supplier<String> ids) {}

    private final Parts parts;
    private final BiFunction<String, Parameters, Outcome<Bytes>> search;
    private final Function<ResourceId, Outcome<StoredResource>> read;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, ResourceId> targets = new HashMap<>();
    private final Map<String, ResourceId> byCondition = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    Transaction(
            Parts parts,
            BiFunction<String, Parameters, Outcome<Bytes>> search,
            Function<ResourceId, Outcome<StoredResource>> read) {
        this.parts = parts;
        this.search = search;
        this.read = read;
    }

    /** An entry, what it does, and the resource it is about; {@code found}: its condition is met already. */
    private record Step(Incoming.Entry entry, Request request, Optional<ResourceId> id, boolean found) {
        boolean writes() {
            return !found && id.isPresent() && request.method() != Request.Method.GET;
        }
    }

    Outcome<Bytes> run(List<Incoming.Entry> entries) {
        for (var entry : entries) {
            switch (Request.of(entry).then(request -> resolve(entry, request))) {
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
                : Outcome.of(new Step(entry, request, request.id().or(() -> fresh(request)), false));
        return resolved.map(step -> {
            step.id().ifPresent(id -> entry.string("fullUrl").ifPresent(url -> targets.put(url, id)));
            return step;
        });
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
            return Outcome.of(new Step(entry, request, before, true));
        }
        return parts.conditions().match(request.type(), condition).map(match -> {
            if (request.method() == Request.Method.DELETE) {
                return new Step(entry, request, match, match.isEmpty());
            }
            var id = match.or(() -> fresh(request)).orElseGet(() -> chosen(entry, request));
            byCondition.put(key, id);
            return new Step(
                    entry, request, Optional.of(id), match.isPresent() && request.method() == Request.Method.POST);
        });
    }

    private ResourceId chosen(Incoming.Entry entry, Request request) {
        return new ResourceId(
                request.type(), entry.resource().flatMap(Draft::id).orElseGet(parts.ids()));
    }

    private Outcome<Map<ResourceId, StoredResource>> write() {
        var writes = new ArrayList<Write>();
        Set<ResourceId> written = new HashSet<>();
        for (var step : steps.stream()
                .filter(Step::writes)
                .sorted(Comparator.comparing(s -> s.request().method()))
                .toList()) {
            var id = step.id().orElseThrow();
            if (!written.add(id)) {
                problems.add(new Problem(step.entry().at(), "writes a resource that another entry writes too"));
            }
            write(step, id).ifPresent(writes::add);
        }
        if (!problems.isEmpty()) {
            return Outcome.failed(new Fault.Unprocessable(problems));
        }
        return parts.store().commit(new Commit(writes, List.of())).map(stored -> {
            parts.index().catchUp();
            var byId = new HashMap<ResourceId, StoredResource>();
            stored.forEach(r -> byId.put(r.id(), r));
            return byId;
        });
    }

    private Optional<Write> write(Step step, ResourceId id) {
        if (step.request().method() == Request.Method.DELETE) {
            var there = parts.store().get(id).filter(r -> !r.deleted());
            return there.map(_ -> new Write.Delete(id, step.request().ifMatch()));
        }
        return step.entry().resource().map(draft -> {
            var linked = draft.rewritten(target -> target(draft, target));
            linked.links().stream()
                    .filter(l -> l.kind() != Link.Kind.URI && l.target().startsWith("urn:uuid:"))
                    .forEach(_ ->
                            problems.add(new Problem(draft.at(), "refers to an entry that the Bundle does not have")));
            var expected = step.request().method() == Request.Method.POST
                    ? OptionalLong.of(0)
                    : step.request().ifMatch();
            return new Write.Put(id, expected, linked.patient(id), linked.json());
        });
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
        return switch (parts.conditions().match(text.substring(0, question), text.substring(question + 1))) {
            case Outcome.Success<Optional<ResourceId>>(var match)
            when match.isPresent() -> {
                byCondition.put(text, match.get());
                yield match.get().toString();
            }
            case Outcome.Success<Optional<ResourceId>> _, Outcome.Failure<Optional<ResourceId>> _ -> {
                problems.add(new Problem(draft.at(), "has a conditional reference that no single resource meets"));
                yield text;
            }
        };
    }

    private Outcome<Bytes> response(Map<ResourceId, StoredResource> written) {
        var response = new ResponseBundle("transaction-response");
        for (var step : steps) {
            if (step.request().method() == Request.Method.GET) {
                switch (step.request().answer(read, search)) {
                    case Outcome.Success<Bytes>(var body) -> response.read(body);
                    case Outcome.Failure<Bytes>(var fault) -> response.refused(fault);
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
        var effect = stored.map(StoredResource::version).orElse(1L) == 1 ? Reply.Effect.CREATED : Reply.Effect.UPDATED;
        return new Reply(effect, stored);
    }
}
