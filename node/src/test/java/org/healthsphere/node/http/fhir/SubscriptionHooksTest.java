package org.healthsphere.node.http.fhir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.http.fhir.SubscriptionServer.until;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.node.fhir.subscription.Targets.Endpoints;
import org.healthsphere.node.fhir.subscription.Targets.Policy;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Identities;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that tells an endpoint over real HTTP, which may be slow, broken, lying or gone. */
class SubscriptionHooksTest extends SubscriptionHost {
    @Test
    void an_endpoint_is_greeted_and_told_with_the_headers_it_asked_for() {
        var id = created(_ -> {});
        until("greeted", () -> requests().size() == 1);
        until("active", () -> state(id).equals("active"));
        server.pulse("p1", "ann");
        until("told", () -> requests().size() == 2);
        assertThat(requests()).allSatisfy(request -> {
            assertThat(request.getHeader("Content-Type")).isEqualTo("application/fhir+json");
            assertThat(request.getHeader("Authorization")).isEqualTo("Bearer of-the-subscriber");
            assertThat(request.getHeader("X-Ward")).isEqualTo("7");
        });
        assertThat(events(requests().getFirst())).isEmpty();
        assertThat(events(requests().getLast())).containsExactly("1 Observation/p1");
        assertThat(tree(requests().getLast().getBodyAsString())
                        .at("/entry/1/resource/id")
                        .asText())
                .isEqualTo("p1");
        assertThat(server.send("GET", "/Subscription/" + id, "").body())
                .contains("Authorization: [REDACTED]")
                .doesNotContain("of-the-subscriber");
    }

    @Test
    void what_fails_comes_again_until_it_is_taken() {
        subscribed(_ -> {});
        endpoint.stubFor(any(anyUrl())
                .inScenario("trouble")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(500).withBody("<html>trouble</html>"))
                .willSetStateTo("better"));
        endpoint.stubFor(any(anyUrl())
                .inScenario("trouble")
                .whenScenarioStateIs("better")
                .willReturn(ok()));
        server.pulse("p1", "ann");
        until("refused", () -> server.subscriptions.tally().failures() == 1);
        server.pass(Duration.ofSeconds(2));
        until("taken", () -> server.subscriptions.tally().events() == 1);
        assertThat(requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(events(request)).containsExactly("1 Observation/p1"));
    }

    @Test
    void a_slow_endpoint_has_as_long_as_it_asked_for() {
        subscribed(s -> pace(s, "backport-timeout", "valueUnsignedInt", 3));
        answers(ok().withFixedDelay(10_000));
        server.pulse("p1", "ann");
        until("given up", () -> server.subscriptions.tally().failures() == 1);
        answers(ok());
        server.pass(Duration.ofSeconds(2));
        until("taken", () -> server.subscriptions.tally().events() == 1);
    }

    static Stream<ResponseDefinitionBuilder> refusals() {
        return Stream.of(
                aResponse().withStatus(404),
                aResponse().withStatus(500),
                aResponse().withStatus(302).withHeader("Location", "/elsewhere"),
                aResponse().withFault(Fault.EMPTY_RESPONSE),
                aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_endpoint_that_does_not_take_the_handshake_is_in_error(ResponseDefinitionBuilder response) {
        answers(response);
        var id = created(_ -> {});
        until("in error", () -> state(id).equals("error"));
        assertThat(endpoint.findAll(postRequestedFor(urlEqualTo("/elsewhere")))).isEmpty();
        assertThat(tree(server.send("GET", "/Subscription/" + id, "").body())
                        .path("error")
                        .asText())
                .startsWith("the endpoint ");
    }

    @Test
    void an_endpoint_that_answers_without_end_has_answered() {
        subscribed(_ -> {});
        answers(ok("x".repeat(1_000_000)));
        server.pulse("p1", "ann");
        until("taken", () -> server.subscriptions.tally().events() == 1);
    }

    @Test
    void an_endpoint_that_is_gone_is_in_error_and_is_told_when_it_asks_again() {
        var id = subscribed(_ -> {});
        var port = endpoint.port();
        endpoint.stop();
        server.pulse("p1", "ann");
        for (var failures = 1; failures <= 3; failures++) {
            var so = failures;
            until("attempt " + so, () -> server.subscriptions.tally().failures() == so);
            server.pass(Duration.ofSeconds(3));
        }
        until("in error", () -> state(id).equals("error"));
        server.pulse("p2", "ann");
        var back = new WireMockServer(WireMockConfiguration.options().port(port).bindAddress("127.0.0.1"));
        back.start();
        try {
            back.stubFor(any(anyUrl()).willReturn(ok()));
            var json = (ObjectNode)
                    tree(server.send("GET", "/Subscription/" + id, "").body());
            var response = server.send(
                    "PUT",
                    "/Subscription/" + id,
                    json.put("status", "requested").toString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            until("taken", () -> server.subscriptions.tally().events() == 2);
            assertThat(events(back.findAll(postRequestedFor(anyUrl())).getLast()))
                    .containsExactly("1 Observation/p1", "2 Observation/p2");
        } finally {
            back.stop();
        }
    }

    /** A slow one has a courier of its own. */
    @Test
    void one_who_is_slow_keeps_nobody_else_waiting() {
        subscribed(s -> s.withObject("/channel").put("endpoint", "http://127.0.0.1:" + endpoint.port() + "/slow"));
        endpoint.stubFor(any(urlEqualTo("/slow")).willReturn(ok().withFixedDelay(5_000)));
        subscribed(_ -> {});
        for (var i = 0; i < 3; i++) {
            var event = i + 1 + " Observation/p" + i;
            server.pulse("p" + i, "ann");
            until(
                    "told of " + event,
                    () -> requests().stream()
                            .anyMatch(request -> events(request).contains(event)));
        }
    }

    @Test
    void what_is_hidden_does_not_leave() {
        server.house.says("bea", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        subscribed(_ -> {});
        server.pulse("p1", "bea");
        server.pulse("p2", "ann");
        until("taken", () -> server.subscriptions.tally().events() == 1);
        assertThat(requests()).singleElement().satisfies(request -> {
            assertThat(events(request)).containsExactly("1 Observation/p2");
            assertThat(request.getBodyAsString()).doesNotContain("Patient/bea", "Observation/p1");
        });
    }

    @Test
    void inside_of_the_hospital_nobody_is_told_unless_it_says_so() {
        server.close();
        server = new SubscriptionServer(Policy.USUAL, Optional.empty());
        for (var url :
                List.of("https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "http://example.org/x")) {
            var response = server.send(
                    "POST",
                    "/Subscription",
                    subscription(s -> s.withObject("/channel").put("endpoint", url)));
            assertThat(response.statusCode()).as(url).isEqualTo(422);
            assertThat(tree(response.body()).at("/issue/0/expression/0").asText())
                    .isEqualTo("Subscription.channel.endpoint");
        }
    }

    /** The server's certificate must be one that is vouched for, and for that name. */
    @Test
    void over_tls_only_an_endpoint_that_is_vouched_for_is_told(@TempDir Path folder) throws Exception {
        var identity = Identities.of("south");
        var passphrase = Passphrase.generate(new SecureRandom());
        var file = folder.resolve("endpoint.p12");
        try (var out = Files.newOutputStream(file)) {
            identity.exportTlsKeyStore(passphrase).store(out, passphrase.reveal());
        }
        var word = new String(passphrase.reveal());
        var secure = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystoreType("PKCS12")
                .keystorePath(file.toString())
                .keystorePassword(word)
                .keyManagerPassword(word));
        secure.start();
        try {
            secure.stubFor(any(anyUrl()).willReturn(ok()));
            assertThat(overTls("localhost", secure, Optional.empty())).isEqualTo("error");
            assertThat(overTls(
                            "localhost",
                            secure,
                            Optional.of(trusting(identity.authority().getEncoded()))))
                    .isEqualTo("active");
            assertThat(overTls(
                            "127.0.0.1",
                            secure,
                            Optional.of(trusting(identity.authority().getEncoded()))))
                    .as("the certificate is for localhost")
                    .isEqualTo("error");
        } finally {
            secure.stop();
        }
    }

    private static TrustOptions trusting(byte[] certificate) {
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
        return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
    }

    private String overTls(String host, WireMockServer secure, Optional<TrustOptions> trust) {
        server.close();
        server = new SubscriptionServer(new Policy(Endpoints.PRIVATE, List.of()), trust);
        var url = "https://" + host + ":" + secure.httpsPort() + "/notify";
        var id = created(s -> s.withObject("/channel").put("endpoint", url));
        until("greeted or not", () -> !state(id).equals("requested"));
        return state(id);
    }
}
