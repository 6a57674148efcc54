package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.healthsphere.node.fhir.SampleBundles;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way over real HTTP: resources, searches, Bundles. */
class FhirRoutesTest extends FhirServer {
    @Test
    void a_resource_goes_in_and_comes_back_with_its_headers() throws Exception {
        var created = send("POST", "/Patient", "{\"resourceType\":\"Patient\",\"birthDate\":\"1970-01-01\"}");
        assertThat(created.statusCode()).isEqualTo(201);
        var patient = parsed(Patient.class, created);
        var location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(base + "/Patient/" + patient.getIdPart() + "/_history/1");
        assertThat(send("GET", location, "").body()).isEqualTo(created.body());
        var read = send("GET", "/Patient/" + patient.getIdPart(), "");
        assertThat(read.body()).isEqualTo(created.body());
        assertThat(read.headers().firstValue("ETag")).contains("W/\"1\"");
        assertThat(read.headers().firstValue("Last-Modified")).contains("Sun, 1 Mar 2026 12:00:00 GMT");
        assertThat(send("GET", "/Patient/" + patient.getIdPart(), "", "If-None-Match", "W/\"1\"")
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void who_prefers_little_gets_no_body() throws Exception {
        var created = send("POST", "/Patient", "{\"resourceType\":\"Patient\"}", "Prefer", "return=minimal");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).isEmpty();
        assertThat(created.headers().firstValue("ETag")).contains("W/\"1\"");
    }

    @Test
    void an_update_from_an_old_version_is_refused() throws Exception {
        var body = "{\"resourceType\":\"Patient\",\"id\":\"u1\"}";
        assertThat(send("PUT", "/Patient/u1", body).statusCode()).isEqualTo(201);
        assertThat(send("PUT", "/Patient/u1", body, "If-Match", "W/\"1\"").statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/Patient/u1", body, "If-Match", "W/\"1\"").statusCode())
                .isEqualTo(412);
        assertThat(send("PUT", "/Patient/u1", body, "If-Match", "one").statusCode())
                .isEqualTo(400);
        assertThat(send("DELETE", "/Patient/u1", "").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/Patient/u1", "").statusCode()).isEqualTo(410);
        assertThat(parsed(Bundle.class, send("GET", "/Patient/u1/_history", "")).getEntry())
                .hasSize(3);
    }

    /** As no client library sends it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Patient?name=%zz",
                "/Patient/1?_format=%zz",
                "/metadata?mode=%zz",
                "/Patient/1/2/3/4?_pretty=%zz"
            })
    void an_address_that_is_not_encoded_as_it_must_be_is_the_senders_mistake(String path) throws Exception {
        var address = URI.create(base);
        try (var line = new Socket(address.getHost(), address.getPort())) {
            var request = "GET %s%s HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer good\r\nConnection: close\r\n\r\n"
                    .formatted(address.getPath(), path);
            line.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 40")
                    .contains("OperationOutcome");
        }
    }

    @Test
    void what_exists_is_found_instead_of_created() throws Exception {
        var body = "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"c1\"}]}";
        var first = send("POST", "/Patient", body, "If-None-Exist", "identifier=c1");
        var second = send("POST", "/Patient", body, "If-None-Exist", "identifier=c1");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(send("PUT", "/Patient?identifier=c1", body).headers().firstValue("ETag"))
                .contains("W/\"2\"");
    }

    @Test
    void a_transaction_is_searched_by_get_and_by_post_and_paged() throws Exception {
        assertThat(send("POST", "", SampleBundles.staff(2).utf8()).statusCode()).isEqualTo(200);
        var loaded = send("POST", "/", new SampleBundles(5).patient(5, 12).utf8());
        assertThat(parsed(Bundle.class, loaded).getEntry()).hasSize(1 + 12 * 2 + 4 * 2);
        var got = parsed(Bundle.class, send("GET", "/Observation?patient.identifier=mrn-5&_count=5&_sort=-date", ""));
        var posted = parsed(
                Bundle.class,
                send(
                        "POST",
                        "/Observation/_search?_count=5",
                        "patient.identifier=mrn-5&_sort=-date",
                        "Content-Type",
                        "application/x-www-form-urlencoded"));
        assertThat(posted.getTotal()).isEqualTo(12).isEqualTo(got.getTotal());
        assertThat(posted.getEntry())
                .extracting(e -> e.getResource().getIdPart())
                .isEqualTo(got.getEntry().stream()
                        .map(e -> e.getResource().getIdPart())
                        .toList());
        var seen = got.getEntry().size();
        for (var page = got; page.getLink("next") != null; ) {
            page = parsed(Bundle.class, send("GET", page.getLink("next").getUrl(), ""));
            seen += page.getEntry().size();
        }
        assertThat(seen).isEqualTo(12);
        var patient = parsed(Bundle.class, send("GET", "/Patient?identifier=mrn-5", ""))
                .getEntryFirstRep()
                .getResource()
                .getIdPart();
        var everything = parsed(Bundle.class, send("GET", "/Patient/" + patient + "/$everything?_count=100", ""));
        assertThat(everything.getTotal()).isEqualTo(1 + 12 * 2 + 4 * 2);
        var counted = parsed(Bundle.class, send("GET", "/Observation?patient=" + patient + "&_summary=count", ""));
        assertThat(counted.getTotal()).isEqualTo(12);
        assertThat(counted.getEntry()).isEmpty();
    }

    @Test
    void a_broken_bundle_is_refused_with_the_place_of_what_is_broken() throws Exception {
        var broken =
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"POST\","
                        + "\"url\":\"Patient\"},\"resource\":{\"resourceType\":\"Patient\",\"birthDate\":\"1.1.1970\"}}]}";
        var response = send("POST", "", broken);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(parsed(OperationOutcome.class, response)
                        .getIssueFirstRep()
                        .getExpression()
                        .getFirst()
                        .getValue())
                .isEqualTo("Bundle.entry[0].resource.birthDate");
    }

    @Test
    void the_capability_statement_declares_what_is_routed() throws Exception {
        var response = client.send(
                HttpRequest.newBuilder(URI.create(base + "/metadata")).build(), BodyHandlers.ofString());
        var statement = parsed(CapabilityStatement.class, response);
        var observation = statement.getRestFirstRep().getResource().stream()
                .filter(r -> r.getType().equals("Observation"))
                .findFirst()
                .orElseThrow();
        assertThat(observation.getInteraction())
                .extracting(i -> i.getCode().toCode())
                .containsExactlyInAnyOrder(
                        "read",
                        "vread",
                        "history-instance",
                        "history-type",
                        "search-type",
                        "create",
                        "update",
                        "patch",
                        "delete");
        assertThat(observation.getSearchParam()).extracting(p -> p.getName()).contains("code", "value-quantity", "_id");
        assertThat(statement.getRestFirstRep().getInteraction())
                .extracting(i -> i.getCode().toCode())
                .containsExactlyInAnyOrder("transaction", "batch", "search-system", "history-system");
        assertThat(send("GET", "/metadata?mode=terminology", "").body()).contains("TerminologyCapabilities");
        assertThat(send("GET", "/metadata?mode=some", "").statusCode()).isEqualTo(400);
    }

    @Test
    void who_shows_no_token_learns_nothing() throws Exception {
        var response = client.send(
                HttpRequest.newBuilder(URI.create(base + "/Patient/any")).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(parsed(OperationOutcome.class, response)
                        .getIssueFirstRep()
                        .getCode()
                        .toCode())
                .isEqualTo("login");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /Patient/nobody, 404",
        "GET, /Patient/a%2Fb, 404",
        "GET, /patient/1, 404",
        "GET, /Nothing?_id=1, 400",
        "GET, /Patient?nonsense=1, 400",
        "GET, /Patient?_format=turtle, 406",
        "GET, /Patient?_page=abc, 400",
        "GET, /Patient/1/_history/x, 404",
        "GET, /Patient/1/$nothing, 404",
        "PATCH, /Patient/1, 400",
        "POST, /Patient, 400"
    })
    void what_cannot_be_answered_is_an_outcome(String method, String path, int status) throws Exception {
        var response = send(method, path, method.equals("POST") ? "not json" : "");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(parsed(OperationOutcome.class, response).getIssue()).isNotEmpty();
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws Exception {
        var response = send("POST", "/Patient", "x".repeat((1 << 20) + 1));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(parsed(OperationOutcome.class, response)
                        .getIssueFirstRep()
                        .getCode()
                        .toCode())
                .isEqualTo("too-costly");
    }

    @Test
    void pretty_is_the_same_with_white_space() throws Exception {
        var id = parsed(
                        Patient.class,
                        send(
                                "POST",
                                "/Patient",
                                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://e\",\"valueDecimal\":1.50}]}"))
                .getIdPart();
        var plain = send("GET", "/Patient/" + id, "").body();
        var pretty = send("GET", "/Patient/" + id + "?_pretty=true", "").body();
        assertThat(pretty).contains("\n").contains("1.50");
        assertThat(pretty.replaceAll("\\s", "")).isEqualTo(plain);
    }
}
