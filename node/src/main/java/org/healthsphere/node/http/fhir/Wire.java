package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Reply;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Which request means which interaction, and how its result is answered (FHIR R4, RESTful API). */
final class Wire {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final String TYPE = "/:type";
    private static final String INSTANCE = "/:type/:id";

    private final Interactions interactions;

    Wire(Interactions interactions) {
        this.interactions = interactions;
    }

    /** Everything there is; what is not in here is neither routed nor declared. */
    List<Interaction> all() {
        return List.of(
                new Interaction(HttpMethod.POST, "/", "transaction", this::bundle),
                new Interaction(HttpMethod.POST, "/", "batch", this::bundle),
                new Interaction(HttpMethod.GET, "/Patient/:id/$everything", "$everything", this::everything),
                new Interaction(HttpMethod.GET, INSTANCE + "/_history/:version", "vread", this::version),
                new Interaction(HttpMethod.GET, INSTANCE + "/_history", "history-instance", this::history),
                new Interaction(HttpMethod.POST, TYPE + "/_search", "search-type", this::search),
                new Interaction(HttpMethod.GET, INSTANCE, "read", this::read),
                new Interaction(HttpMethod.PUT, INSTANCE, "update", this::update),
                new Interaction(HttpMethod.DELETE, INSTANCE, "delete", this::delete),
                new Interaction(HttpMethod.GET, TYPE, "search-type", this::search),
                new Interaction(HttpMethod.POST, TYPE, "create", this::create),
                new Interaction(HttpMethod.PUT, TYPE, "update", this::conditionalUpdate));
    }

    private Outcome<Answer> read(Call call) {
        return call.id()
                .then(id -> interactions.read(call.access(), id))
                .map(found -> Answer.of(OK, found).unlessKnown(call.headers().ifNoneMatch()));
    }

    private Outcome<Answer> version(Call call) {
        return call.id()
                .then(id -> call.path().version().matches("\\d{1,18}")
                        ? interactions.version(
                                call.access(), id, Long.parseLong(call.path().version()))
                        : Outcome.failed(new Fault.NotFound("such a version")))
                .map(found -> Answer.of(OK, found));
    }

    private Outcome<Answer> history(Call call) {
        return call.id()
                .then(id -> interactions.history(call.access(), id, call.base()))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> search(Call call) {
        return call.parameters()
                .then(asked -> interactions.search(call.access(), call.path().type(), asked, call.base()))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> everything(Call call) {
        return call.parameters()
                .then(asked ->
                        interactions.everything(call.access(), call.path().id(), asked, call.base()))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> bundle(Call call) {
        return interactions
                .bundle(call.access(), call.content().body(), call.base())
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> create(Call call) {
        return interactions
                .create(call.path().type(), call.content().body(), call.ifNoneExist())
                .map(reply -> written(call, reply));
    }

    private Outcome<Answer> update(Call call) {
        return call.id()
                .then(id -> call.ifMatch()
                        .then(expected -> interactions.update(id, call.content().body(), expected)))
                .map(reply -> written(call, reply));
    }

    private Outcome<Answer> conditionalUpdate(Call call) {
        return call.ifMatch()
                .then(expected -> interactions.update(
                        call.path().type(), call.query(), call.content().body(), expected))
                .map(reply -> written(call, reply));
    }

    private Outcome<Answer> delete(Call call) {
        return call.id()
                .then(id -> call.ifMatch().then(expected -> interactions.delete(id, expected)))
                .map(reply -> reply.resource()
                        .map(gone -> Answer.of(NO_CONTENT, gone))
                        .orElseGet(() -> Answer.of(NO_CONTENT, Bytes.NONE)));
    }

    private Answer written(Call call, Reply reply) {
        var resource = reply.resource().orElseThrow();
        var status = reply.effect() == Reply.Effect.CREATED ? CREATED : OK;
        var answer = Answer.of(status, resource).located(call.base(), resource);
        if (call.wantsMinimal()) {
            return answer.withBody(Bytes.NONE);
        }
        // What was found on a condition was not sent by the caller: only the gate may show it.
        return reply.effect() == Reply.Effect.FOUND
                ? answer.withBody(released(call, resource).orElse(Bytes.NONE))
                : answer;
    }

    private Optional<Bytes> released(Call call, StoredResource resource) {
        return switch (interactions.read(call.access(), resource.id())) {
            case Outcome.Success<StoredResource>(var shown) -> Optional.of(shown.json());
            case Outcome.Failure<StoredResource> _ -> Optional.empty();
        };
    }
}
