package org.healthsphere.node.http.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.fixture.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths that apps call, over HTTPS: what they answer to anybody, and from where they may be called. */
@TestInstance(Lifecycle.PER_CLASS)
class SmartDoorsTest {
    private final TestNode north;

    SmartDoorsTest() throws Exception {
        north = new TestNode();
    }

    @AfterAll
    void close() {
        north.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return north.send(request.build());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(north.url() + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/fhir+xml", "text/html", "*/*"})
    void the_configuration_is_json_whatever_is_accepted(String accept) throws Exception {
        var answer = send(at("/fhir/.well-known/smart-configuration")
                .header("Accept", accept)
                .header("Origin", "https://app.example.org"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        var json = House.tree(answer.body());
        assertThat(json.path("token_endpoint").asText()).isEqualTo(north.url() + "/smart/token");
        assertThat(json.path("authorization_endpoint").asText()).isEqualTo(north.url() + "/authorize");
    }

    @ParameterizedTest
    @CsvSource({"/fhir/Patient/ann, GET", "/fhir/Patient/_search, POST", "/smart/token, POST", "/fhir, POST"})
    void a_browser_may_ask_from_anywhere_whether_it_may_ask(String path, String method) throws Exception {
        var answer = send(at(path).method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://app.example.org")
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization"));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
                .contains(method);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Authorization");
    }

    @Test
    void the_pages_of_people_are_nobody_elses_to_read() throws Exception {
        var answer = send(at("/login").header("Origin", "https://app.example.org"));
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/smart/token, application/json, {}, 400",
        "/smart/introspect, application/x-www-form-urlencoded, token=x, 401",
        "/smart/revoke, application/x-www-form-urlencoded, token=x, 401",
        "/smart/register, application/json, {}, 400",
        "/smart/register, application/json, nonsense, 400"
    })
    void what_is_not_as_it_must_be_is_refused_at_each_door(String path, String type, String body, int status)
            throws Exception {
        var answer = send(at(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("json");
    }

    @Test
    void keys_and_the_look_of_this_hospital_are_published() throws Exception {
        assertThat(House.tree(send(at("/smart/jwks")).body())
                        .path("keys")
                        .path(0)
                        .path("kty")
                        .asText())
                .isEqualTo("RSA");
        assertThat(House.tree(send(at("/smart/style")).body())
                        .path("color_text")
                        .asText())
                .startsWith("#");
        assertThat(House.tree(send(at("/.well-known/openid-configuration")).body())
                        .path("issuer")
                        .asText())
                .isEqualTo(north.url());
    }
}
