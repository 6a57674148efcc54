package org.healthsphere.node.fhir;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The entries of a batch, each by itself: one that is refused keeps none of the others (FHIR R4, 3.1.0.11.1). */
final class Batch {
    private final Interactions interactions;
    private final Access access;
    private final String base;

    Batch(Interactions interactions, Access access, String base) {
        this.interactions = interactions;
        this.access = access;
        this.base = base;
    }

    /** What came of one entry: what was written, or what was read. */
    private sealed interface Result {
        record Wrote(Reply reply) implements Result {}

        record Read(Bytes body) implements Result {}
    }

    Bytes run(List<Incoming.Entry> entries) {
        var results = entries.stream().map(Request::of).toList();
        var response = new ResponseBundle("batch-response");
        var done = new TreeMap<Integer, Outcome<Result>>();
        // Writes before reads, as in a transaction; answered in the order in which they came.
        IntStream.range(0, entries.size())
                .boxed()
                .sorted(Comparator.comparing(i -> order(results.get(i))))
                .forEach(i -> done.put(i, results.get(i).then(request -> run(entries.get(i), request))));
        done.values().forEach(outcome -> {
            switch (outcome) {
                case Outcome.Success<Result>(Result.Wrote(var reply)) -> response.written(reply);
                case Outcome.Success<Result>(Result.Read(var body)) -> response.read(body);
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
            case GET ->
                request.answer(
                                id -> interactions.read(access, id),
                                (type, asked) -> interactions.search(access, type, asked, base))
                        .map(Result.Read::new);
            case POST ->
                interactions
                        .create(request.type(), json(entry), request.query())
                        .map(Result.Wrote::new);
            case PUT -> put(entry, request).map(Result.Wrote::new);
            case DELETE ->
                request.id().isPresent()
                        ? interactions
                                .delete(request.id().get(), request.ifMatch())
                                .map(Result.Wrote::new)
                        : Outcome.failed(new Fault.Invalid("a batch deletes by id"));
        };
    }

    private Outcome<Reply> put(Incoming.Entry entry, Request request) {
        return request.id().isPresent()
                ? interactions.update(request.id().get(), json(entry), request.ifMatch())
                : interactions.update(request.type(), request.query().orElse(""), json(entry), request.ifMatch());
    }

    private static Bytes json(Incoming.Entry entry) {
        return entry.resource().orElseThrow().json();
    }
}
