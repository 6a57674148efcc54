package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.OwnSummary;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Matching;
import org.healthsphere.node.fhir.SamplePatients;
import org.healthsphere.node.fhir.Summaries;
import org.healthsphere.node.fhir.Validation;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.fhir.subscription.SubscribedHouse;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.fhir.subscription.Targets;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;

/** A server with subscriptions over real HTTP, whose subscribers are told by a thread that runs. */
final class SubscriptionServer implements AutoCloseable {
    private static final SearchParameters PARAMETERS = SearchParameters.r4();
    private static final CompiledTerminology TERMINOLOGY = TerminologyLibrary.open(
                    Path.of("target", "subscription-server", "terminology"), BundledContent.sources())
            .orElseThrow();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final SubscribedHouse subscribed = new SubscribedHouse();
    final House house = subscribed.house;
    final HttpClient client = HttpClient.newHttpClient();
    final Subscriptions subscriptions;
    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final RestHooks hooks;
    private final AtomicInteger ids = new AtomicInteger();
    final String base;

    /** One that waits for whoever is slow. */
    SubscriptionServer(Targets.Policy policy, Optional<TrustOptions> trust) {
        this(policy, trust, new SubscriptionSocket.Pace(Duration.ofMinutes(5), Duration.ofMinutes(5)));
    }

    SubscriptionServer(Targets.Policy policy, Optional<TrustOptions> trust, SubscriptionSocket.Pace pace) {
        var targets = new Targets(policy, Targets.Names.SYSTEM);
        this.hooks = new RestHooks(vertx, targets, trust);
        this.subscriptions =
                subscribed.opened(house.store, new Subscriptions.Ways(targets, hooks, subscribed.secrets()));
        var router = Router.router(vertx);
        new SubscriptionSocket(vertx, useCases, subscriptions, pace).mount(router);
        routes().mount(router);
        var server = ended(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        this.base = "http://127.0.0.1:" + server.actualPort() + "/fhir";
        var _ = useCases.call(() -> {
            subscriptions.dispatcher().run(courier -> {
                var _ = useCases.call(() -> {
                    courier.run();
                    return true;
                });
            });
            return true;
        });
    }

    private FhirRoutes routes() {
        var intake = new Intake(PARAMETERS);
        var interactions = new Interactions(
                intake, house.store, house.index, house.gate, house.audit, () -> "n" + ids.incrementAndGet());
        var exports = new Exports(
                interactions, house.gate, house.store, PARAMETERS, house.clock, () -> "e" + ids.incrementAndGet());
        var summary = new OwnSummary(
                House.NORTH, new InternationalPatientSummary(House.NORTH, "Hospital north"), house.clock);
        var terms = new TerminologyOperations(TERMINOLOGY, house.clock, "test");
        var operations = new FhirRoutes.Operations(
                new Validation(intake, house.gate, (_, _) -> Outcome.of(List.of())),
                new Matching(intake, house.gate, new SamplePatients(house.store), SamplePatients.TOKENIZER),
                new Summaries(
                        house.gate,
                        interactions.records(),
                        (access, record) -> summary.of(access.correlation(), record)),
                () -> terms);
        return new FhirRoutes(
                useCases,
                new FhirRoutes.Offered(
                        interactions,
                        exports,
                        operations,
                        new Jobs(Jobs.Kind.REQUEST, house.store, house.clock, () -> "a" + ids.incrementAndGet()),
                        Optional.of(subscriptions)),
                PARAMETERS,
                request -> access(String.valueOf(request.getHeader("Authorization"))),
                new FhirRoutes.Settings(Optional.empty(), 1 << 20),
                house.clock);
    }

    private static Outcome<Access> access(String authorization) {
        return authorization.startsWith("Bearer ")
                ? Outcome.of(new Access(
                        new Requester(House.NORTH, authorization.substring(7), Role.SYSTEM),
                        PurposeOfUse.TREAT,
                        "asked"))
                : Outcome.failed(new Fault.Unauthenticated("no token"));
    }

    private static <T> T ended(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer program")
                .header("Content-Type", "application/fhir+json")
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (var i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A measurement of somebody, sent as a program does. */
    void pulse(String id, String patient) {
        var sent = send("PUT", "/Observation/" + id, """
                {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"pulse"},
                 "subject":{"reference":"Patient/%s"}}""".formatted(id, patient));
        if (sent.statusCode() > 201) {
            throw new IllegalStateException(sent.body());
        }
    }

    /** Waits for what must come, for as long as a slow machine may need. */
    static void until(String what, BooleanSupplier there) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!there.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Time passes for the server; consent stays known. */
    void pass(Duration time) {
        house.clock.advance(time);
        house.follow();
    }

    @Override
    public void close() {
        subscriptions.dispatcher().close();
        hooks.close();
        useCases.close();
        ended(vertx.close());
        client.close();
    }
}
