package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Matching;
import org.healthsphere.node.fhir.Summaries;
import org.healthsphere.node.fhir.Validation;
import org.healthsphere.node.fhir.audit.AuditEvents;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.handover.Handovers;
import org.healthsphere.node.http.Correlation;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.validation.XmlFormat;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mounts FHIR's RESTful API below {@link #BASE}. Every refusal is an OperationOutcome. */
public final class FhirRoutes implements Routes {
    public static final String BASE = "/fhir";

    private static final Logger LOG = LoggerFactory.getLogger(FhirRoutes.class);
    private static final String ACCESS = "access";
    private static final int OK = 200;
    private static final int TOO_LARGE = 413;
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final UseCases useCases;
    private final SearchParameters parameters;
    private final Supplier<TerminologyOperations> terminology;
    private final Authenticator authenticator;
    private final Settings settings;
    private final List<Interaction> interactions;
    private final Paths paths;
    private final AsyncWire async;
    private final List<String> topics;
    private final String started;
    private final XmlFormat xml = new XmlFormat();

    /**
     * How the API is offered.
     *
     * @param publicBase the address clients use, where it is not the one they are answered under
     * @param largestBody in bytes
     * @param oauth where apps get leave to call it, by the words of SMART's extension; empty: they do not
     */
    public record Settings(Optional<String> publicBase, long largestBody, Supplier<Map<String, String>> oauth) {
        public static final Settings USUAL = new Settings(Optional.empty(), 64L << 20);

        /** Without apps. */
        public Settings(Optional<String> publicBase, long largestBody) {
            this(publicBase, largestBody, Map::of);
        }
    }

    /**
     * What can be asked of it.
     *
     * @param requests those that are answered later
     */
    public record Offered(
            Interactions interactions,
            Exports exports,
            Operations operations,
            Jobs requests,
            Optional<Subscriptions> subscriptions,
            Optional<AuditEvents> audit) {
        /** Without a look into the audit log. */
        public Offered(
                Interactions interactions,
                Exports exports,
                Operations operations,
                Jobs requests,
                Optional<Subscriptions> subscriptions) {
            this(interactions, exports, operations, requests, subscriptions, Optional.empty());
        }
    }

    /** Operations that need more than the records. */
    public record Operations(
            Validation validation,
            Matching matching,
            Summaries summaries,
            Supplier<TerminologyOperations> terminology,
            Optional<Handovers> handovers) {
        /** Where nothing is handed over. */
        public Operations(
                Validation validation,
                Matching matching,
                Summaries summaries,
                Supplier<TerminologyOperations> terminology) {
            this(validation, matching, summaries, terminology, Optional.empty());
        }
    }

    public FhirRoutes(
            UseCases useCases,
            Offered offered,
            SearchParameters parameters,
            Authenticator authenticator,
            Settings settings,
            InstantSource clock) {
        this.useCases = useCases;
        this.parameters = parameters;
        this.terminology = offered.operations().terminology();
        this.authenticator = authenticator;
        this.settings = settings;
        this.topics = offered.subscriptions().map(Subscriptions::topics).orElse(List.of());
        var answers = Stream.of(
                        offered.audit()
                                .map(events -> new AuditWire(events).all())
                                .orElse(List.of()),
                        new TerminologyWire(terminology).all(),
                        new OperationWire(offered.interactions(), offered.operations()).all(),
                        offered.operations()
                                .handovers()
                                .map(handovers -> new HandoverWire(handovers).all())
                                .orElse(List.of()),
                        new Wire(offered.interactions()).all())
                .flatMap(List::stream)
                .toList();
        this.async = new AsyncWire(offered.requests(), answers, useCases, clock);
        this.interactions = Stream.of(
                        offered.subscriptions()
                                .map(subscriptions -> new SubscriptionWire(subscriptions).all())
                                .orElse(List.of()),
                        new BulkWire(offered.exports()).all(),
                        async.all(),
                        answers)
                .flatMap(List::stream)
                .toList();
        this.paths = new Paths(interactions);
        this.started = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    }

    @Override
    public void mount(Router router) {
        router.get(BASE + "/metadata").handler(this::metadata);
        router.head(BASE + "/metadata").handler(this::metadata);
        router.route(BASE + "/*").handler(this::admit);
        var bodies = BodyHandler.create(false).setBodyLimit(settings.largestBody());
        router.route(BASE + "/*")
                .handler(context -> {
                    // What comes with these means nothing; a form that came with a GET would be a failure of the
                    // handler.
                    if (isGet(context) || isHead(context)) {
                        context.next();
                    } else {
                        bodies.handle(context);
                    }
                })
                .failureHandler(FhirRoutes::failed);
        router.route(BASE + "/*").handler(this::handle);
    }

    private void metadata(RoutingContext context) {
        var request = context.request();
        var base = settings.publicBase().orElseGet(() -> request.scheme() + "://" + request.authority() + BASE);
        var mode = Optional.of(context)
                .filter(FhirRoutes::isReadable)
                .map(_ -> request.getParam("mode"))
                .orElse("full");
        respond(context, "metadata", _ -> switch (mode) {
            case "full", "normative" ->
                Outcome.of(Answer.of(
                        OK,
                        Capability.statement(
                                interactions,
                                parameters,
                                topics,
                                new Capability.Self(
                                        base, started, settings.oauth().get()))));
            case "terminology" ->
                Outcome.of(Answer.of(
                        OK,
                        Bytes.utf8(terminology.get().terminologyCapabilities().toString())));
            default ->
                Outcome.failed(new Fault.Invalid(List.of(new Problem("mode", "is full, normative or terminology"))));
        });
    }

    /** Before a byte of the body is kept: nobody who may not ask, and nothing that is not taken, costs memory. */
    private void admit(RoutingContext context) {
        switch (authenticator.authenticate(context.request())) {
            case Outcome.Failure<Access>(var fault) -> send(context, Answer.of(fault));
            case Outcome.Success<Access>(var access) ->
                MediaTypes.refusal(context.request(), BASE)
                        .ifPresentOrElse(
                                refusal -> send(context, refusal),
                                () -> context.put(ACCESS, access).next());
        }
    }

    private void handle(RoutingContext context) {
        var request = context.request();
        var path = Objects.requireNonNullElse(request.path(), "").substring(BASE.length());
        Segments.of(path)
                .flatMap(segments -> paths.find(request.method(), segments))
                .ifPresentOrElse(
                        found -> handle(context, found),
                        () -> send(context, Answer.of(new Fault.NotFound("such an interaction"))));
    }

    private void handle(RoutingContext context, Paths.Found found) {
        var interaction = found.interaction();
        var access = Objects.requireNonNull(context.<Access>get(ACCESS));
        var call = Call.of(context, found, access, settings.publicBase());
        respond(context, interaction.code(), xml -> inJson(call, xml).then(read -> async.answer(interaction, read)));
    }

    /** Answers, in the format that is wanted, what a use case comes to on a thread of its own. */
    private void respond(RoutingContext context, String code, Function<XmlFormat, Outcome<Answer>> work) {
        if (!isReadable(context)) {
            send(context, Answer.of(new Fault.Invalid("the query of the address is not encoded as it must be")));
            return;
        }
        var format = Format.asked(
                Optional.ofNullable(context.request().getParam("_format")),
                String.join(",", context.request().headers().getAll("Accept")));
        if (format.isEmpty()) {
            send(context, Format.notAcceptable());
            return;
        }
        useCases.call(() -> formatted(answer(work.apply(xml)), format.get()))
                .onSuccess(answer -> {
                    if (answer.rest().isPresent() && !isHead(context)) {
                        new Streaming(useCases, context.response()).send(answer);
                    } else {
                        send(context, answer);
                    }
                })
                .onFailure(defect -> {
                    LOG.error("defect in {} of {}", code, Correlation.of(context), defect);
                    send(context, defect());
                });
    }

    private static Outcome<Call> inJson(Call call, XmlFormat xml) {
        return Format.named(call.headers().contentType())
                        .filter(f -> f == Format.XML)
                        .isPresent()
                ? xml.toJson(call.content().body()).map(call::withBody)
                : Outcome.of(call);
    }

    private Answer formatted(Answer answer, Format format) {
        return format == Format.XML && answer.isResource()
                ? answer.withBody(xml.fromJson(answer.body())).with(Answer.CONTENT_TYPE, format.contentType())
                : answer;
    }

    private static Answer answer(Outcome<Answer> outcome) {
        return switch (outcome) {
            case Outcome.Success<Answer>(var answer) -> answer;
            case Outcome.Failure<Answer>(var fault) -> Answer.of(fault);
        };
    }

    /** What Vert.x refuses before a use case begins: a body too large, above all. */
    private static void failed(RoutingContext context) {
        var answer = switch (context.statusCode()) {
            case TOO_LARGE -> Answer.of(new Fault.TooCostly("the body is larger than this server takes"));
            case NOT_FOUND -> Answer.of(new Fault.NotFound("such an interaction"));
            default ->
                isForm(context)
                        ? Answer.of(new Fault.TooCostly("a field of the form is longer than this server takes"))
                        : defect();
        };
        send(context, answer);
    }

    private static boolean isForm(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(Answer.CONTENT_TYPE))
                .filter(type -> Format.plain(type).equals("application/x-www-form-urlencoded"))
                .isPresent();
    }

    /** No detail: a defect may hold anything. */
    static Answer defect() {
        return Answer.of(
                500,
                Bytes.utf8(
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"fatal\","
                                + "\"code\":\"exception\",\"diagnostics\":\"This server failed. Its operator finds more in the log.\"}]}"));
    }

    static void send(RoutingContext context, Answer answer) {
        var response = context.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.status() == UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (answer.body().isEmpty()) {
            var _ = response.end();
            return;
        }
        if (answer.isResource()) {
            response.putHeader(Answer.CONTENT_TYPE, Format.JSON.contentType());
        }
        var body = answer.isResource() && wantsPretty(context) ? pretty(answer.body()) : answer.body();
        if (!isHead(context)) {
            var _ = response.end(Buffer.buffer(body.array()));
            return;
        }
        if (answer.rest().isEmpty()) {
            response.putHeader("Content-Length", Integer.toString(body.length()));
        }
        var _ = response.end();
    }

    private static boolean isReadable(RoutingContext context) {
        try {
            var _ = context.request().params();
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isGet(RoutingContext context) {
        return context.request().method().equals(HttpMethod.GET);
    }

    private static boolean isHead(RoutingContext context) {
        return context.request().method().equals(HttpMethod.HEAD);
    }

    private static boolean wantsPretty(RoutingContext context) {
        return isReadable(context) && "true".equals(context.request().getParam("_pretty"));
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
