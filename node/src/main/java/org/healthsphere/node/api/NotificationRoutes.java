package org.healthsphere.node.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.Optional;

import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.ingest.following.Following;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Where other FHIR servers of the hospital tell that something has changed. Whoever brings the secret of the subscription may call:
 * the server got it from this node, and has no token of it. What is answered with success is durable.
 */
public final class NotificationRoutes implements Routes {
    private static final Route TOLD = Route.post("/api/v1/notifications/:source");

    /** Who may call what. */
    public static final WhoMay WHO_MAY = new WhoMay(Rule.anybody(TOLD));

    private static final long LARGEST_BODY = 16L * 1024 * 1024;
    private static final int OK = 200;

    private final UseCases useCases;
    private final Map<String, Following> followed;

    /** @param followed by the name of their source */
    public NotificationRoutes(UseCases useCases, Map<String, Following> followed) {
        this.useCases = useCases;
        this.followed = Map.copyOf(followed);
    }

    @Override
    public void mount(Router router) {
        router.route(HttpMethod.POST, TOLD.path())
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route(HttpMethod.POST, TOLD.path()).handler(this::told);
    }

    private void told(RoutingContext context) {
        var source = Optional.ofNullable(context.pathParam("source")).orElse("");
        var secret = Optional.ofNullable(context.request().getHeader("Authorization"))
                .orElse("");
        var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        useCases.call(() -> told(source, secret, Bytes.of(body.getBytes())))
                .onSuccess(outcome -> {
                    switch (outcome) {
                        case Outcome.Success<Long> _ ->
                            context.response().setStatusCode(OK).end();
                        case Outcome.Failure<Long>(var fault) -> Faults.answer(context, fault);
                    }
                })
                .onFailure(context::fail);
    }

    /** Whether there is such a source is not told to who has no secret. */
    private Outcome<Long> told(String source, String secret, Bytes body) {
        return Optional.ofNullable(followed.get(source))
                .map(following -> following.notified(secret, body))
                .orElseGet(() -> Outcome.failed(new Fault.Unauthenticated("the secret of the subscription")));
    }
}
