package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.stream.IntStream;
import org.healthsphere.node.release.House;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request flow of Bulk Data Access 2.0, over the wire. */
class BulkExportTest extends FhirServer {
    private static final int MANY = 450;

    @BeforeAll
    void fill() throws Exception {
        var entries = IntStream.range(0, MANY).mapToObj("""
                        {"resource":{"resourceType":"Patient","id":"p%1$04d"},
                         "request":{"method":"PUT","url":"Patient/p%1$04d"}}"""::formatted).toList();
        var bundle =
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + String.join(",", entries) + "]}";
        assertThat(send("POST", "", bundle).statusCode()).isEqualTo(200);
        assertThat(send("PUT", "/Group/g", """
                                {"resourceType":"Group","id":"g","type":"person","actual":true,
                                 "member":[{"entity":{"reference":"Patient/p0001"}}]}""").statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> kickOff(String path) throws Exception {
        return send("GET", path, "", "Prefer", "respond-async", "Accept", "application/fhir+json");
    }

    private String begun(String path) throws Exception {
        var answer = kickOff(path);
        assertThat(answer.statusCode()).isEqualTo(202);
        return answer.headers().firstValue("Content-Location").orElseThrow();
    }

    private JsonNode manifest(String status) throws Exception {
        var answer = send("GET", status, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Expires")).contains("Mon, 2 Mar 2026 12:00:00 GMT");
        return House.tree(answer.body());
    }

    @ParameterizedTest
    @CsvSource({"/$export, 450", "/Patient/$export, 450", "/Group/g/$export, 1"})
    void from_the_kick_off_over_the_manifest_to_the_file(String path, int patients) throws Exception {
        var manifest = manifest(begun(path + "?_type=Patient"));
        assertThat(manifest.path("transactionTime").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(manifest.path("request").asText()).isEqualTo(base + path + "?_type=Patient");
        assertThat(manifest.path("requiresAccessToken").asBoolean()).isTrue();
        assertThat(manifest.path("error")).isEmpty();
        assertThat(manifest.path("output")).hasSize(1);
        assertThat(manifest.at("/output/0/type").asText()).isEqualTo("Patient");
        var file = send("GET", manifest.at("/output/0/url").asText(), "", "Accept", "application/fhir+ndjson");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains("application/fhir+ndjson");
        assertThat(file.body()
                        .lines()
                        .map(line -> FHIR.newJsonParser().parseResource(Patient.class, line))
                        .map(patient -> patient.getIdElement().getIdPart())
                        .distinct())
                .hasSize(patients);
    }

    @ParameterizedTest
    @CsvSource({"/$export, 450", "/Patient/$export, 2", "/Group/g/$export, 1"})
    void a_kick_off_by_post_has_its_parameters_in_the_body(String path, int patients) throws Exception {
        var named = path.startsWith("/$")
                ? ""
                : "{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/p0001\"}},"
                        + "{\"name\":\"patient\",\"valueReference\":{\"reference\":\"Patient/p0002\"}},";
        var body = "{\"resourceType\":\"Parameters\",\"parameter\":[" + named
                + "{\"name\":\"_type\",\"valueString\":\"Patient\"},"
                + "{\"name\":\"_outputFormat\",\"valueString\":\"ndjson\"},"
                + "{\"name\":\"_since\",\"valueInstant\":\"2020-01-01T00:00:00Z\"}]}";
        var begun = send("POST", path, body, "Prefer", "respond-async", "Content-Type", "application/fhir+json");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        var manifest = manifest(begun.headers().firstValue("Content-Location").orElseThrow());
        assertThat(manifest.path("request").asText()).isEqualTo(base + path);
        assertThat(manifest.path("output")).hasSize(1);
        var file = send("GET", manifest.at("/output/0/url").asText(), "");
        assertThat(file.body().lines()).hasSize(patients);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"resourceType\":\"Patient\"}", "no json"})
    void a_body_that_is_no_parameters_is_refused(String body) throws Exception {
        var answer = send("POST", "/$export", body, "Prefer", "respond-async", "Content-Type", "application/fhir+json");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(parsed(OperationOutcome.class, answer).getIssue()).hasSize(1);
    }

    @Test
    void where_a_record_is_exported_its_provenance_is_too() throws Exception {
        var status = send("PUT", "/Provenance/of-p0001", """
                {"resourceType":"Provenance","id":"of-p0001","target":[{"reference":"Patient/p0001"}],
                 "recorded":"2026-01-01T00:00:00Z","agent":[{"who":{"display":"a ward"}}]}""").statusCode();
        assertThat(status).isIn(200, 201);
        for (var path : new String[] {"/$export", "/Patient/$export", "/Group/g/$export"}) {
            assertThat(manifest(begun(path)).path("output").findValuesAsText("type"))
                    .contains("Provenance");
        }
        assertThat(manifest(begun("/$export?_type=Patient")).path("output").findValuesAsText("type"))
                .containsExactly("Patient");
    }

    @Test
    void an_attachment_that_the_server_holds_is_fetched_from_where_the_file_says_with_the_same_token_only()
            throws Exception {
        assertThat(send(
                                "PUT",
                                "/Binary/scan",
                                "{\"resourceType\":\"Binary\",\"id\":\"scan\","
                                        + "\"contentType\":\"application/pdf\",\"data\":\"JVBERg==\"}")
                        .statusCode())
                .isEqualTo(201);
        var document = """
                {"resourceType":"DocumentReference","id":"scanned","status":"current","subject":{"reference":"Patient/p0001"},
                 "content":[{"attachment":{"contentType":"application/pdf","url": "Binary/scan"}},
                  {"attachment":{"url":"https://elsewhere.example/Binary/scan"}}],
                 "context":{"related":[{"reference":"Binary/scan"}]}}""";
        assertThat(send("PUT", "/DocumentReference/scanned", document).statusCode())
                .isEqualTo(201);
        var file = manifest(begun("/Patient/$export?_type=DocumentReference"))
                .at("/output/0/url")
                .asText();
        var exported = House.tree(send("GET", file, "").body());
        var address = exported.at("/content/0/attachment/url").asText();
        assertThat(address).isEqualTo(base + "/Binary/scan");
        assertThat(exported.at("/content/1/attachment/url").asText())
                .isEqualTo("https://elsewhere.example/Binary/scan");
        assertThat(exported.at("/context/related/0/reference").asText()).isEqualTo("Binary/scan");
        var content = send("GET", address, "", "Accept", "*/*");
        assertThat(content.body()).isEqualTo("%PDF");
        assertThat(content.headers().firstValue("Content-Type")).contains("application/pdf");
        var without = HttpRequest.newBuilder(URI.create(address)).build();
        assertThat(client.send(without, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void an_export_is_asked_for_asynchronously() throws Exception {
        var answer = send("GET", "/$export", "", "Prefer", "handling=lenient");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(parsed(OperationOutcome.class, answer).getIssueFirstRep().getDiagnostics())
                .contains("respond-async");
        var both = send("GET", "/$export?unknown=1", "", "Prefer", "respond-async, handling=lenient");
        assertThat(both.statusCode()).isEqualTo(202);
        assertThat(kickOff("/$export?unknown=1").statusCode()).isEqualTo(400);
        assertThat(kickOff("/Group/none/$export").statusCode()).isEqualTo(404);
    }

    @Test
    void after_delete_there_is_nothing_left_of_it() throws Exception {
        var status = begun("/Patient/$export");
        var file = manifest(status).at("/output/0/url").asText();
        assertThat(send("DELETE", status, "").statusCode()).isEqualTo(202);
        for (var gone : new String[] {status, file}) {
            var answer = send("GET", gone, "");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(parsed(OperationOutcome.class, answer).getIssue()).hasSize(1);
        }
        var again = send("DELETE", status, "");
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(parsed(OperationOutcome.class, again).getIssue()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer other", "Bearer bad"})
    void nobody_else_gets_at_it(String authorization) throws Exception {
        var status = begun("/Patient/$export");
        var file = manifest(status).at("/output/0/url").asText();
        var expected = authorization.endsWith("bad") ? 401 : 404;
        for (var address : new String[] {status, file}) {
            var request = HttpRequest.newBuilder(URI.create(address)).header("Authorization", authorization);
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(expected);
        }
        assertThat(manifest(status).path("output")).isNotEmpty();
    }

    @Test
    void the_statement_of_capabilities_names_the_three_operations() throws Exception {
        var statement = parsed(CapabilityStatement.class, send("GET", "/metadata", ""));
        var rest = statement.getRestFirstRep();
        assertThat(statement.getInstantiates().getFirst().getValue())
                .isEqualTo("http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data");
        assertThat(rest.getOperation())
                .extracting(o -> o.getName() + " " + o.getDefinition())
                .contains("export http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export");
        for (var type : new String[] {"Patient", "Group"}) {
            assertThat(rest.getResource().stream()
                            .filter(r -> r.getType().equals(type))
                            .flatMap(r -> r.getOperation().stream())
                            .map(o -> o.getDefinition()))
                    .contains("http://hl7.org/fhir/uv/bulkdata/OperationDefinition/" + type.toLowerCase(Locale.ROOT)
                            + "-export");
        }
    }
}
