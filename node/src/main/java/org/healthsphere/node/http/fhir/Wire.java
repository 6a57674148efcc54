package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Which request means which interaction, and how its result is answered (FHIR R4, RESTful API). */
final class Wire {
    private static final int OK = 200;
    private static final String TYPE = "/:type";
    private static final String INSTANCE = "/:type/:id";

    private final Interactions interactions;

    Wire(Interactions interactions) {
        this.interactions = interactions;
    }

    /** Everything there is; what is not in here is neither routed nor declared. */
    List<Interaction> all() {
        var writes = new WriteWire(interactions.writes());
        return List.of(
                new Interaction(HttpMethod.POST, "/", "transaction", this::bundle),
                new Interaction(HttpMethod.POST, "/", "batch", this::bundle),
                new Interaction(HttpMethod.GET, "/", "search-system", this::searchAll),
                new Interaction(HttpMethod.POST, "/_search", "search-system", this::searchAll),
                new Interaction(HttpMethod.GET, "/_history", "history-system", this::historyOfAll),
                new Interaction(HttpMethod.GET, TYPE + "/_history", "history-type", this::historyOfType),
                new Interaction(HttpMethod.GET, INSTANCE + "/_history/:version", "vread", this::version),
                new Interaction(HttpMethod.GET, INSTANCE + "/_history", "history-instance", this::history),
                new Interaction(HttpMethod.POST, TYPE + "/_search", "search-type", this::search),
                new Interaction(HttpMethod.GET, INSTANCE + "/:inside", "search-type", this::searchWithin),
                new Interaction(HttpMethod.POST, INSTANCE + "/:inside/_search", "search-type", this::searchWithin),
                new Interaction(HttpMethod.GET, INSTANCE, "read", this::read),
                new Interaction(HttpMethod.PUT, INSTANCE, "update", writes::update),
                new Interaction(HttpMethod.PATCH, INSTANCE, "patch", writes::patch),
                new Interaction(HttpMethod.DELETE, INSTANCE, "delete", writes::delete),
                new Interaction(HttpMethod.GET, TYPE, "search-type", this::search),
                new Interaction(HttpMethod.POST, TYPE, "create", writes::create),
                new Interaction(HttpMethod.PUT, TYPE, "update", writes::conditionalUpdate),
                new Interaction(HttpMethod.PATCH, TYPE, "patch", writes::conditionalPatch),
                new Interaction(HttpMethod.DELETE, TYPE, "delete", writes::conditionalDelete));
    }

    private Outcome<Answer> read(Call call) {
        return call.id().then(id -> shown(call, interactions.read(call.access(), id)));
    }

    private Outcome<Answer> version(Call call) {
        return call.id()
                .then(id -> call.path().version().matches("\\d{1,18}")
                        ? shown(
                                call,
                                interactions.version(
                                        call.access(),
                                        id,
                                        Long.parseLong(call.path().version())))
                        : Outcome.failed(new Fault.NotFound("such a version")));
    }

    private Outcome<Answer> shown(Call call, Outcome<StoredResource> found) {
        return call.part()
                .then(part -> found.map(resource -> {
                    var answer = Answer.of(OK, resource).withBody(interactions.shown(part, resource));
                    var raw = RawBinary.isMeant(call, call.headers().accept())
                            && !call.query().contains("_format=");
                    return (raw ? RawBinary.unwrapped(answer) : answer)
                            .unlessKnown(call.headers().conditional(), resource);
                }));
    }

    private Outcome<Answer> history(Call call) {
        return call.id().then(id -> history(call, Optional.empty(), Optional.of(id)));
    }

    private Outcome<Answer> historyOfType(Call call) {
        return call.type().then(type -> history(call, Optional.of(type), Optional.empty()));
    }

    private Outcome<Answer> historyOfAll(Call call) {
        return history(call, Optional.empty(), Optional.empty());
    }

    private Outcome<Answer> history(Call call, Optional<String> type, Optional<ResourceId> id) {
        return call.parameters()
                .then(asked -> interactions.history(call.asking(), type, id, asked))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> search(Call call) {
        return call.parameters()
                .then(asked -> interactions.search(call.asking(), call.path().type(), asked))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> searchAll(Call call) {
        return call.parameters()
                .then(asked -> interactions.searchAll(call.asking(), asked))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> searchWithin(Call call) {
        return call.id()
                .then(id -> call.path()
                        .searched()
                        .then(type -> call.parameters()
                                .then(asked -> interactions.searchWithin(call.asking(), id, type, asked))))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> bundle(Call call) {
        return interactions.bundle(call.asking(), call.content().body()).map(bundle -> Answer.of(OK, bundle));
    }
}
