package org.healthsphere.node.smart;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.smart.App.Proof;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that an app publishes: fetched when they are needed, kept as long as the app says, and no longer. */
class AppKeysTest {
    private final WireMockServer publisher =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final AppHouse house = new AppHouse();
    private App loader = house.growthChart();

    @BeforeEach
    void an_app_publishes_its_keys() {
        publisher.start();
        loader = house.app("Loader", new Proof.KeysAt(place()), "system/*.rs");
    }

    @AfterEach
    void close() {
        publisher.stop();
    }

    private String place() {
        return "http://127.0.0.1:" + publisher.port() + "/jwks";
    }

    private void publish(String cacheControl, ECKey... keys) {
        var set = String.join(
                ",",
                Arrays.stream(keys).map(key -> key.toPublicJWK().toJSONString()).toList());
        publisher.stubFor(get("/jwks")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withHeader("Cache-Control", cacheControl)
                        .withBody("{\"keys\":[" + set + "]}")));
    }

    private int asked() {
        return publisher.findAll(getRequestedFor(urlEqualTo("/jwks"))).size();
    }

    private AppHouse.Answered token(ECKey key) {
        return token(
                key,
                new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build());
    }

    private AppHouse.Answered token(ECKey key, JWSHeader header) {
        var assertion = AppHouse.signed(key, header, house.claims(loader.id()).build());
        return house.token(
                AppHouse.asserting(Map.of("grant_type", "client_credentials", "scope", "system/*.rs"), assertion));
    }

    @Test
    void they_are_kept_as_long_as_the_app_says() {
        publish("max-age=60", AppHouse.KEY);
        token(AppHouse.KEY).fine();
        token(AppHouse.KEY).fine();
        assertThat(asked()).isEqualTo(1);
        house.clock.advance(Duration.ofSeconds(60));
        token(AppHouse.KEY).fine();
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void a_key_that_is_new_is_looked_for_once_and_one_that_was_taken_back_is_not_taken() {
        publish("max-age=3600", AppHouse.KEY);
        token(AppHouse.KEY).fine();
        var next = AppHouse.key("two");
        publish("max-age=3600", next);
        token(next).fine();
        assertThat(asked()).isEqualTo(2);
        token(AppHouse.KEY).refused(401, "invalid_client");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "max-age=60| 60",
                "public, max-age=60| 60",
                "max-age=999999| 3600",
                "no-store, max-age=60| 0",
                "no-cache| 0",
                "private| 0",
                "max-age=x| 0",
                "none| 0"
            })
    void no_longer_than_it_says(@Nullable String control, long seconds) {
        assertThat(HttpKeyFetch.fresh(Optional.ofNullable(control))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void what_cannot_be_had_or_read_lets_nobody_in() {
        for (var answer : List.of(
                aResponse().withStatus(500),
                aResponse().withStatus(302).withHeader("Location", place()),
                aResponse().withBody("no keys"),
                aResponse().withBody("{\"keys\":[]}"),
                aResponse().withBody("{\"keys\":[" + " ".repeat(300_000) + "]}"))) {
            publisher.stubFor(get("/jwks").willReturn(answer));
            token(AppHouse.KEY).refused(401, "invalid_client");
        }
        publisher.stop();
        token(AppHouse.KEY).refused(401, "invalid_client");
    }

    @Test
    void a_place_of_keys_that_the_assertion_names_is_the_registered_one_or_none() {
        publish("max-age=60", AppHouse.KEY);
        var header = new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("one");
        token(AppHouse.KEY, header.jwkURL(URI.create(place())).build()).fine();
        token(AppHouse.KEY, header.jwkURL(URI.create(place() + "2")).build()).refused(401, "invalid_client");
    }
}
