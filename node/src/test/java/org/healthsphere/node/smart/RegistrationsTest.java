package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.release.Identities;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Apps that members bring along, by statements that they sign (UDAP Security 1.0, "Registration"). */
class RegistrationsTest {
    private static final MemberIdentity SOUTH = Identities.of("south");
    private static final String SOUTH_URI = "urn:healthsphere:member:south";

    private final AppHouse house = new AppHouse();

    @BeforeEach
    void south_is_a_member() {
        house.vouchedBy(chain -> chain.getFirst().equals(SOUTH.certificate())
                ? Outcome.of(new NodeId("south"))
                : Outcome.failed(new Fault.Unauthenticated("not a member's certificate")));
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(SOUTH_URI)
                .subject(SOUTH_URI)
                .audience(AppHouse.PLACES.registration())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(house.clock.instant()))
                .expirationTime(Date.from(house.clock.instant().plus(Duration.ofMinutes(4))))
                .claim("client_name", "Southern App")
                .claim("redirect_uris", List.of(AppHouse.BACK))
                .claim("grant_types", List.of("authorization_code", "refresh_token"))
                .claim("response_types", List.of("code"))
                .claim("token_endpoint_auth_method", "private_key_jwt")
                .claim("scope", "launch/patient openid fhirUser offline_access patient/*.cruds system/*.rs");
    }

    /** Signs as a member does, whose key never leaves its identity. */
    private record Signing(MemberIdentity identity) implements JWSSigner {
        @Override
        public Base64URL sign(JWSHeader header, byte[] input) {
            return Base64URL.encode(identity.sign(input));
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(JWSAlgorithm.ES256);
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }

    private static String signed(MemberIdentity by, X509Certificate shown, JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .x509CertChain(List.of(Base64.encode(shown.getEncoded())))
                    .build();
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new Signing(by));
            return jwt.serialize();
        } catch (JOSEException | CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    @CanIgnoreReturnValue
    private AppHouse.Answered register(JWTClaimsSet claims) {
        return register(signed(SOUTH, SOUTH.certificate(), claims));
    }

    private AppHouse.Answered register(String statement) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("software_statement", statement)
                .put("udap", "1");
        return AppHouse.answered(
                house.smart.register(new Call(Optional.empty(), body.toString(), "192.0.2.8", "request-9")));
    }

    @Test
    void a_member_brings_an_app_and_a_patient_connects_it() {
        var statement = signed(SOUTH, SOUTH.certificate(), claims().build());
        var answer = register(statement);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("software_statement")).isEqualTo(statement);
        var app = house.apps.find(answer.text("client_id")).orElseThrow();
        assertThat(app.voucher()).contains(new NodeId("south"));
        assertThat(app.name()).isEqualTo("Southern App");
        assertThat(app.scopes())
                .as("never on its own behalf")
                .isEqualTo(Set.of("launch/patient", "openid", "fhirUser", "offline_access", "patient/*.rs"));
        var code = house.code(house.patient(), app, "launch/patient patient/*.rs");
        house.token(AppHouse.exchange(app, code)).refused(401, "invalid_client");
        var token = house.token(AppHouse.asserting(AppHouse.exchange(app, code), assertion(app)))
                .fine();
        assertThat(token.text("patient")).isEqualTo("ann");
        assertThat(house.audited()).startsWith("APP_REGISTERED");
    }

    private String assertion(App app) {
        return signed(SOUTH, SOUTH.certificate(), house.claims(app.id()).build());
    }

    @Test
    void it_does_not_ask_for_itself() {
        var app = house.apps.find(register(claims().build()).text("client_id")).orElseThrow();
        house.token(AppHouse.asserting(
                        Map.of("grant_type", "client_credentials", "scope", "patient/*.rs"), assertion(app)))
                .refused(400, "unauthorized_client");
    }

    @Test
    void the_same_member_changes_it_and_cancels_it() {
        var first = register(claims().build());
        var changed = register(
                claims().claim("scope", "launch/patient patient/Condition.rs").build());
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("client_id")).isEqualTo(first.text("client_id"));
        assertThat(house.apps.find(first.text("client_id")).orElseThrow().scopes())
                .isEqualTo(Set.of("launch/patient", "patient/Condition.rs"));
        var cancelled = register(claims().claim("grant_types", List.of()).build());
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(house.apps.apps()).isEmpty();
        register(claims().claim("grant_types", List.of()).build()).refused(400, "invalid_client_metadata");
    }

    @Test
    void another_name_is_another_app() {
        register(claims().build());
        assertThat(register(claims().claim("client_name", "Second App").build()).status())
                .isEqualTo(201);
        assertThat(house.apps.apps()).hasSize(2);
    }

    static Stream<Arguments> bad_statements() {
        return Stream.of(
                bad("of another audience", "invalid_software_statement", c -> c.audience(AppHouse.PLACES.token())),
                bad("of another issuer", "invalid_software_statement", c -> c.issuer("urn:healthsphere:member:east")),
                bad("of no issuer", "invalid_software_statement", c -> c.issuer(null)),
                bad("of another subject", "invalid_software_statement", c -> c.subject("urn:x")),
                bad("run out", "invalid_software_statement", c -> c.expirationTime(Date.from(AppHouse.NOW))),
                bad(
                        "of an hour",
                        "invalid_software_statement",
                        c -> c.expirationTime(Date.from(AppHouse.NOW.plus(Duration.ofHours(1))))),
                bad("without a name of its own", "invalid_software_statement", c -> c.jwtID(null)),
                bad("with a secret", "invalid_client_metadata", c -> c.claim("token_endpoint_auth_method", "none")),
                bad(
                        "for itself",
                        "invalid_client_metadata",
                        c -> c.claim("grant_types", List.of("client_credentials"))),
                bad("leading nowhere", "invalid_client_metadata", c -> c.claim("redirect_uris", List.of())),
                bad(
                        "leading to a script",
                        "invalid_client_metadata",
                        c -> c.claim("redirect_uris", List.of("javascript:alert(1)"))),
                bad("without a name", "invalid_client_metadata", c -> c.claim("client_name", null)),
                bad("for nothing", "invalid_client_metadata", c -> c.claim("scope", "system/*.rs")),
                bad("of the wrong form", "invalid_client_metadata", c -> c.claim("redirect_uris", 7)));
    }

    private static Arguments bad(String name, String error, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(name, error, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad_statements")
    void a_statement_that_is_not_as_it_must_be_is_refused(
            String name, String error, UnaryOperator<JWTClaimsSet.Builder> change) {
        register(change.apply(claims()).build()).refused(400, error);
        assertThat(house.apps.apps()).as(name).isEmpty();
    }

    @Test
    void a_statement_of_somebody_else_is_refused() {
        var east = Identities.of("east");
        var claims = claims().build();
        register(signed(east, east.certificate(), claims)).refused(400, "invalid_software_statement");
        register(signed(east, SOUTH.certificate(), claims)).refused(400, "invalid_software_statement");
        register(signed(SOUTH, SOUTH.tlsCertificate(), claims)).refused(400, "invalid_software_statement");
        register("a.b.c").refused(400, "invalid_software_statement");
        register("").refused(400, "invalid_software_statement");
        assertThat(house.apps.apps()).isEmpty();
    }

    @Test
    void a_statement_is_good_once() {
        var statement = signed(SOUTH, SOUTH.certificate(), claims().build());
        assertThat(register(statement).status()).isEqualTo(201);
        register(statement).refused(400, "invalid_software_statement");
        house.restart();
        register(statement).refused(400, "invalid_software_statement");
    }

    @Test
    void who_is_a_member_no_longer_cannot_let_his_app_go_on() {
        var app = house.apps.find(register(claims().build()).text("client_id")).orElseThrow();
        var code = house.code(house.patient(), app, "launch/patient patient/*.rs");
        house.vouchedBy(_ -> Outcome.failed(new Fault.Unauthenticated("suspended")));
        house.token(AppHouse.asserting(AppHouse.exchange(app, code), assertion(app)))
                .refused(401, "invalid_client");
    }
}
