package org.healthsphere.node.http.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.healthsphere.terminology.remote.RemoteServer;
import org.healthsphere.terminology.remote.RemoteTerminology;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.TerminologyCapabilities;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The bundled terminology over real HTTP, its answers read by the reference parser, which refuses what is not R4. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminologyRoutesTest {
    private static final String CONDITIONS = "https://healthsphere.org/fhir/CodeSystem/conditions";
    private static final String DIABETES = "https://healthsphere.org/fhir/ValueSet/diabetes-type-2";

    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private final IParser parser =
            FhirContext.forR4Cached().newJsonParser().setParserErrorHandler(new StrictErrorHandler());
    private CompiledTerminology terminology;
    private HttpServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        terminology = TerminologyLibrary.open(folder, BundledContent.sources()).orElseThrow();
        var clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
        var router = Router.router(vertx);
        var operations = new TerminologyOperations(terminology, clock, "test");
        new TerminologyRoutes(useCases, () -> operations).mount(router);
        server = ended(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        useCases.close();
        ended(vertx.close());
    }

    @Test
    void a_code_is_looked_up() throws Exception {
        var answer = parser.parseResource(
                Parameters.class, body(get("CodeSystem/$lookup?code=type-2-diabetes&system=" + CONDITIONS)));
        assertThat(answer.getParameter("display").getValue().primitiveValue()).isEqualTo("Type 2 diabetes");
        assertThat(answer.getParameter("version").getValue().primitiveValue()).isEqualTo("1.0.0");
    }

    @Test
    void subsumption_and_validation_are_answered() throws Exception {
        var subsumes = parser.parseResource(
                Parameters.class,
                body(get("CodeSystem/$subsumes?codeA=diabetes&codeB=type-2-diabetes-eye&system=" + CONDITIONS)));
        assertThat(subsumes.getParameter("outcome").getValue().primitiveValue()).isEqualTo("subsumes");
        var system = parser.parseResource(
                Parameters.class, body(get("CodeSystem/$validate-code?code=asthma&url=" + CONDITIONS)));
        assertThat(system.getParameterBool("result")).isTrue();
        var valueSet = parser.parseResource(
                Parameters.class,
                body(get("ValueSet/$validate-code?code=prediabetes&system=" + CONDITIONS + "&url=" + DIABETES)));
        assertThat(valueSet.getParameterBool("result")).isFalse();
        assertThat(valueSet.getParameter("message").getValue().primitiveValue()).contains("prediabetes");
    }

    @Test
    void a_value_set_is_expanded_by_page_and_by_text() throws Exception {
        var expanded =
                parser.parseResource(ValueSet.class, body(get("ValueSet/$expand?count=2&offset=1&url=" + DIABETES)));
        assertThat(expanded.getExpansion().getTotal()).isEqualTo(4);
        assertThat(expanded.getExpansion().getContains()).hasSize(2);
        assertThat(expanded.getExpansion().getIdentifier()).startsWith("urn:uuid:");
        var eyes = parser.parseResource(ValueSet.class, body(get("ValueSet/$expand?filter=EYE&url=" + DIABETES)));
        assertThat(eyes.getExpansion().getContains())
                .extracting(entry -> entry.getCode())
                .containsExactly("type-2-diabetes-eye");
    }

    @Test
    void a_value_set_that_came_along_is_expanded() throws Exception {
        var valueSet = new ValueSet();
        valueSet.getCompose().addInclude().setSystem(CONDITIONS).addConcept().setCode("gout");
        var request = new Parameters();
        request.addParameter().setName("valueSet").setResource(valueSet);
        var expanded = parser.parseResource(
                ValueSet.class, body(post("ValueSet/$expand", parser.encodeResourceToString(request))));
        assertThat(expanded.getExpansion().getContains())
                .extracting(entry -> entry.getDisplay())
                .containsExactly("Gout");
    }

    @Test
    void a_local_code_is_translated() throws Exception {
        var request = new Parameters()
                .addParameter("code", new CodeType("DM2"))
                .addParameter("system", new UriType("https://northfield.example/codes/diagnosis"))
                .addParameter("targetsystem", new UriType(CONDITIONS));
        var answer = parser.parseResource(
                Parameters.class, body(post("ConceptMap/$translate", parser.encodeResourceToString(request))));
        assertThat(answer.getParameterBool("result")).isTrue();
        assertThat(answer.getParameter("match").getPart())
                .extracting(part -> part.getName())
                .containsExactly("equivalence", "relationship", "concept", "originMap");
    }

    @Test
    void what_is_wrong_is_an_operation_outcome_with_its_status() throws Exception {
        assertRefused(get("CodeSystem/$lookup?code=yeti&system=" + CONDITIONS), 404, "not-found");
        assertRefused(get("CodeSystem/$lookup?code=gout"), 400, "invalid");
        assertRefused(get("ValueSet/$expand?count=x&url=" + DIABETES), 400, "invalid");
        assertRefused(get("ValueSet/$expand?date=2020&url=" + DIABETES), 400, "invalid");
        assertRefused(get("ValueSet/$expand?valueSetVersion=9&url=" + DIABETES), 422, "not-found");
        assertRefused(post("ValueSet/$expand", "{"), 400, "invalid");
        assertRefused(get("metadata?mode=other"), 400, "invalid");
    }

    private void assertRefused(HttpResponse<String> answer, int status, String type) {
        var outcome = parser.parseResource(OperationOutcome.class, answer.body());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(outcome.getIssueFirstRep().getCode().toCode()).isEqualTo(type);
    }

    @Test
    void the_body_is_bounded() throws Exception {
        assertThat(post("ValueSet/$expand", " ".repeat(17 << 20)).statusCode()).isEqualTo(413);
    }

    @Test
    void held_value_sets_are_searched_and_read() throws Exception {
        var found = parser.parseResource(Bundle.class, body(get("ValueSet?url=" + DIABETES)));
        assertThat(found.getTotal()).isEqualTo(1);
        var id = found.getEntryFirstRep().getResource().getIdPart();
        assertThat(parser.parseResource(ValueSet.class, body(get("ValueSet/" + id)))
                        .getUrl())
                .isEqualTo(DIABETES);
        assertRefused(get("ValueSet/none"), 404, "not-found");
    }

    @Test
    void the_capabilities_are_told() throws Exception {
        var statement = parser.parseResource(CapabilityStatement.class, body(get("metadata")));
        assertThat(statement.getRestFirstRep().getResource())
                .extracting(resource -> resource.getType())
                .containsExactly("CodeSystem", "ConceptMap", "ValueSet");
        var capabilities = parser.parseResource(TerminologyCapabilities.class, body(get("metadata?mode=terminology")));
        assertThat(capabilities.getCodeSystem())
                .extracting(system -> system.getUri())
                .contains(CONDITIONS, "https://riverside.example/codes/lab");
    }

    @Test
    void another_node_can_use_it_as_its_terminology_server() {
        var remote =
                new RemoteTerminology(client, new RemoteServer(URI.create(base()), Duration.ofSeconds(20), 1 << 20));
        var code = new Coding(CONDITIONS, "type-2-diabetes");
        assertThat(remote.lookup(code)).isEqualTo(terminology.lookup(code));
        assertThat(remote.expand(DIABETES)).isEqualTo(terminology.expand(DIABETES));
        assertThat(remote.descendantsAndSelf(code).orElseThrow().digest())
                .isEqualTo(terminology.descendantsAndSelf(code).orElseThrow().digest());
        var local = new Coding("http://snomed.info/sct", "44054006");
        assertThat(remote.translate(local, CONDITIONS)).isEqualTo(terminology.translate(local, CONDITIONS));
        assertThat(remote.lookup(new Coding(CONDITIONS, "yeti")))
                .isEqualTo(Outcome.failed(new Fault.NotFound("such thing on the terminology server")));
    }

    private String base() {
        return "http://127.0.0.1:" + server.actualPort() + TerminologyRoutes.BASE;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(base() + "/" + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(base() + "/" + path))
                        .header("Content-Type", "application/fhir+json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String body(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/fhir+json;charset=utf-8");
        return answer.body();
    }

    private static <T> T ended(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
