package org.healthsphere.node.fhir;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.healthsphere.node.fhir.Gets.Got;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** The entries of a batch, each by itself: one that is refused keeps none of the others (FHIR R4, 3.1.0.11.1). */
final class Batch {
    private final Writes writes;
    private final Asking asking;
    private final Gets gets;

    Batch(Interactions interactions, Asking asking) {
        this.writes = interactions.writes();
        this.asking = asking;
        this.gets = new Gets(interactions, asking);
    }

    /** What came of one entry: what was written, or what was read. */
    private sealed interface Result {
        record Wrote(Reply reply) implements Result {}

        record Read(Got got) implements Result {}
    }

    Bytes run(List<Incoming.Entry> entries) {
        var requests = entries.stream().map(Request::of).toList();
        var response = new ResponseBundle("batch-response", asking.representation());
        var done = new TreeMap<Integer, Outcome<Result>>();
        // Writes before reads, as in a transaction; answered in the order in which they came.
        IntStream.range(0, entries.size())
                .boxed()
                .sorted(Comparator.comparing(i -> order(requests.get(i))))
                .forEach(i -> done.put(
                        i,
                        requests.get(i)
                                .then(request -> request.within(asking.access().reach()))
                                .then(request -> run(entries.get(i), request))));
        done.values().forEach(outcome -> {
            switch (outcome) {
                case Outcome.Success<Result>(Result.Wrote(var reply)) -> response.written(reply);
                case Outcome.Success<Result>(Result.Read(var got)) -> response.read(got);
                case Outcome.Failure<Result>(var fault) -> response.refused(fault);
            }
        });
        return response.bytes();
    }

    /** A request that is not understood changes nothing, so its place does not matter. */
    private static Request.Method order(Outcome<Request> request) {
        return switch (request) {
            case Outcome.Success<Request>(var understood) -> understood.method();
            case Outcome.Failure<Request> _ -> Request.Method.GET;
        };
    }

    private Outcome<Result> run(Incoming.Entry entry, Request request) {
        return switch (request.method()) {
            case GET -> gets.answer(request.url(), request.ifNoneMatch()).map(Result.Read::new);
            case POST ->
                writes.create(asking.access(), request.type(), json(entry), request.query())
                        .map(Result.Wrote::new);
            case PUT -> put(entry, request).map(Result.Wrote::new);
            case PATCH -> patch(entry, request).map(Result.Wrote::new);
            case DELETE -> delete(request).map(Result.Wrote::new);
        };
    }

    private Outcome<Reply> put(Incoming.Entry entry, Request request) {
        return request.id().isPresent()
                ? writes.update(asking.access(), request.id().get(), json(entry), request.ifMatch())
                : writes.update(
                        asking.access(), request.type(), request.query().orElse(""), json(entry), request.ifMatch());
    }

    private Outcome<Reply> patch(Incoming.Entry entry, Request request) {
        return EntryPatch.of(entry)
                .then(patch -> request.id().isPresent()
                        ? writes.patch(asking.access(), request.id().get(), patch, request.ifMatch())
                        : writes.patch(
                                asking.access(), request.type(), request.query().orElse(""), patch, request.ifMatch()));
    }

    private Outcome<Reply> delete(Request request) {
        return request.id().isPresent()
                ? writes.delete(asking.access(), request.id().get(), request.ifMatch())
                : writes.delete(asking.access(), request.type(), request.query().orElse(""));
    }

    private static Bytes json(Incoming.Entry entry) {
        return entry.resource().orElseThrow().json();
    }
}
