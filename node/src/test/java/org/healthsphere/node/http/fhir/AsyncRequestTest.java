package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.healthsphere.node.release.House;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches, histories and operations whose answer is fetched later, over the wire. */
@Timeout(300)
class AsyncRequestTest extends FhirServer {

    @BeforeAll
    void fill() throws Exception {
        for (var name : new String[] {"ann", "bea", "cid"}) {
            var patient =
                    "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"family\":\"Example\"}]}".formatted(name);
            assertThat(send("PUT", "/Patient/" + name, patient).statusCode()).isEqualTo(201);
        }
    }

    private String begun(String method, String path, String body) throws Exception {
        var type = body.startsWith("{") ? "application/fhir+json" : "application/x-www-form-urlencoded";
        var answer = send(method, path, body, "Prefer", "respond-async", "Content-Type", type);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        return answer.headers().firstValue("Content-Location").orElseThrow();
    }

    /** Polls as an impatient client does; while it is under way it is told when to come again. */
    private HttpResponse<String> fetched(String status, String... headers) throws Exception {
        var answer = send("GET", status, "", headers);
        while (answer.statusCode() == 202) {
            assertThat(answer.headers().firstValue("Retry-After")).contains("2");
            assertThat(answer.headers().firstValue("X-Progress")).contains("under way");
            answer = send("GET", status, "", headers);
        }
        return answer;
    }

    private JsonNode entry(String status) throws Exception {
        var answer = fetched(status);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var bundle = House.tree(answer.body());
        assertThat(bundle.path("resourceType").asText()).isEqualTo("Bundle");
        assertThat(bundle.path("type").asText()).isEqualTo("batch-response");
        assertThat(bundle.path("entry")).hasSize(1);
        return bundle.at("/entry/0");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /Patient?family=Example&_total=accurate, '', searchset, 3",
        "POST, /Patient/_search, family=Example&_count=1&_total=accurate, searchset, 3",
        "GET, /Patient/ann/_history, '', history, 1",
        "GET, /Patient/ann/$everything, '', searchset, 1"
    })
    void the_answer_is_the_one_that_would_have_been_given_at_once(
            String method, String path, String body, String type, int total) throws Exception {
        var entry = entry(begun(method, path, body));
        assertThat(entry.at("/response/status").asText()).isEqualTo("200");
        assertThat(entry.at("/resource/type").asText()).isEqualTo(type);
        assertThat(entry.at("/resource/total").asInt()).isEqualTo(total);
        var atOnce = send(method, path, body, "Content-Type", "application/x-www-form-urlencoded");
        assertThat(entry.path("resource")).isEqualTo(House.tree(atOnce.body()));
    }

    @Test
    void an_operation_takes_its_inputs_with_it() throws Exception {
        var entry = entry(begun("POST", "/Patient/$validate", "{\"resourceType\":\"Patient\",\"gender\":\"f\"}"));
        assertThat(entry.at("/resource/issue/0/diagnostics").asText()).startsWith("is none of the codes it may have");
    }

    @Test
    void a_refusal_comes_as_the_response_with_its_outcome() throws Exception {
        var entry = entry(begun("GET", "/Patient?colour=red", ""));
        assertThat(entry.at("/response/status").asText()).isEqualTo("400");
        assertThat(entry.at("/response/outcome/resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(entry.has("resource")).isFalse();
    }

    @Test
    void it_comes_in_xml_where_that_is_wanted() throws Exception {
        var answer = fetched(begun("GET", "/Patient?_id=ann", ""), "Accept", "application/fhir+xml");
        assertThat(answer.body())
                .startsWith("<Bundle xmlns=\"http://hl7.org/fhir\">")
                .contains("<id value=\"ann\"/>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer other", "Bearer bad"})
    void nobody_else_gets_at_it_or_ends_it(String authorization) throws Exception {
        var status = begun("GET", "/Patient?family=Example", "");
        for (var method : new String[] {"GET", "DELETE"}) {
            var request = HttpRequest.newBuilder(URI.create(status))
                    .header("Authorization", authorization)
                    .method(method, HttpRequest.BodyPublishers.noBody());
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(authorization.endsWith("bad") ? 401 : 404);
        }
        assertThat(fetched(status).statusCode()).isEqualTo(200);
    }

    @Test
    void after_delete_there_is_nothing_left_of_it() throws Exception {
        var status = begun("GET", "/Patient?family=Example", "");
        assertThat(send("DELETE", status, "").statusCode()).isEqualTo(202);
        for (var method : new String[] {"GET", "DELETE"}) {
            var gone = send(method, status, "");
            assertThat(gone.statusCode()).isEqualTo(404);
            assertThat(parsed(OperationOutcome.class, gone).getIssueFirstRep().getDiagnostics())
                    .isEqualTo("There is no such an asynchronous request here.");
        }
    }

    @Test
    void what_is_no_search_history_or_operation_is_answered_at_once() throws Exception {
        assertThat(send("GET", "/Patient/ann", "", "Prefer", "respond-async").statusCode())
                .isEqualTo(200);
        var created = send("POST", "/Patient", "{\"resourceType\":\"Patient\"}", "Prefer", "respond-async");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(send(
                                "DELETE",
                                created.headers()
                                        .firstValue("Location")
                                        .orElseThrow()
                                        .split("/_history", 2)[0],
                                "")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_request_that_is_too_long_to_be_kept_is_refused() throws Exception {
        var body = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + "x".repeat(70_000) + "\"}]}";
        var type = "application/fhir+json";
        var later = send("POST", "/Patient/$validate", body, "Prefer", "respond-async", "Content-Type", type);
        assertThat(later.statusCode()).isEqualTo(413);
        assertThat(parsed(OperationOutcome.class, later).getIssueFirstRep().getDiagnostics())
                .isEqualTo("a request of more than 64 KiB is answered at once only");
        assertThat(send("POST", "/Patient/$validate", body, "Content-Type", type)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_form_that_comes_with_a_get_means_nothing_and_one_that_is_too_long_is_refused() throws Exception {
        var form = "application/x-www-form-urlencoded";
        assertThat(send("GET", "/Patient/ann", "", "Content-Type", form).statusCode())
                .isEqualTo(200);
        var answer = send("POST", "/Patient/_search", "family=" + "x".repeat(70_000), "Content-Type", form);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(parsed(OperationOutcome.class, answer).getIssue()).hasSize(1);
    }
}
