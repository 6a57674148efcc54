package org.healthsphere.node.http.smart;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.node.http.Correlation;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.http.fhir.FhirRoutes;
import org.healthsphere.node.smart.Call;
import org.healthsphere.node.smart.Reply;
import org.healthsphere.node.smart.Smart;

/** The paths that apps call. Each proves itself where it must, in what it sends: so the doors are open to anybody. */
public final class SmartRoutes implements Routes {
    private static final Route SMART = Route.get(FhirRoutes.BASE + "/.well-known/smart-configuration");
    private static final Route OPEN_ID = Route.get("/.well-known/openid-configuration");
    private static final Route UDAP = Route.get(FhirRoutes.BASE + "/.well-known/udap");
    private static final Route KEYS = Route.get("/smart/jwks");
    private static final Route STYLE = Route.get("/smart/style");
    private static final Route TOKEN = Route.post("/smart/token");
    private static final Route INTROSPECT = Route.post("/smart/introspect");
    private static final Route REVOKE = Route.post("/smart/revoke");
    private static final Route REGISTER = Route.post("/smart/register");

    /** Who may call what. */
    public static final WhoMay WHO_MAY = new WhoMay(
            Rule.anybody(SMART),
            Rule.anybody(OPEN_ID),
            Rule.anybody(UDAP),
            Rule.anybody(KEYS),
            Rule.anybody(STYLE),
            Rule.anybody(TOKEN),
            Rule.anybody(INTROSPECT),
            Rule.anybody(REVOKE),
            Rule.anybody(REGISTER));

    private static final long LARGEST_BODY = 64 * 1024;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private final UseCases useCases;
    private final Smart smart;

    public SmartRoutes(UseCases useCases, Smart smart) {
        this.useCases = useCases;
        this.smart = smart;
    }

    /** Before the FHIR interface, whose paths below its base need a token. */
    @Override
    public void mount(Router router) {
        var cors = new Cors();
        for (var place : new String[] {FhirRoutes.BASE, FhirRoutes.BASE + "/*", "/smart/*", "/.well-known/*"}) {
            router.route(place).handler(cors);
        }
        get(router, SMART, () -> new Reply(OK, smart.smartConfiguration()), "public, max-age=300");
        get(router, OPEN_ID, () -> new Reply(OK, smart.openIdConfiguration()), "public, max-age=300");
        get(router, UDAP, smart::udapConfiguration, "public, max-age=300");
        get(router, KEYS, smart::keys, "public, max-age=300");
        get(router, STYLE, smart::style, "public, max-age=300");
        post(router, TOKEN, FORM, smart::token);
        post(router, INTROSPECT, FORM, smart::introspect);
        post(router, REVOKE, FORM, smart::revoke);
        post(router, REGISTER, JSON, smart::register);
    }

    private void get(Router router, Route route, Supplier<Reply> work, String caching) {
        router.get(route.path())
                .handler(context -> useCases.call(work::get)
                        .onSuccess(reply -> send(context.response().putHeader("Cache-Control", caching), reply))
                        .onFailure(context::fail));
    }

    private void post(Router router, Route route, String type, Function<Call, Reply> work) {
        router.route(HttpMethod.POST, route.path()).handler(context -> {
            if (type(context).equals(type)) {
                context.next();
            } else {
                var said = "{\"error\":\"invalid_request\",\"error_description\":\"the body is " + type + "\"}";
                send(context.response(), new Reply(BAD_REQUEST, said));
            }
        });
        router.route(HttpMethod.POST, route.path())
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY).setMergeFormAttributes(false));
        router.route(HttpMethod.POST, route.path()).handler(context -> run(context, work));
    }

    private static String type(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Content-Type"))
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private void run(RoutingContext context, Function<Call, Reply> work) {
        var authorization = Optional.ofNullable(context.request().getHeader("Authorization"));
        var call = new Call(
                authorization,
                Optional.ofNullable(context.body().asString()).orElse(""),
                Optional.ofNullable(context.request().remoteAddress().hostAddress())
                        .orElse(""),
                Correlation.of(context));
        useCases.call(() -> work.apply(call))
                .onSuccess(reply -> {
                    if (reply.status() == UNAUTHORIZED && authorization.isPresent()) {
                        // RFC 6749, section 5.2: in the scheme that was used.
                        var scheme = authorization.get().split(" ", 2)[0];
                        context.response()
                                .putHeader("WWW-Authenticate", scheme.equalsIgnoreCase("Bearer") ? "Bearer" : "Basic");
                    }
                    send(
                            context.response()
                                    .putHeader("Cache-Control", "no-store")
                                    .putHeader("Pragma", "no-cache"),
                            reply);
                })
                .onFailure(context::fail);
    }

    private static void send(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.status());
        if (reply.json().isEmpty()) {
            response.end();
        } else {
            response.putHeader("Content-Type", JSON).end(reply.json());
        }
    }
}
