package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.OwnSummary;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Matching;
import org.healthsphere.node.fhir.OpenGate;
import org.healthsphere.node.fhir.Profiles;
import org.healthsphere.node.fhir.SamplePatients;
import org.healthsphere.node.fhir.Summaries;
import org.healthsphere.node.fhir.Validation;
import org.healthsphere.node.fhir.audit.AuditEvents;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server over real HTTP, whose answers are read by the reference parser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FhirServer {
    static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final SearchParameters PARAMETERS = SearchParameters.r4();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger ids = new AtomicInteger();
    private CompiledTerminology terminology;
    String base = "";

    @BeforeAll
    void listen(@TempDir Path folder) throws Exception {
        terminology = TerminologyLibrary.open(folder, BundledContent.sources()).orElseThrow();
        var store = new InMemoryResourceStore(() -> NOW);
        var index = LuceneResourceIndex.inMemory(store, PARAMETERS);
        var gate = new OpenGate(store, index);
        var audit = new InMemoryAuditLog(() -> NOW);
        var interactions =
                new Interactions(new Intake(PARAMETERS), store, index, gate, audit, () -> "n" + ids.incrementAndGet());
        var exports = new Exports(interactions, gate, store, PARAMETERS, () -> NOW, () -> "e" + ids.incrementAndGet());
        var router = Router.router(vertx);
        new FhirRoutes(
                        useCases,
                        new FhirRoutes.Offered(
                                interactions,
                                exports,
                                operations(store, gate, interactions),
                                new Jobs(Jobs.Kind.REQUEST, store, () -> NOW, () -> "a" + ids.incrementAndGet()),
                                Optional.empty(),
                                Optional.of(new AuditEvents(new NodeId("hospital-a"), audit))),
                        PARAMETERS,
                        request -> access(String.valueOf(request.getHeader("Authorization"))),
                        new FhirRoutes.Settings(Optional.empty(), 1 << 20),
                        () -> NOW)
                .mount(router);
        var server = ended(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        base = "http://127.0.0.1:" + server.actualPort() + "/fhir";
    }

    /** Whoever claims the profile "urn:colour" is told that he has none. */
    private FhirRoutes.Operations operations(InMemoryResourceStore store, OpenGate gate, Interactions interactions) {
        var intake = new Intake(PARAMETERS);
        var terms = new TerminologyOperations(terminology, () -> NOW, "test");
        var self = new NodeId("hospital-a");
        var summary = new OwnSummary(self, new InternationalPatientSummary(self, "Hospital A"), () -> NOW);
        return new FhirRoutes.Operations(
                new Validation(
                        intake,
                        gate,
                        (resource, profiles) -> Outcome.of(
                                profiles.contains("urn:colour")
                                        ? List.of(new Profiles.Remark(
                                                Profiles.Severity.ERROR, "invariant", "Patient", "has no colour"))
                                        : List.of())),
                new Matching(intake, gate, new SamplePatients(store), SamplePatients.TOKENIZER),
                new Summaries(
                        gate, interactions.records(), (access, record) -> summary.of(access.correlation(), record)),
                () -> terms);
    }

    @AfterAll
    void close() throws Exception {
        useCases.close();
        ended(vertx.close());
        client.close();
    }

    /** Two clients are known, and an auditor. */
    private static Outcome<Access> access(String authorization) {
        return switch (authorization) {
            case "Bearer good", "Bearer other" ->
                Outcome.of(new Access(
                        new Requester(new NodeId("hospital-a"), authorization.substring(7), Role.SYSTEM),
                        PurposeOfUse.TREAT,
                        "correlation"));
            case "Bearer auditor" ->
                Outcome.of(new Access(
                        new Requester(new NodeId("hospital-a"), "auditor-1", Role.AUDITOR),
                        PurposeOfUse.HOPERAT,
                        "correlation"));
            default -> Outcome.failed(new Fault.Unauthenticated("no token"));
        };
    }

    private static <T> T ended(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
                .header("Authorization", "Bearer good")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    static <T extends IBaseResource> T parsed(Class<T> type, HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/fhir+json;charset=utf-8");
        return FHIR.newJsonParser().parseResource(type, response.body());
    }
}
