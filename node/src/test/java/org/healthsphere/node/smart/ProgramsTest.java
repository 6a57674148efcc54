package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** Programs that ask for themselves (SMART App Launch 2.2, "Backend Services"). */
class ProgramsTest {
    private final AppHouse house = new AppHouse();

    @Test
    void a_program_that_signs_gets_a_token_for_minutes_and_no_other() {
        var loader = house.signing("system/Patient.rs system/Observation.cruds");
        var answer = house.byItself(loader, "system/Patient.rs system/Observation.rs", claims -> claims)
                .fine();
        assertThat(answer.json().properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "scope");
        assertThat(answer.json().path("expires_in").asLong()).isEqualTo(300);
        assertThat(house.smart.verify(answer.text("access_token")))
                .isEqualTo(Outcome.of(new Caller(
                        new Requester(AppHouse.NORTH, loader.id(), Role.SYSTEM),
                        Set.of(PurposeOfUse.TREAT, PurposeOfUse.HOPERAT),
                        Set.of(new Scope("Patient", "rs"), new Scope("Observation", "rs")),
                        Optional.empty())));
        house.clock.advance(Tokens.SYSTEM_LIFE);
        assertThat(house.isGood(answer.text("access_token"))).isFalse();
    }

    @Test
    void it_gets_what_it_may_have_and_nothing_else() {
        var loader = house.signing("system/Patient.rs launch/patient patient/*.rs");
        assertThat(house.byItself(loader, "system/Patient.r system/Patient.cruds system/*.rs", claims -> claims)
                        .fine()
                        .text("scope"))
                .isEqualTo("system/Patient.r system/Patient.rs");
        house.byItself(loader, "system/Condition.rs", claims -> claims).refused(400, "invalid_scope");
        house.byItself(loader, "patient/*.rs launch/patient", claims -> claims).refused(400, "invalid_scope");
    }

    @Test
    void rs384_is_as_good_and_rs256_is_not_taken() throws JOSEException {
        RSAKey key = new RSAKeyGenerator(2048).keyID("rsa").generate();
        var loader = house.app(
                "Rsa", new Proof.Keys("{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}"), "system/*.rs");
        var grant = Map.of("grant_type", "client_credentials", "scope", "system/*.rs");
        for (var algorithm :
                Map.of(JWSAlgorithm.RS384, 200, JWSAlgorithm.RS256, 401).entrySet()) {
            var assertion = AppHouse.signed(
                    key,
                    new JWSHeader.Builder(algorithm.getKey()).keyID("rsa").build(),
                    house.claims(loader.id()).build());
            assertThat(house.token(AppHouse.asserting(grant, assertion)).status())
                    .isEqualTo(algorithm.getValue());
        }
    }

    @Test
    void who_does_not_sign_does_not_ask_for_himself() {
        var open = house.app("Open", new Proof.Nothing(), "system/*.rs patient/*.rs");
        assertThat(house.token(Map.of(
                                "grant_type", "client_credentials", "scope", "system/*.rs", "client_id", open.id()))
                        .status())
                .isIn(400, 401);
        var secret = house.register("Secret", new Proof.Secret(Sha256.of("")), "system/*.rs");
        house.token(
                        AppHouse.basic(secret.app().id(), secret.secret().orElseThrow()),
                        Map.of("grant_type", "client_credentials", "scope", "system/*.rs"))
                .refused(400, "unauthorized_client");
    }

    @Test
    void its_tokens_survive_the_end_of_the_process_and_end_with_the_app() {
        var loader = house.signing("system/*.rs");
        var token = house.byItself(loader, "system/*.rs", claims -> claims).text("access_token");
        house.restart();
        assertThat(house.isGood(token)).isTrue();
        var _ = house.apps.remove(loader.id()).orElseThrow();
        assertThat(house.isGood(token)).isFalse();
    }

    @Test
    void it_is_in_the_audit_log() {
        var loader = house.signing("system/*.rs");
        house.byItself(loader, "system/*.rs", claims -> claims).fine();
        assertThat(house.audit.newest(1).getFirst().event().what()).containsExactly("app:" + loader.id());
    }
}
