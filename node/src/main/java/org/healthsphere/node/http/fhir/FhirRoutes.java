package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mounts FHIR's RESTful API below {@link #BASE}. Every refusal is an OperationOutcome. */
public final class FhirRoutes implements Routes {
    public static final String BASE = "/fhir";

    private static final Logger LOG = LoggerFactory.getLogger(FhirRoutes.class);
    private static final String JSON = "application/fhir+json;charset=utf-8";
    private static final Set<String> FORMATS = Set.of("json", "application/json", "application/fhir+json");
    private static final int TOO_LARGE = 413;
    private static final int NOT_FOUND = 404;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final UseCases useCases;
    private final SearchParameters parameters;
    private final Authenticator authenticator;
    private final Settings settings;
    private final List<Interaction> interactions;
    private final String started;

    /**
     * How the API is offered.
     *
     * @param publicBase the address clients use, where it is not the one they are answered under
     * @param largestBody in bytes
     */
    public record Settings(Optional<String> publicBase, long largestBody) {
        public static final Settings USUAL = new Settings(Optional.empty(), 64L << 20);
    }

    public FhirRoutes(
            UseCases useCases,
            Interactions interactions,
            SearchParameters parameters,
            Authenticator authenticator,
            Settings settings,
            InstantSource clock) {
        this.useCases = useCases;
        this.parameters = parameters;
        this.authenticator = authenticator;
        this.settings = settings;
        this.interactions = new Wire(interactions).all();
        this.started = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    }

    @Override
    public void mount(Router router) {
        router.get(BASE + "/metadata").handler(this::metadata);
        router.route(BASE + "/*")
                .handler(BodyHandler.create(false).setBodyLimit(settings.largestBody()))
                .failureHandler(FhirRoutes::failed);
        for (var interaction : interactions) {
            var path = interaction.isOfSystem() ? BASE : BASE + interaction.path();
            router.route(interaction.method(), path).handler(context -> handle(context, interaction));
        }
        router.route(BASE + "/*")
                .handler(context -> send(context, Answer.of(new Fault.NotFound("such an interaction"))));
    }

    private void metadata(RoutingContext context) {
        var request = context.request();
        var base = settings.publicBase().orElseGet(() -> request.scheme() + "://" + request.authority() + BASE);
        send(context, Answer.of(200, Capability.statement(interactions, parameters, base, started)));
    }

    private void handle(RoutingContext context, Interaction interaction) {
        switch (format(context).then(_ -> authenticator.authenticate(context.request()))) {
            case Outcome.Failure<Access>(var fault) -> send(context, Answer.of(fault));
            case Outcome.Success<Access>(var access) -> {
                var call = Call.of(context, access, settings.publicBase());
                useCases.call(() -> interaction.work().apply(call))
                        .onSuccess(outcome -> send(context, answer(outcome)))
                        .onFailure(defect -> {
                            LOG.error("defect in {} of request {}", interaction.code(), access.correlation(), defect);
                            send(context, defect());
                        });
            }
        }
    }

    private static Answer answer(Outcome<Answer> outcome) {
        return switch (outcome) {
            case Outcome.Success<Answer>(var answer) -> answer;
            case Outcome.Failure<Answer>(var fault) -> Answer.of(fault);
        };
    }

    private static Outcome<String> format(RoutingContext context) {
        var asked = Optional.ofNullable(context.request().getParam("_format"));
        return asked.isEmpty() || FORMATS.contains(asked.get())
                ? Outcome.of("json")
                : Outcome.failed(new Fault.Invalid(List.of(new Problem("_format", "is json here"))));
    }

    /** What Vert.x refuses before a use case begins: a body too large, above all. */
    private static void failed(RoutingContext context) {
        var answer = switch (context.statusCode()) {
            case TOO_LARGE -> Answer.of(new Fault.TooCostly("the body is larger than this server takes"));
            case NOT_FOUND -> Answer.of(new Fault.NotFound("such an interaction"));
            default -> defect();
        };
        send(context, answer);
    }

    /** No detail: a defect may hold anything. */
    private static Answer defect() {
        return Answer.of(
                500,
                Bytes.utf8(
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"fatal\","
                                + "\"code\":\"exception\",\"diagnostics\":\"This server failed. Its operator finds more in the log.\"}]}"));
    }

    private static void send(RoutingContext context, Answer answer) {
        var response = context.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        var body = wantsPretty(context) ? pretty(answer.body()) : answer.body();
        if (body.isEmpty()) {
            var _ = response.end();
        } else {
            var _ = response.putHeader("Content-Type", JSON).end(Buffer.buffer(body.array()));
        }
    }

    private static boolean wantsPretty(RoutingContext context) {
        return "true".equals(context.request().getParam("_pretty"));
    }

    /** Only white space is added: numbers keep their digits. */
    private static Bytes pretty(Bytes json) {
        var out = new ByteArrayOutputStream(2 * json.length());
        try (var parser = FACTORY.createParser(json.array());
                var generator = FACTORY.createGenerator(out).useDefaultPrettyPrinter()) {
            while (parser.nextToken() != null) {
                generator.copyCurrentEventExact(parser);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }
}
