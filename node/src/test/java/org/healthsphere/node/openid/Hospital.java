package org.healthsphere.node.openid;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.healthsphere.node.config.NodeConfig.StaffLogin;
import org.healthsphere.specs.Role;

/** A hospital's provider of identities, as far as a client sees it: what it says of itself, its keys, and the tokens that it gives. */
public final class Hospital implements AutoCloseable {
    public static final String CLIENT = "healthsphere";

    public final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    RSAKey key = key("first");

    public Hospital() {
        server.start();
        server.stubFor(get("/.well-known/openid-configuration").willReturn(okJson(described(issuer()))));
        publish();
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String issuer() {
        return "http://localhost:" + server.port();
    }

    String described(String issuer) {
        return """
                {"issuer": "%s", "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
                 "jwks_uri": "%s/jwks", "end_session_endpoint": "%s/end", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
                """.formatted(issuer, issuer(), issuer(), issuer(), issuer());
    }

    void publish() {
        server.stubFor(
                get("/jwks").willReturn(okJson("{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}")));
    }

    public StaffLogin settings() {
        var roles = new LinkedHashMap<String, Role>();
        roles.put("hie-steward", Role.STEWARD);
        roles.put("hie-doctor", Role.CLINICIAN);
        return new StaffLogin(
                issuer(),
                CLIENT,
                new StaffLogin.Secret("a secret of the test"),
                "realm_access.roles",
                roles,
                Optional.of("two"),
                Optional.of("practitioner"));
    }

    /** What somebody's browser was sent along with. */
    public static Map<String, String> query(String address) {
        var query = new LinkedHashMap<String, String>();
        for (var pair : URI.create(address).getRawQuery().split("&", -1)) {
            var parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** What a token says of a doctor who has just signed in. */
    public JWTClaimsSet.Builder doctor(String nonce, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject("doctor-1")
                .claim("name", "Dr Sample")
                .claim("nonce", nonce)
                .claim("practitioner", "prac-1")
                .claim("realm_access", Map.of("roles", List.of("other", "hie-doctor")))
                .claim("auth_time", now.getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    /** Gives this token for the next code. */
    public void grants(JWTClaimsSet claims) {
        grants(claims, key);
    }

    void grants(JWTClaimsSet claims, RSAKey with) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID());
            var token = new SignedJWT(header.build(), claims);
            token.sign(new RSASSASigner(with));
            answers(token.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the provider says when somebody has left it (OpenID Connect Back-Channel Logout 1.0). */
    public JWTClaimsSet.Builder logout(String subject, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject(subject)
                .jwtID("left-1")
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)));
    }

    /** With the key that it publishes, as a token of this type. */
    public String signed(JWTClaimsSet claims, String type) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .type(new JOSEObjectType(type));
            var token = new SignedJWT(header.build(), claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    void answers(String token) {
        server.stubFor(post("/token")
                .willReturn(okJson("{\"access_token\":\"none of ours\",\"token_type\":\"Bearer\",\"id_token\":\""
                        + token + "\"}")));
    }

    /** The way back that the provider sends a browser, with what it said changed. */
    public static Map<String, List<String>> back(String address, UnaryOperator<String> state) {
        return Map.of(
                "code",
                List.of("a-code"),
                "state",
                List.of(state.apply(query(address).getOrDefault("state", ""))));
    }

    @Override
    public void close() {
        server.stop();
    }
}
