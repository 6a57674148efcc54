package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.smart.Authorizations.Answer;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** An app is connected by a patient, and comes and goes with its tokens (SMART App Launch 2.2, "Standalone Launch"). */
class StandaloneLaunchTest {
    private final AppHouse house = new AppHouse();
    private final App app = house.growthChart();

    @Test
    void the_person_is_sent_back_with_a_code_the_state_and_the_issuer() {
        var sent = house.allowed(house.patient(), AppHouse.request(app, "launch/patient patient/*.rs"));
        assertThat(sent).containsOnlyKeys("code", "state", "iss");
        assertThat(sent).containsEntry("state", "state-0123456789").containsEntry("iss", AppHouse.PLACES.issuer());
        assertThat(AppHouse.got(sent, "code")).hasSize(43);
    }

    @Test
    void the_token_answer_says_what_was_granted_and_whose_record_it_is_about() {
        var answer = house.connected(house.patient(), app, "launch/patient patient/*.rs");
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asLong()).isEqualTo(Tokens.LIFE.toSeconds());
        assertThat(answer.text("scope").split(" ")).containsExactlyInAnyOrder("launch/patient", "patient/*.rs");
        assertThat(answer.text("patient")).isEqualTo("ann");
        assertThat(answer.json().path("need_patient_banner").asBoolean()).isTrue();
        assertThat(answer.text("smart_style_url")).isEqualTo(AppHouse.PLACES.style());
        assertThat(answer.json().has("refresh_token")).isFalse();
        assertThat(answer.json().has("id_token")).isFalse();
    }

    @Test
    void the_token_opens_the_patients_own_record_for_what_was_granted() {
        var answer = house.connected(house.patient(), app, "launch/patient patient/Observation.rs?category=laboratory");
        assertThat(house.smart.verify(answer.text("access_token")))
                .isEqualTo(Outcome.of(new Caller(
                        new Requester(AppHouse.NORTH, "ann", Role.PATIENT),
                        Set.of(PurposeOfUse.PATRQT),
                        Set.of(new Scope(Scope.Context.PATIENT, "Observation", "rs", "category=laboratory")),
                        Optional.of("ann"),
                        Optional.of("ann"),
                        Optional.of(app.id()))));
    }

    @Test
    void a_token_runs_out() {
        var token = house.connected(house.patient(), app, "patient/*.rs").text("access_token");
        assertThat(house.isGood(token)).isTrue();
        house.clock.advance(Tokens.LIFE);
        assertThat(house.isGood(token)).isFalse();
    }

    @Test
    void who_speaks_version_1_is_answered_in_version_1() {
        var answer = house.connected(house.patient(), app, "launch/patient patient/*.read patient/Condition.*");
        assertThat(answer.text("scope").split(" "))
                .containsExactlyInAnyOrder("launch/patient", "patient/*.read", "patient/Condition.rs");
    }

    @Test
    void what_the_person_takes_out_is_not_granted() {
        var session = house.patient();
        var request =
                house.question(AppHouse.request(app, "launch/patient openid fhirUser offline_access patient/*.rs"));
        var answer = new Answer(Set.of("patient/Condition.rs", "patient/Patient.rs"), false, false, Optional.empty());
        var url = house.smart
                .authorizations()
                .allow(request, session, answer, "request-1")
                .orElseThrow();
        var token = house.token(AppHouse.exchange(app, AppHouse.got(AppHouse.sent(url), "code")))
                .fine();
        assertThat(token.text("scope").split(" "))
                .containsExactlyInAnyOrder("launch/patient", "patient/Condition.rs", "patient/Patient.rs");
        assertThat(token.json().has("refresh_token")).isFalse();
        assertThat(token.json().has("id_token")).isFalse();
    }

    @Test
    void nobody_can_grant_more_than_was_asked_for() {
        var session = house.patient();
        var request = house.question(AppHouse.request(app, "launch/patient patient/Condition.rs"));
        var answer =
                new Answer(Set.of("patient/*.rs", "user/*.rs", "patient/Condition.r"), true, true, Optional.empty());
        var url = house.smart
                .authorizations()
                .allow(request, session, answer, "request-1")
                .orElseThrow();
        var token = house.token(AppHouse.exchange(app, AppHouse.got(AppHouse.sent(url), "code")))
                .fine();
        assertThat(token.text("scope").split(" ")).containsExactlyInAnyOrder("launch/patient", "patient/Condition.r");
    }

    @Test
    void what_an_app_may_not_have_is_left_out() {
        var narrow = house.app("Narrow", new App.Proof.Nothing(), "launch/patient patient/Observation.rs");
        var answer = house.connected(
                house.patient(),
                narrow,
                "launch/patient offline_access patient/*.rs patient/Observation.r system/*.rs");
        assertThat(answer.text("scope").split(" "))
                .containsExactlyInAnyOrder("launch/patient", "patient/Observation.r");
    }

    @Test
    void an_identity_is_signed_with_a_published_key_and_says_who_it_is_for() throws Exception {
        var answer = house.connected(house.patient(), app, "openid fhirUser launch/patient patient/*.rs");
        var identity = SignedJWT.parse(answer.text("id_token"));
        var keys = JWKSet.parse(house.smart.keys().json());
        var key = keys.getKeyByKeyId(identity.getHeader().getKeyID()).toRSAKey();
        assertThat(key.isPrivate()).isFalse();
        assertThat(identity.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(identity.verify(new RSASSAVerifier(key))).isTrue();
        var claims = identity.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(AppHouse.PLACES.issuer());
        assertThat(claims.getAudience()).isEqualTo(List.of(app.id()));
        assertThat(claims.getClaim("nonce")).isEqualTo("nonce-1");
        assertThat(claims.getClaim("fhirUser")).isEqualTo(AppHouse.PLACES.fhir() + "/Patient/ann");
        assertThat(claims.getSubject()).hasSize(64).doesNotContain("ann");
        assertThat(claims.getExpirationTime().toInstant()).isAfter(AppHouse.NOW);
    }

    @Test
    void a_clinician_is_told_as_the_practitioner_that_he_is_here_and_not_at_all_where_he_is_none() throws Exception {
        var scopes = "openid fhirUser user/*.rs";
        var unknown = house.connected(house.clinician(), app, scopes);
        assertThat(unknown.text("scope").split(" ")).containsExactlyInAnyOrder("openid", "user/*.rs");
        assertThat(SignedJWT.parse(unknown.text("id_token")).getJWTClaimsSet().getClaim("fhirUser"))
                .isNull();
        house.own.put("user-c", "Practitioner/7");
        var known = house.connected(house.clinician(), app, scopes);
        assertThat(known.text("scope").split(" ")).containsExactlyInAnyOrder("openid", "fhirUser", "user/*.rs");
        assertThat(SignedJWT.parse(known.text("id_token")).getJWTClaimsSet().getClaim("fhirUser"))
                .isEqualTo(AppHouse.PLACES.fhir() + "/Practitioner/7");
        assertThat(known.json().has("patient")).isFalse();
    }

    @Test
    void an_app_that_comes_again_and_again_is_not_asked_about_again() {
        var answer = house.connected(house.patient(), app, "launch/patient offline_access patient/*.rs");
        for (var month = 0; month < 24; month++) {
            house.clock.advance(Duration.ofDays(92));
            answer = house.token(AppHouse.refresh(app, answer.text("refresh_token")))
                    .fine();
        }
        assertThat(house.isGood(answer.text("access_token"))).isTrue();
    }

    @Test
    void the_key_of_identities_outlives_the_process() {
        var before = house.smart.keys();
        house.restart();
        assertThat(house.smart.keys()).isEqualTo(before);
    }

    @Test
    void an_app_that_stays_gets_a_new_token_for_the_same() {
        var first = house.connected(house.patient(), app, "launch/patient openid fhirUser offline_access patient/*.rs");
        house.clock.advance(Tokens.LIFE.multipliedBy(100));
        var second =
                house.token(AppHouse.refresh(app, first.text("refresh_token"))).fine();
        assertThat(second.text("scope")).isEqualTo(first.text("scope"));
        assertThat(second.text("patient")).isEqualTo("ann");
        assertThat(second.text("token_type")).isEqualTo("Bearer");
        assertThat(second.json().path("expires_in").asLong()).isEqualTo(Tokens.LIFE.toSeconds());
        assertThat(second.text("access_token")).isNotEqualTo(first.text("access_token"));
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(house.isGood(second.text("access_token"))).isTrue();
    }

    @Test
    void it_may_ask_for_less_and_keeps_the_right_to_the_rest() {
        var first = house.connected(house.patient(), app, "launch/patient offline_access patient/*.rs");
        var less = house.token(AppHouse.with(
                        AppHouse.refresh(app, first.text("refresh_token")), "scope", "patient/*.rs launch/patient"))
                .fine();
        assertThat(less.text("scope").split(" ")).containsExactly("patient/*.rs", "launch/patient");
        var again =
                house.token(AppHouse.refresh(app, less.text("refresh_token"))).fine();
        assertThat(again.text("scope")).isEqualTo(first.text("scope"));
    }

    @Test
    void an_app_that_is_online_stays_as_long_as_its_person() {
        var opened = house.patientSignedIn("ann");
        var first = house.connected(opened.session(), app, "launch/patient online_access patient/*.rs");
        var second =
                house.token(AppHouse.refresh(app, first.text("refresh_token"))).fine();
        house.sessions.close(opened.secret());
        house.token(AppHouse.refresh(app, second.text("refresh_token"))).refused(400, "invalid_grant");
    }

    @Test
    void an_app_with_a_secret_proves_itself_by_it() {
        var registered = house.withSecret();
        var code = house.code(house.patient(), registered.app(), "launch/patient patient/*.rs");
        var header = AppHouse.basic(registered.app().id(), registered.secret().orElseThrow());
        house.token(header, AppHouse.without(AppHouse.exchange(registered.app(), code), "client_id"))
                .fine();
    }

    @Test
    void an_app_with_keys_signs() {
        var signing = house.signing("launch/patient patient/*.rs");
        var code = house.code(house.patient(), signing, "launch/patient patient/*.rs");
        var assertion = AppHouse.signed(AppHouse.KEY, house.claims(signing.id()).build());
        house.token(AppHouse.asserting(AppHouse.exchange(signing, code), assertion))
                .fine();
    }

    @Test
    void everything_survives_the_end_of_the_process() {
        var session = house.patient();
        var first = house.connected(session, app, "launch/patient offline_access patient/*.rs");
        var code = house.code(session, app, "launch/patient patient/Condition.rs");
        house.restart();
        assertThat(house.isGood(first.text("access_token"))).isTrue();
        house.token(AppHouse.exchange(app, code)).fine();
        house.token(AppHouse.refresh(app, first.text("refresh_token"))).fine();
        assertThat(house.smart.connected(new Connection.Person("ann", Role.PATIENT)))
                .hasSize(2);
    }

    @Test
    void no_secret_is_kept_in_clear() {
        var answer = house.connected(house.patient(), app, "launch/patient offline_access patient/*.rs");
        var secret = house.withSecret().secret().orElseThrow();
        var kept = house.everythingKept();
        assertThat(kept).contains("offline").contains(Sha256.of(secret).hex());
        assertThat(kept)
                .doesNotContain(answer.text("access_token"))
                .doesNotContain(answer.text("refresh_token"))
                .doesNotContain(secret);
    }

    @Test
    void it_is_in_the_audit_log_of_the_patient() {
        house.connected(house.patient(), app, "launch/patient patient/*.rs").fine();
        assertThat(house.audited()).containsExactly("APP_CONNECTED", "TOKEN_ISSUED");
        assertThat(house.audit.ofPatient("ann", 10)).hasSize(2);
    }

    @Test
    void discovery_says_what_there_is() {
        var smart = AppHouse.answered(new Reply(200, house.smart.smartConfiguration()));
        assertThat(smart.json().path("code_challenge_methods_supported")).hasToString("[\"S256\"]");
        assertThat(smart.json().path("token_endpoint_auth_signing_alg_values_supported"))
                .hasToString("[\"RS384\",\"ES384\"]");
        assertThat(smart.json().path("grant_types_supported"))
                .hasToString("[\"authorization_code\",\"refresh_token\",\"client_credentials\"]");
        for (var url : Map.of(
                        "issuer", "",
                        "jwks_uri", "/smart/jwks",
                        "authorization_endpoint", "/authorize",
                        "token_endpoint", "/smart/token",
                        "introspection_endpoint", "/smart/introspect",
                        "revocation_endpoint", "/smart/revoke",
                        "registration_endpoint", "/smart/register",
                        "management_endpoint", "/me/apps")
                .entrySet()) {
            assertThat(smart.text(url.getKey())).isEqualTo("https://north.example.org" + url.getValue());
        }
        assertThat(smart.json().path("capabilities").valueStream().map(c -> c.asText()))
                .containsExactlyElementsOf(Discovery.CAPABILITIES);
        assertThat(smart.json().path("scopes_supported").valueStream().map(s -> s.asText()))
                .allMatch(scope -> Wish.problem(scope).isEmpty())
                .contains("patient/*.rs", "user/Condition.rs", "launch/patient", "offline_access");
    }
}
