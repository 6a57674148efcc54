package org.healthsphere.node.openid;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StaffProviderTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    private static final Asked SIGNING_IN = new Asked("", Optional.empty());
    private static final Asked ANEW = new Asked("/desk", Optional.of("session-1"));
    private static final String BROWSER = "this browser";

    private final Hospital hospital = new Hospital();
    private final MovableClock clock = new MovableClock(NOW);
    private final StaffProvider provider = provider();

    @AfterEach
    void close() {
        hospital.close();
    }

    private StaffProvider provider() {
        return new StaffProvider(
                hospital.settings(),
                new StaffProvider.Here(() -> "https://node.example", "/login/provider/back"),
                clock,
                new SecureRandom());
    }

    private Outcome<Entered> entered(Asked asked, UnaryOperator<JWTClaimsSet.Builder> change) {
        var address = provider.send(BROWSER, asked).orElseThrow();
        var nonce = String.valueOf(Hospital.query(address).get("nonce"));
        hospital.grants(change.apply(hospital.doctor(nonce, clock.instant())).build());
        return provider.enter(BROWSER, Hospital.back(address, state -> state));
    }

    private static void refused(Outcome<?> outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.Unauthenticated.class));
    }

    @Test
    void somebody_is_sent_with_pkce_state_and_nonce() {
        var query = Hospital.query(provider.send(BROWSER, SIGNING_IN).orElseThrow());
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "healthsphere")
                .containsEntry("redirect_uri", "https://node.example/login/provider/back")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid profile")
                .containsKeys("state", "nonce", "code_challenge")
                .doesNotContainKeys("prompt", "max_age");
        var again = Hospital.query(provider.send(BROWSER, SIGNING_IN).orElseThrow());
        for (var name : List.of("state", "nonce", "code_challenge")) {
            assertThat(again.get(name)).isNotEqualTo(query.get(name));
        }
    }

    @Test
    void who_comes_back_is_who_the_provider_says_in_the_role_that_it_names() {
        var entered =
                entered(SIGNING_IN, claims -> claims.claim("sid", "stay-1")).orElseThrow();
        assertThat(entered.staff())
                .isEqualTo(new Staff("doctor-1", "Dr Sample", Role.CLINICIAN, Optional.of("prac-1"), NOW));
        assertThat(entered.asked()).isEqualTo(SIGNING_IN);
        assertThat(entered.stay().subject()).isEqualTo("doctor-1");
        assertThat(entered.stay().sid()).contains("stay-1");
    }

    @Test
    void the_code_is_exchanged_with_the_verifier_of_its_challenge_and_the_clients_secret() {
        var address = provider.send(BROWSER, SIGNING_IN).orElseThrow();
        var query = Hospital.query(address);
        hospital.grants(hospital.doctor(String.valueOf(query.get("nonce")), NOW).build());
        assertThat(provider.enter(BROWSER, Hospital.back(address, state -> state)))
                .isInstanceOf(Outcome.Success.class);
        hospital.server.verify(postRequestedFor(urlEqualTo("/token"))
                .withHeader("Authorization", matching("Basic .+"))
                .withFormParam("code_verifier", matching("[A-Za-z0-9_-]{43}")));
        var sent = hospital.server
                .findAll(postRequestedFor(urlEqualTo("/token")))
                .getFirst()
                .formParameter("code_verifier")
                .firstValue();
        assertThat(Bytes.of(Sha256.of(sent).bytes()).base64url()).isEqualTo(query.get("code_challenge"));
    }

    @Test
    void of_several_roles_the_hospitals_first_counts() {
        var several = entered(
                SIGNING_IN,
                claims -> claims.claim("realm_access", Map.of("roles", List.of("hie-doctor", "hie-steward"))));
        assertThat(several.map(entered -> entered.staff().role())).isEqualTo(Outcome.of(Role.STEWARD));
    }

    @Test
    void who_has_no_role_here_stays_outside() {
        for (var roles : List.of(List.of(), List.of("porter"), List.of("clinician"))) {
            assertThat(entered(SIGNING_IN, claims -> claims.claim("realm_access", Map.of("roles", roles))))
                    .isEqualTo(Outcome.failed(new Fault.Forbidden("the provider names no role that there is here")));
        }
        assertThat(entered(SIGNING_IN, claims -> claims.claim("realm_access", "hie-doctor")))
                .isInstanceOf(Outcome.Failure.class);
    }

    static Stream<Arguments> tokens_that_are_not_good() {
        return Stream.of(
                wrong("another issuer", claims -> claims.issuer("http://evil.example")),
                wrong("another audience", claims -> claims.audience("another")),
                wrong("two audiences without a party", claims -> claims.audience(List.of("healthsphere", "another"))),
                wrong("another party", claims -> claims.claim("azp", "another")),
                wrong("no subject", claims -> claims.subject(null)),
                wrong("another nonce", claims -> claims.claim("nonce", "another")),
                wrong("no nonce", claims -> claims.claim("nonce", null)),
                wrong("run out", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(60)))),
                wrong("no end", claims -> claims.expirationTime(null)),
                wrong("from the future", claims -> claims.issueTime(Date.from(NOW.plusSeconds(61)))),
                wrong("no beginning", claims -> claims.issueTime(null)),
                wrong("a time that is none", claims -> claims.claim("auth_time", "soon")));
    }

    private static Arguments wrong(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens_that_are_not_good")
    void a_token_that_is_not_good_lets_nobody_in(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        refused(entered(SIGNING_IN, change));
    }

    @Test
    void clocks_may_differ_by_a_minute() {
        assertThat(entered(SIGNING_IN, claims -> claims.expirationTime(Date.from(NOW.minusSeconds(59)))))
                .isInstanceOf(Outcome.Success.class);
        assertThat(entered(SIGNING_IN, claims -> claims.issueTime(Date.from(NOW.plusSeconds(60)))))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_token_that_another_key_or_none_signed_lets_nobody_in() {
        var stranger = Hospital.key("first");
        refused(withToken(nonce -> hospital.grants(hospital.doctor(nonce, NOW).build(), stranger)));
        refused(withToken(nonce ->
                hospital.answers(new PlainJWT(hospital.doctor(nonce, NOW).build()).serialize())));
        refused(withToken(_ -> hospital.answers("nonsense")));
    }

    private Outcome<Entered> withToken(java.util.function.Consumer<String> grants) {
        var address = provider.send(BROWSER, SIGNING_IN).orElseThrow();
        grants.accept(String.valueOf(Hospital.query(address).get("nonce")));
        return provider.enter(BROWSER, Hospital.back(address, state -> state));
    }

    @Test
    void the_providers_new_key_is_fetched_when_a_token_names_it() {
        assertThat(entered(SIGNING_IN, claims -> claims)).isInstanceOf(Outcome.Success.class);
        hospital.key = Hospital.key("second");
        hospital.publish();
        assertThat(entered(SIGNING_IN, claims -> claims)).isInstanceOf(Outcome.Success.class);
        hospital.server.verify(2, getRequestedFor(urlEqualTo("/jwks")));
    }

    @Test
    void the_answer_comes_to_the_browser_that_was_sent_once_and_in_time() {
        var address = provider.send(BROWSER, SIGNING_IN).orElseThrow();
        var nonce = String.valueOf(Hospital.query(address).get("nonce"));
        hospital.grants(hospital.doctor(nonce, NOW).build());
        refused(provider.enter("another browser", Hospital.back(address, state -> state)));
        refused(provider.enter(BROWSER, Hospital.back(address, state -> state)));
        var second = provider.send(BROWSER, SIGNING_IN).orElseThrow();
        refused(provider.enter(BROWSER, Hospital.back(second, _ -> "invented")));
        refused(provider.enter(BROWSER, Map.of("code", List.of("a-code"))));
        clock.advance(Duration.ofMinutes(10));
        refused(provider.enter(BROWSER, Hospital.back(second, state -> state)));
    }

    @Test
    void an_answer_of_another_provider_or_a_refusal_lets_nobody_in() {
        var address = provider.send(BROWSER, SIGNING_IN).orElseThrow();
        var state = List.of(String.valueOf(Hospital.query(address).get("state")));
        refused(provider.enter(
                BROWSER, Map.of("code", List.of("x"), "state", state, "iss", List.of("https://evil.example"))));
        var other = provider.send(BROWSER, SIGNING_IN).orElseThrow();
        refused(provider.enter(
                BROWSER,
                Map.of(
                        "error", List.of("access_denied"),
                        "state", List.of(String.valueOf(Hospital.query(other).get("state"))))));
        hospital.server.stubFor(post("/token").willReturn(serverError()));
        refused(withToken(_ -> {}));
    }

    @Test
    void who_proves_himself_anew_is_sent_to_do_so_now_and_as_well_as_the_hospital_asks() {
        assertThat(Hospital.query(provider.send(BROWSER, ANEW).orElseThrow()))
                .containsEntry("prompt", "login")
                .containsEntry("max_age", "0")
                .containsEntry("acr_values", "two");
        assertThat(entered(ANEW, claims -> claims.claim("acr", "two")).map(Entered::asked))
                .isEqualTo(Outcome.of(ANEW));
        refused(entered(ANEW, claims -> claims));
        refused(entered(ANEW, claims -> claims.claim("acr", "one")));
        refused(entered(ANEW, claims -> claims.claim("acr", "two").claim("auth_time", null)));
        refused(entered(ANEW, claims -> claims.claim("acr", "two").claim("auth_time", NOW.getEpochSecond() - 3600)));
    }

    @Test
    void a_sign_in_that_the_provider_remembers_is_as_old_as_it_says() {
        var old = NOW.minusSeconds(3600);
        assertThat(entered(SIGNING_IN, claims -> claims.claim("auth_time", old.getEpochSecond()))
                        .map(entered -> entered.staff().proved()))
                .isEqualTo(Outcome.of(old));
    }

    @Test
    void a_provider_that_is_away_or_says_that_it_is_another_lets_nobody_in() {
        hospital.server.stubFor(get("/.well-known/openid-configuration").willReturn(serverError()));
        assertThat(provider.send(BROWSER, SIGNING_IN))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the hospital's sign-in")));
        hospital.server.stubFor(
                get("/.well-known/openid-configuration").willReturn(okJson(hospital.described("http://evil.example"))));
        assertThat(provider.send(BROWSER, SIGNING_IN)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void what_the_provider_says_of_itself_is_asked_again_after_an_hour_and_kept_while_it_is_away() {
        assertThat(provider.send(BROWSER, SIGNING_IN)).isInstanceOf(Outcome.Success.class);
        assertThat(provider.send(BROWSER, SIGNING_IN)).isInstanceOf(Outcome.Success.class);
        hospital.server.verify(1, getRequestedFor(urlEqualTo("/.well-known/openid-configuration")));
        hospital.server.stubFor(get("/.well-known/openid-configuration").willReturn(serverError()));
        clock.advance(Duration.ofHours(1));
        assertThat(provider.send(BROWSER, SIGNING_IN)).isInstanceOf(Outcome.Success.class);
        hospital.server.verify(2, getRequestedFor(urlEqualTo("/.well-known/openid-configuration")));
    }

    @Test
    void who_leaves_can_leave_the_provider_too() {
        var stay = entered(SIGNING_IN, claims -> claims).orElseThrow().stay();
        assertThat(provider.leaving(stay).map(Hospital::query))
                .contains(Map.of(
                        "client_id",
                        "healthsphere",
                        "post_logout_redirect_uri",
                        "https://node.example/",
                        "id_token_hint",
                        stay.token()));
    }

    @Test
    void the_provider_says_who_left_one_stay_or_all_of_them() {
        assertThat(left(claims -> claims)).isEqualTo(Outcome.of(new Left(Optional.of("doctor-1"), Optional.empty())));
        assertThat(left(claims -> claims.subject(null).claim("sid", "stay-1")))
                .isEqualTo(Outcome.of(new Left(Optional.empty(), Optional.of("stay-1"))));
        var one = new Stay("doctor-1", Optional.of("stay-1"), "token");
        var other = new Stay("doctor-1", Optional.of("stay-2"), "token");
        var all = new Left(Optional.of("doctor-1"), Optional.empty());
        var first = new Left(Optional.of("doctor-1"), Optional.of("stay-1"));
        assertThat(List.of(all.ends(one), all.ends(other), first.ends(one), first.ends(other)))
                .containsExactly(true, true, true, false);
        assertThat(all.ends(new Stay("doctor-2", Optional.of("stay-1"), "token")))
                .isFalse();
    }

    private Outcome<Left> left(UnaryOperator<JWTClaimsSet.Builder> change) {
        return provider.left(hospital.signed(
                change.apply(hospital.logout("doctor-1", clock.instant())).build(), "logout+jwt"));
    }

    static Stream<Arguments> words_that_nobody_left() {
        return Stream.of(
                wrong("another issuer", claims -> claims.issuer("http://evil.example")),
                wrong("another audience", claims -> claims.audience("another")),
                wrong("nobody", claims -> claims.subject(null)),
                wrong("a nonce, as an identity token has", claims -> claims.claim("nonce", "n")),
                wrong("no event", claims -> claims.claim("events", null)),
                wrong("another event", claims -> claims.claim("events", Map.of("x", Map.of()))),
                wrong("run out", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(60)))),
                wrong("no end", claims -> claims.expirationTime(null)),
                wrong("from the future", claims -> claims.issueTime(Date.from(NOW.plusSeconds(61)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("words_that_nobody_left")
    void a_logout_token_that_is_not_good_ends_nothing(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        refused(left(change));
    }

    @Test
    void neither_an_identity_token_nor_one_of_another_key_says_that_somebody_left() {
        var stay = entered(SIGNING_IN, claims -> claims).orElseThrow().stay();
        refused(provider.left(stay.token()));
        refused(provider.left("nonsense"));
        refused(provider.left(""));
        var claims = hospital.logout("doctor-1", NOW).build();
        refused(provider.left(new PlainJWT(claims).serialize()));
        refused(provider.left(hospital.signed(claims, "at+jwt")));
        var said = hospital.signed(claims, "logout+jwt");
        hospital.key = Hospital.key("first");
        refused(provider.left(hospital.signed(claims, "logout+jwt")));
        assertThat(provider.left(said)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_logout_token_lets_nobody_in() {
        refused(withToken(nonce -> hospital.answers(hospital.signed(
                hospital.doctor(nonce, NOW).claim("events", Map.of()).build(), "logout+jwt"))));
    }

    @Test
    void the_secret_is_printed_nowhere() {
        assertThat(hospital.settings().toString()).doesNotContain("a secret of the test");
    }
}
