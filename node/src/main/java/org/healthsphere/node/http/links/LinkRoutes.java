package org.healthsphere.node.http.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.node.http.Correlation;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.links.SharedLinks;
import org.healthsphere.node.links.SharedLinks.Call;
import org.healthsphere.node.links.SharedLinks.Opening;
import org.healthsphere.specs.Outcome;

/**
 * Where a SMART Health Link leads: its manifest, and the files that this names. Whoever has the link may call, from any page.
 *
 * @see <a href="https://docs.smarthealthit.org/smart-health-links/spec">SMART Health Links, the manifest request</a>
 */
public final class LinkRoutes implements Routes {
    private static final Route FILE = Route.get("/links/files/:ticket");
    private static final Route MANIFEST = Route.post("/links/:name");

    /** Who may call what. */
    public static final WhoMay WHO_MAY = new WhoMay(Rule.anybody(MANIFEST), Rule.anybody(FILE));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR = "application/fhir+json";
    private static final long LARGEST_BODY = 4_096;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final UseCases useCases;
    private final SharedLinks links;

    public LinkRoutes(UseCases useCases, SharedLinks links) {
        this.useCases = useCases;
        this.links = links;
    }

    @Override
    public void mount(Router router) {
        router.route("/links/*").handler(LinkRoutes::fromAnywhere);
        router.get(FILE.path()).handler(this::file);
        router.route(HttpMethod.POST, MANIFEST.path())
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route(HttpMethod.POST, MANIFEST.path()).handler(this::manifest);
    }

    /** A viewer is a page of somebody else; what it may see hangs on the link alone, and on no cookie. */
    private static void fromAnywhere(RoutingContext context) {
        var response = context.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            response.setStatusCode(NO_CONTENT)
                    .putHeader("Access-Control-Allow-Methods", "GET, POST")
                    .putHeader("Access-Control-Allow-Headers", "Content-Type")
                    .end();
        } else {
            context.next();
        }
    }

    private void manifest(RoutingContext context) {
        var asked = asked(context);
        if (asked.isEmpty()) {
            context.response().setStatusCode(BAD_REQUEST).end();
            return;
        }
        var passcode = Optional.of(asked.get().path("passcode").asText()).filter(code -> !code.isEmpty());
        var call = new Call(
                context.pathParam("name"),
                asked.get().path("recipient").asText(),
                passcode,
                Correlation.of(context));
        var longest = asked.get().path("embeddedLengthMax").asLong(Long.MAX_VALUE);
        useCases.call(() -> links.open(call))
                .onSuccess(outcome -> answer(context.response(), outcome, longest))
                .onFailure(context::fail);
    }

    /** Whoever opens a link says who he is. */
    private static Optional<JsonNode> asked(RoutingContext context) {
        try {
            var body = Optional.ofNullable(context.body().asString()).orElse("");
            return Optional.of(JSON.readTree(body))
                    .filter(json -> !json.path("recipient").asText().isBlank());
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static void answer(HttpServerResponse response, Outcome<Opening> outcome, long longest) {
        switch (outcome) {
            case Outcome.Failure<Opening> _ -> response.setStatusCode(UNAVAILABLE).end();
            case Outcome.Success<Opening>(var opening) -> answer(response, opening, longest);
        }
    }

    private static void answer(HttpServerResponse response, Opening opening, long longest) {
        switch (opening) {
            case Opening.Nothing _ -> response.setStatusCode(NOT_FOUND).end();
            case Opening.WrongPasscode(var left) ->
                json(response.setStatusCode(UNAUTHORIZED), JsonNodeFactory.instance.objectNode().put("remainingAttempts", left));
            case Opening.Opened(var file, var location) -> {
                var manifest = JsonNodeFactory.instance.objectNode();
                var entry = manifest.putArray("files").addObject().put("contentType", FHIR);
                if (file.length() <= longest) {
                    entry.put("embedded", file.utf8());
                } else {
                    entry.put("location", location);
                }
                json(response.setStatusCode(OK), manifest);
            }
        }
    }

    private static void json(HttpServerResponse response, JsonNode body) {
        response.putHeader("Content-Type", "application/json").end(body.toString());
    }

    private void file(RoutingContext context) {
        var ticket = context.pathParam("ticket");
        useCases.call(() -> links.file(ticket))
                .onSuccess(file -> file.ifPresentOrElse(
                        jwe -> context.response()
                                .putHeader("Content-Type", "application/jose")
                                .end(jwe.utf8()),
                        () -> context.response().setStatusCode(NOT_FOUND).end()))
                .onFailure(context::fail);
    }
}
