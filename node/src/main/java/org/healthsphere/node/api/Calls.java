package org.healthsphere.node.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.http.Correlation;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Lets in who may call, runs the call on a thread of its own, and answers. */
public final class Calls {
    private static final long LARGEST_BODY = 64L * 1024 * 1024;
    private static final String BEARER = "bearer ";
    private static final String CALLER = "caller";

    private final AccessTokens tokens;
    private final WhoMay whoMay;
    private final UseCases useCases;

    public Calls(AccessTokens tokens, WhoMay whoMay, UseCases useCases) {
        this.tokens = tokens;
        this.whoMay = whoMay;
        this.useCases = useCases;
    }

    /** One call. */
    public record Call(Caller caller, String correlation, RoutingContext context, Bytes body) {
        public String parameter(String name) {
            return Optional.ofNullable(context.pathParam(name)).orElse("");
        }
    }

    /** What is answered. */
    public record Reply(int status, String contentType, Bytes body) {
        public static Reply json(int status, Object json) {
            return new Reply(status, "application/json", Bytes.utf8(json.toString()));
        }
    }

    /** What answers a call; it may block. */
    @FunctionalInterface
    public interface Use {
        Outcome<Reply> answer(Call call);
    }

    /** Three handlers on one path: nobody's body is read before he is let in. */
    void mount(Router router, Route route, Use use) {
        var method = HttpMethod.valueOf(route.method());
        router.route(method, route.path()).handler(context -> admit(context, route));
        router.route(method, route.path()).handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route(method, route.path()).handler(context -> run(context, use));
    }

    private void admit(RoutingContext context, Route route) {
        switch (admitted(context, route)) {
            case Outcome.Success<Caller>(var caller) -> {
                context.put(CALLER, caller);
                context.next();
            }
            case Outcome.Failure<Caller>(var fault) -> Faults.answer(context, fault);
        }
    }

    private Outcome<Caller> admitted(RoutingContext context, Route route) {
        var header = Optional.ofNullable(context.request().getHeader("Authorization"))
                .orElse("");
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Outcome.failed(new Fault.Unauthenticated("an access token is needed: Authorization: Bearer ..."));
        }
        return tokens.verify(header.substring(BEARER.length()).strip())
                .then(caller -> whoMay.permits(route, Optional.of(caller.role()))
                        ? Outcome.of(caller)
                        : Outcome.failed(new Fault.Forbidden("this is not for the role of the token's holder")));
    }

    private void run(RoutingContext context, Use use) {
        Caller caller = Objects.requireNonNull(context.get(CALLER));
        var buffer = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        var call = new Call(caller, Correlation.of(context), context, Bytes.of(buffer.getBytes()));
        useCases.call(() -> use.answer(call))
                .onSuccess(outcome -> answer(context, outcome))
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, Outcome<Reply> outcome) {
        switch (outcome) {
            case Outcome.Success<Reply>(var reply) ->
                context.response()
                        .setStatusCode(reply.status())
                        .putHeader("Content-Type", reply.contentType())
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(reply.body().array()));
            case Outcome.Failure<Reply>(var fault) -> Faults.answer(context, fault);
        }
    }
}
