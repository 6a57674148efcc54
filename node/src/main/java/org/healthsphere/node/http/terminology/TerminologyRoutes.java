package org.healthsphere.node.http.terminology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.fhir.Call;
import org.healthsphere.terminology.fhir.Operation;
import org.healthsphere.terminology.fhir.Parameters;
import org.healthsphere.terminology.fhir.Reply;
import org.healthsphere.terminology.fhir.TerminologyOperations;

/**
 * FHIR R4's terminology operations below {@code /terminology}, by GET with the parameters in the URL or by POST with a Parameters
 * resource, and {@code /terminology/metadata}.
 *
 * <p>Nothing in here is about a patient, so nothing passes the gate.
 */
public final class TerminologyRoutes implements Routes {
    /** The base path of the FHIR API. */
    public static final String BASE = "/terminology";

    private static final String JSON = "application/fhir+json;charset=utf-8";
    private static final int LARGEST_BODY = 16 << 20;

    private final UseCases useCases;
    private final Supplier<TerminologyOperations> operations;

    /** The operations are made ready by the first use case that needs them. */
    public TerminologyRoutes(UseCases useCases, Supplier<TerminologyOperations> operations) {
        this.useCases = useCases;
        this.operations = operations;
    }

    @Override
    public void mount(Router router) {
        router.get(BASE + "/metadata").handler(this::metadata);
        router.get(BASE + "/$versions").handler(context -> send(context, 200, TerminologyOperations.versions()));
        for (var operation : Operation.values()) {
            var path = BASE + "/" + operation.path();
            if (!operation.changesState()) {
                router.get(path).handler(context -> get(context, operation));
            }
            router.post(path)
                    .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                    .handler(context -> post(context, operation));
        }
        router.get(BASE + "/ValueSet").handler(this::search);
        router.get(BASE + "/ValueSet/:id").handler(this::read);
    }

    private void get(RoutingContext context, Operation operation) {
        var parameters = Parameters.of(query(context.queryParams()));
        var call = call(context);
        reply(context, () -> Outcome.of(operations.get().answer(operation, parameters, call)));
    }

    private static Call call(RoutingContext context) {
        var headers = context.request().headers();
        return Call.of(
                Objects.requireNonNullElse(headers.get("Accept-Language"), ""),
                Objects.requireNonNullElse(headers.get("X-Too-Costly-Threshold"), ""));
    }

    private void search(RoutingContext context) {
        var url = context.request().getParam("url", "");
        var version = context.request().getParam("version", "");
        answer(context, () -> Outcome.of(operations.get().searchValueSets(url, version)));
    }

    private void read(RoutingContext context) {
        var id = Objects.requireNonNullElse(context.pathParam("id"), "");
        answer(context, () -> operations.get().readValueSet(id));
    }

    private static Map<String, List<String>> query(MultiMap parameters) {
        return parameters.names().stream().collect(Collectors.toUnmodifiableMap(name -> name, parameters::getAll));
    }

    private void post(RoutingContext context, Operation operation) {
        var body = context.body().buffer();
        var bytes = body == null ? new byte[0] : body.getBytes();
        var call = call(context);
        reply(
                context,
                () -> Parameters.of(bytes).map(parameters -> operations.get().answer(operation, parameters, call)));
    }

    private void metadata(RoutingContext context) {
        var mode = context.request().getParam("mode", "full");
        answer(context, () -> switch (mode) {
            case "full", "normative" -> Outcome.of(operations.get().capabilityStatement());
            case "terminology" -> Outcome.of(operations.get().terminologyCapabilities());
            default ->
                Outcome.failed(new Fault.Invalid(
                        List.of(new Fault.Problem("mode", "is 'full', 'normative' or 'terminology'"))));
        });
    }

    private void answer(RoutingContext context, Callable<Outcome<ObjectNode>> useCase) {
        useCases.call(useCase).onFailure(context::fail).onSuccess(outcome -> {
            switch (outcome) {
                case Outcome.Success<ObjectNode>(var resource) -> send(context, 200, resource);
                case Outcome.Failure<ObjectNode>(var fault) -> Faults.answer(context, fault);
            }
        });
    }

    /** A refusal is an answer, too: an OperationOutcome with its status. */
    private void reply(RoutingContext context, Callable<Outcome<Reply>> useCase) {
        useCases.call(useCase).onFailure(context::fail).onSuccess(outcome -> {
            switch (outcome) {
                case Outcome.Success<Reply>(var reply) ->
                    send(context, reply.status(), reply.json().array());
                case Outcome.Failure<Reply>(var fault) -> Faults.answer(context, fault);
            }
        });
    }

    private static void send(RoutingContext context, int status, ObjectNode resource) {
        send(context, status, resource.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(RoutingContext context, int status, byte[] json) {
        var _ = context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", JSON)
                .end(Buffer.buffer(json));
    }
}
