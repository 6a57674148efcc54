package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.Inputs;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The requests about Subscriptions, which are no part of the records (Subscriptions R5 Backport 1.1). */
final class SubscriptionWire {
    static final String TYPE = "Subscription";
    static final String STATUS = "$status";
    static final String EVENTS = "$events";
    static final String BINDING = "$get-ws-binding-token";

    private static final int OK = 200;
    private static final String ALL = "/" + TYPE;
    private static final String ONE = ALL + "/:id";

    private final Subscriptions subscriptions;

    SubscriptionWire(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    List<Interaction> all() {
        return Stream.of(
                        both(ALL + "/" + STATUS, STATUS, this::status),
                        both(ONE + "/" + STATUS, STATUS, this::status),
                        both(ONE + "/" + EVENTS, EVENTS, this::events),
                        both(ALL + "/" + BINDING, BINDING, this::bindingToken),
                        both(ONE + "/" + BINDING, BINDING, this::bindingToken),
                        List.of(
                                new Interaction(HttpMethod.POST, ALL + "/_search", "search-type", this::search),
                                new Interaction(HttpMethod.GET, ONE, "read", this::read),
                                new Interaction(HttpMethod.PUT, ONE, "update", this::update),
                                new Interaction(HttpMethod.PATCH, ONE, "patch", this::patch),
                                new Interaction(HttpMethod.DELETE, ONE, "delete", this::delete),
                                new Interaction(HttpMethod.GET, ALL, "search-type", this::search),
                                new Interaction(HttpMethod.POST, ALL, "create", this::create)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Interaction> both(String path, String code, Function<Call, Outcome<Answer>> work) {
        return List.of(
                new Interaction(HttpMethod.GET, path, code, work), new Interaction(HttpMethod.POST, path, code, work));
    }

    private static Outcome<String> id(Call call) {
        return call.ofType(TYPE).id().map(ResourceId::id);
    }

    private static Outcome<Optional<String>> someId(Call call) {
        return call.path().id().isEmpty() ? Outcome.of(Optional.empty()) : id(call).map(Optional::of);
    }

    private Outcome<Answer> create(Call call) {
        return call.ifNoneExist().isPresent()
                ? Outcome.failed(new Fault.Unprocessable(
                        List.of(new Problem("If-None-Exist", "is not for Subscriptions; search for one first"))))
                : subscriptions
                        .create(call.asking(), call.content().body())
                        .map(reply -> WriteWire.written(call, reply));
    }

    private Outcome<Answer> update(Call call) {
        return id(call).then(id -> call.ifMatch()
                        .then(expected -> subscriptions.update(
                                call.asking(), id, call.content().body(), expected)))
                .map(reply -> WriteWire.written(call, reply));
    }

    private Outcome<Answer> patch(Call call) {
        return id(call).then(id -> call.ifMatch()
                        .then(expected -> WriteWire.changed(call)
                                .then(patch -> subscriptions.patch(call.asking(), id, patch, expected))))
                .map(reply -> WriteWire.written(call, reply));
    }

    private Outcome<Answer> delete(Call call) {
        return id(call).then(id -> call.ifMatch().then(expected -> subscriptions.delete(call.access(), id, expected)))
                .map(WriteWire::deleted);
    }

    private Outcome<Answer> read(Call call) {
        return id(call).then(id -> subscriptions.read(call.access(), id))
                .map(resource ->
                        Answer.of(OK, resource).unlessKnown(call.headers().conditional(), resource));
    }

    private Outcome<Answer> search(Call call) {
        return call.parameters()
                .then(asked -> subscriptions.search(call.asking(), asked))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> status(Call call) {
        return someId(call)
                .then(id -> inputs(call).then(inputs -> subscriptions.status(call.asking(), id, inputs.parameters())))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> events(Call call) {
        return id(call).then(
                        id -> inputs(call).then(inputs -> subscriptions.events(call.access(), id, inputs.parameters())))
                .map(bundle -> Answer.of(OK, bundle));
    }

    private Outcome<Answer> bindingToken(Call call) {
        return someId(call)
                .then(id -> inputs(call)
                        .then(inputs -> subscriptions.bindingToken(
                                call.access(), id, inputs.parameters(), SubscriptionSocket.address(call.base()))))
                .map(token -> Answer.of(OK, token).with("Cache-Control", "no-store"));
    }

    private static Outcome<Inputs> inputs(Call call) {
        return OperationWire.inputs(call);
    }
}
