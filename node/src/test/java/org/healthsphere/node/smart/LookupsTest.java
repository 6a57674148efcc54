package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens are good for, and their end (RFC 7662, RFC 7009). */
class LookupsTest {
    private static final String SCOPES = "launch/patient openid fhirUser offline_access patient/*.rs";

    private final AppHouse house = new AppHouse();
    private final App app = house.growthChart();
    private final AppBook.Registered asker = house.apps
            .register(new App(
                    "",
                    "Records server",
                    new Proof.Secret(Sha256.of("")),
                    List.of(),
                    Optional.empty(),
                    Set.of("system/Patient.r"),
                    Optional.empty(),
                    true))
            .orElseThrow();

    private AppHouse.Answered introspected(String token) {
        var header = AppHouse.basic(asker.app().id(), asker.secret().orElseThrow());
        return AppHouse.answered(house.smart.introspect(AppHouse.call(Optional.of(header), Map.of("token", token))))
                .fine();
    }

    @Test
    void a_good_token_says_what_it_is_good_for_and_who_is_behind_it() {
        var answer = house.connected(house.patient(), app, SCOPES);
        var said = introspected(answer.text("access_token"));
        assertThat(said.json().path("active").asBoolean()).isTrue();
        assertThat(said.text("scope")).isEqualTo(answer.text("scope"));
        assertThat(said.text("client_id")).isEqualTo(app.id());
        assertThat(said.json().path("exp").asLong())
                .isEqualTo(AppHouse.NOW.plus(Tokens.LIFE).getEpochSecond());
        assertThat(said.text("patient")).isEqualTo("ann");
        assertThat(said.text("iss")).isEqualTo(AppHouse.PLACES.issuer());
        assertThat(said.text("sub")).isEqualTo(Identities.subject(new Connection.Person("ann", Role.PATIENT)));
        assertThat(said.text("fhirUser")).isEqualTo(AppHouse.PLACES.fhir() + "/Patient/ann");
    }

    @Test
    void where_no_identity_was_told_none_is_told_here() {
        var answer = house.connected(house.patient(), app, "launch/patient patient/*.rs");
        var said = introspected(answer.text("access_token"));
        assertThat(said.json().path("active").asBoolean()).isTrue();
        assertThat(said.json().has("sub")).isFalse();
        assertThat(said.json().has("iss")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invented", "a.b.c", ""})
    void a_token_that_is_none_is_not_active_and_that_is_all(String token) {
        assertThat(introspected(token + "x").json()).hasToString("{\"active\":false}");
    }

    @Test
    void a_token_that_has_run_out_or_was_ended_is_not_active() {
        var answer = house.connected(house.patient(), app, SCOPES);
        var revoked = house.connected(house.patient("ben"), app, SCOPES).text("access_token");
        assertThat(revoke(app, revoked).status()).isEqualTo(200);
        assertThat(introspected(revoked).json()).hasToString("{\"active\":false}");
        house.clock.advance(Tokens.LIFE);
        assertThat(introspected(answer.text("access_token")).json()).hasToString("{\"active\":false}");
        assertThat(introspected(answer.text("refresh_token")).json()).hasToString("{\"active\":false}");
    }

    @Test
    void who_may_not_ask_is_told_nothing() {
        var token = house.connected(house.patient(), app, SCOPES).text("access_token");
        var form = Map.of("token", token);
        AppHouse.answered(house.smart.introspect(AppHouse.call(Optional.empty(), form)))
                .refused(401, "invalid_client");
        AppHouse.answered(house.smart.introspect(
                        AppHouse.call(Optional.empty(), AppHouse.with(form, "client_id", app.id()))))
                .refused(400, "unauthorized_client");
        AppHouse.answered(house.smart.introspect(AppHouse.call(Optional.of("Bearer " + token), form)))
                .refused(400, "unauthorized_client");
        AppHouse.answered(house.smart.introspect(AppHouse.call(Optional.of("Bearer invented"), form)))
                .refused(401, "invalid_client");
    }

    @Test
    void who_may_ask_may_show_a_token_of_his_own_instead_of_his_proof() {
        var server = house.apps
                .register(new App(
                        "",
                        "Signing server",
                        new Proof.Keys(
                                "{\"keys\":[" + AppHouse.KEY.toPublicJWK().toJSONString() + "]}"),
                        List.of(),
                        Optional.empty(),
                        Set.of("system/Patient.r"),
                        Optional.empty(),
                        true))
                .orElseThrow()
                .app();
        var own = house.byItself(server, "system/Patient.r", claims -> claims).text("access_token");
        var token = house.connected(house.patient(), app, SCOPES).text("access_token");
        var said = AppHouse.answered(
                house.smart.introspect(AppHouse.call(Optional.of("Bearer " + own), Map.of("token", token))));
        assertThat(said.fine().json().path("active").asBoolean()).isTrue();
    }

    private AppHouse.Answered revoke(App by, String token) {
        var reply = house.smart.revoke(AppHouse.call(Optional.empty(), Map.of("token", token, "client_id", by.id())));
        return reply.json().isEmpty()
                ? new AppHouse.Answered(reply.status(), MissingNode.getInstance())
                : AppHouse.answered(reply);
    }

    @Test
    void an_app_gives_back_a_refresh_token_and_all_that_came_of_it_ends() {
        var answer = house.connected(house.patient(), app, SCOPES);
        assertThat(revoke(app, answer.text("refresh_token")).status()).isEqualTo(200);
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
        house.token(AppHouse.refresh(app, answer.text("refresh_token"))).refused(400, "invalid_grant");
        assertThat(house.audited()).contains("APP_DISCONNECTED");
    }

    @Test
    void an_app_gives_back_an_access_token_and_keeps_the_rest() {
        var answer = house.connected(house.patient(), app, SCOPES);
        assertThat(revoke(app, answer.text("access_token")).status()).isEqualTo(200);
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
        house.token(AppHouse.refresh(app, answer.text("refresh_token"))).fine();
    }

    @Test
    void nobody_ends_what_is_another_apps_and_what_is_unknown_has_ended() {
        var answer = house.connected(house.patient(), app, SCOPES);
        var other = house.growthChart();
        assertThat(revoke(other, answer.text("access_token")).status()).isEqualTo(200);
        assertThat(revoke(other, answer.text("refresh_token")).status()).isEqualTo(200);
        assertThat(revoke(app, "invented").status()).isEqualTo(200);
        assertThat(house.isGood(answer.text("access_token"))).isTrue();
        AppHouse.answered(house.smart.revoke(AppHouse.call(
                        Optional.empty(), Map.of("token", answer.text("access_token"), "client_id", "app-0"))))
                .refused(401, "invalid_client");
    }
}
