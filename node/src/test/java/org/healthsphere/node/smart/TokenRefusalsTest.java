package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at the token endpoint (RFC 6749, RFC 7523, RFC 7636, RFC 9700). */
class TokenRefusalsTest {
    private static final String SCOPES = "launch/patient offline_access patient/*.rs";

    private final AppHouse house = new AppHouse();
    private final App app = house.growthChart();

    private Map<String, String> exchange() {
        return AppHouse.exchange(app, house.code(house.patient(), app, SCOPES));
    }

    @Test
    void a_code_that_is_shown_twice_ends_all_that_came_of_it() {
        var exchange = exchange();
        var answer = house.token(exchange).fine();
        assertThat(house.isGood(answer.text("access_token"))).isTrue();
        house.token(exchange).refused(400, "invalid_grant");
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
        house.token(AppHouse.refresh(app, answer.text("refresh_token"))).refused(400, "invalid_grant");
        assertThat(house.smart.connected(new Connection.Person("ann", Role.PATIENT)))
                .isEmpty();
    }

    @Test
    void it_does_so_also_after_the_process_has_ended() {
        var exchange = exchange();
        var answer = house.token(exchange).fine();
        house.restart();
        house.token(exchange).refused(400, "invalid_grant");
        house.restart();
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
        "redirect_uri, https://app.example.org/other",
        "redirect_uri, https://app.example.org/back/"
    })
    void who_has_the_code_but_not_what_belongs_to_it_gets_no_second_try(String name, String value) {
        var exchange = exchange();
        house.token(AppHouse.with(exchange, name, value)).refused(400, "invalid_grant");
        house.token(exchange).refused(400, "invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code_verifier", "redirect_uri"})
    void what_belongs_to_the_code_must_be_shown(String name) {
        assertThat(house.token(AppHouse.without(exchange(), name)).status()).isEqualTo(400);
    }

    @Test
    void the_challenge_is_not_its_own_verifier() {
        var challenge = AppHouse.request(app, SCOPES)
                .getOrDefault("code_challenge", List.of())
                .getFirst();
        house.token(AppHouse.with(exchange(), "code_verifier", challenge)).refused(400, "invalid_grant");
    }

    @Test
    void a_code_is_good_for_a_minute() {
        var exchange = exchange();
        house.clock.advance(Duration.ofMinutes(1));
        house.token(exchange).refused(400, "invalid_grant");
    }

    @Test
    void a_code_is_the_apps_to_which_it_was_given() {
        var other = house.growthChart();
        house.token(AppHouse.with(exchange(), "client_id", other.id())).refused(400, "invalid_grant");
    }

    @Test
    void an_invented_code_is_none() {
        house.token(AppHouse.with(exchange(), "code", "invented")).refused(400, "invalid_grant");
    }

    @Test
    void a_refresh_token_that_is_shown_twice_ends_the_connection() {
        var first = house.token(exchange()).fine();
        var second =
                house.token(AppHouse.refresh(app, first.text("refresh_token"))).fine();
        house.token(AppHouse.refresh(app, first.text("refresh_token"))).refused(400, "invalid_grant");
        house.token(AppHouse.refresh(app, second.text("refresh_token"))).refused(400, "invalid_grant");
        assertThat(house.isGood(second.text("access_token"))).isFalse();
    }

    @Test
    void a_public_app_need_not_name_itself_beside_its_refresh_token() {
        var first = house.token(exchange()).fine();
        var unnamed = AppHouse.without(AppHouse.refresh(app, first.text("refresh_token")), "client_id");
        assertThat(house.token(unnamed).fine().text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        house.token(unnamed).refused(400, "invalid_grant");
        house.token(AppHouse.with(unnamed, "refresh_token", "invented")).refused(401, "invalid_client");
    }

    @Test
    void a_stolen_refresh_token_is_of_no_use_to_another_app_and_ends_nothing() {
        var first = house.token(exchange()).fine();
        var thief = house.growthChart();
        house.token(AppHouse.refresh(thief, first.text("refresh_token"))).refused(400, "invalid_grant");
        house.token(AppHouse.refresh(app, first.text("refresh_token"))).fine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient/*.rs openid", "user/*.rs", "patient/*.rs patient/Patient.rs", "system/*.rs"})
    void a_refresh_token_is_good_for_nothing_that_was_not_granted(String scope) {
        var first = house.token(exchange()).fine();
        house.token(AppHouse.with(AppHouse.refresh(app, first.text("refresh_token")), "scope", scope))
                .refused(400, "invalid_scope");
    }

    @Test
    void a_connection_ends_after_a_year_and_with_the_account_of_its_person() {
        var first = house.token(exchange()).fine();
        house.gone.add("ann");
        house.token(AppHouse.refresh(app, first.text("refresh_token"))).refused(400, "invalid_grant");
        house.gone.clear();
        house.token(AppHouse.refresh(app, first.text("refresh_token"))).refused(400, "invalid_grant");
        var second = house.connected(house.patient("ben"), app, SCOPES);
        house.clock.advance(Authorizations.OFFLINE_LIFE);
        house.token(AppHouse.refresh(app, second.text("refresh_token"))).refused(400, "invalid_grant");
    }

    @Test
    void an_app_that_was_removed_gets_nothing_more() {
        var first = house.token(exchange()).fine();
        var _ = house.apps.remove(app.id()).orElseThrow();
        house.token(AppHouse.refresh(app, first.text("refresh_token"))).refused(401, "invalid_client");
        assertThat(house.isGood(first.text("access_token"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"password, unsupported_grant_type", "urn:example:unheard-of, unsupported_grant_type"})
    void a_grant_that_is_not_offered_is_refused(String grant, String error) {
        house.token(Map.of("grant_type", grant, "client_id", app.id(), "username", "a", "password", "b"))
                .refused(400, error);
    }

    @Test
    void a_request_without_a_grant_or_an_app_is_none() {
        house.token(Map.of("client_id", app.id())).refused(400, "invalid_request");
        house.token(AppHouse.without(exchange(), "client_id")).refused(401, "invalid_client");
        house.token(Map.of()).refused(401, "invalid_client");
    }

    @Test
    void a_secret_must_be_the_right_one_of_the_right_app() {
        var registered = house.withSecret();
        var id = registered.app().id();
        var secret = registered.secret().orElseThrow();
        var exchange = AppHouse.without(
                AppHouse.exchange(registered.app(), house.code(house.patient(), registered.app(), SCOPES)),
                "client_id");
        house.token(AppHouse.basic(id, "wrong"), exchange).refused(401, "invalid_client");
        house.token(AppHouse.basic("app-0", secret), exchange).refused(401, "invalid_client");
        house.token(AppHouse.basic(app.id(), secret), exchange).refused(401, "invalid_client");
        house.token("Basic nonsense", exchange).refused(401, "invalid_client");
        house.token(AppHouse.with(exchange, "client_id", id)).refused(401, "invalid_client");
        house.token(AppHouse.with(exchange, "client_id", id, "client_secret", secret))
                .refused(401, "invalid_client");
        house.token(AppHouse.basic(id, secret), exchange).fine();
    }

    @Test
    void an_app_with_keys_is_not_taken_at_its_word() {
        var signing = house.signing(SCOPES);
        var exchange = AppHouse.exchange(signing, house.code(house.patient(), signing, SCOPES));
        house.token(exchange).refused(401, "invalid_client");
    }

    static Stream<Arguments> bad_assertions() {
        return Stream.of(
                bad("of another audience", claims -> claims.audience("https://south.example.org/smart/token")),
                bad("without an audience", claims -> claims.audience((String) null)),
                bad("of another issuer", claims -> claims.issuer("app-0")),
                bad("of another subject", claims -> claims.subject("app-0")),
                bad("run out", claims -> claims.expirationTime(Date.from(AppHouse.NOW))),
                bad("without an end", claims -> claims.expirationTime(null)),
                bad("of ten minutes", claims -> claims.expirationTime(in(Duration.ofMinutes(10)))),
                bad("of tomorrow", claims -> claims.issueTime(in(Duration.ofDays(1)))),
                bad("not yet good", claims -> claims.notBeforeTime(in(Duration.ofMinutes(3)))),
                bad("without a name", claims -> claims.jwtID(null)));
    }

    private static Date in(Duration time) {
        return Date.from(AppHouse.NOW.plus(time));
    }

    private static Arguments bad(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad_assertions")
    void an_assertion_that_is_not_as_it_must_be_is_refused(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        var loader = house.signing("system/*.rs");
        house.byItself(loader, "system/*.rs", change).refused(401, "invalid_client");
        assertThat(name).isNotEmpty();
        house.byItself(loader, "system/*.rs", claims -> claims).fine();
    }

    @Test
    void an_assertion_is_good_once_also_after_the_process_has_ended() {
        var loader = house.signing("system/*.rs");
        var form = AppHouse.asserting(
                Map.of("grant_type", "client_credentials", "scope", "system/*.rs"),
                AppHouse.signed(AppHouse.KEY, house.claims(loader.id()).build()));
        house.token(form).fine();
        house.token(form).refused(401, "invalid_client");
        house.restart();
        house.token(form).refused(401, "invalid_client");
    }

    @Test
    void an_assertion_that_nobody_signed_or_another_key_is_refused() {
        var loader = house.signing("system/*.rs");
        var grant = Map.of("grant_type", "client_credentials", "scope", "system/*.rs");
        var claims = house.claims(loader.id()).build();
        var stranger = AppHouse.key("one");
        var secret = new OctetSequenceKey.Builder(new byte[48]).keyID("one").build();
        var none = new PlainJWT(claims).serialize();
        var hmac = AppHouse.signed(
                secret, new JWSHeader.Builder(JWSAlgorithm.HS384).keyID("one").build(), claims);
        var unnamed = AppHouse.signed(AppHouse.key("two"), claims);
        for (var assertion : List.of(none, hmac, AppHouse.signed(stranger, claims), unnamed, "a.b.c", "nonsense")) {
            house.token(AppHouse.asserting(grant, assertion)).refused(401, "invalid_client");
        }
    }

    @Test
    void an_assertion_for_one_app_is_not_another_apps() {
        var loader = house.signing("system/*.rs");
        var other = house.signing("system/*.rs");
        var form = AppHouse.asserting(
                Map.of("grant_type", "client_credentials", "scope", "system/*.rs", "client_id", other.id()),
                AppHouse.signed(AppHouse.KEY, house.claims(loader.id()).build()));
        house.token(form).refused(401, "invalid_client");
    }

    @Test
    void too_many_failures_from_one_address_close_the_door_to_it_for_a_while() {
        IntStream.range(0, 101)
                .forEach(_ -> house.token(Map.of("client_id", "app-0", "grant_type", "refresh_token"))
                        .refused(401, "invalid_client"));
        house.token(exchange()).refused(429, "slow_down");
        house.clock.advance(Duration.ofMinutes(16));
        house.token(exchange()).fine();
    }

    @Test
    void a_refusal_is_in_the_audit_log_and_says_no_secret() {
        house.token(AppHouse.with(exchange(), "code", "invented")).refused(400, "invalid_grant");
        assertThat(house.audited()).containsExactly("TOKEN_REFUSED");
        assertThat(house.smart
                        .token(AppHouse.call(Optional.empty(), Map.of("client_id", "?? <script>")))
                        .status())
                .isEqualTo(401);
        assertThat(house.audit.newest(1).getFirst().event().what()).containsExactly("app:unknown");
    }
}
