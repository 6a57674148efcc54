package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.X509CertChainUtils;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.release.Identities;
import org.junit.jupiter.api.Test;

/** What apps of other members read first (UDAP Security 1.1, "Discovery"). */
class UdapMetadataTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
    private static final MemberIdentity NORTH = Identities.of("north");
    private static final Places PLACES = new Places(() -> "https://north.example");

    private static JsonNode json() throws Exception {
        var metadata = new UdapMetadata(PLACES, () -> NORTH, InstantSource.fixed(NOW), new java.security.SecureRandom());
        return new ObjectMapper().readTree(metadata.json().orElseThrow());
    }

    @Test
    void it_says_what_the_registration_takes_and_where() throws Exception {
        var json = json();
        assertThat(json.path("udap_versions_supported").path(0).asText()).isEqualTo("1");
        assertThat(json.path("udap_profiles_supported").valueStream().map(JsonNode::asText))
                .containsExactly("udap_dcr", "udap_authn");
        assertThat(json.path("registration_endpoint").asText()).isEqualTo("https://north.example/smart/register");
        assertThat(json.path("token_endpoint_auth_methods_supported").path(0).asText())
                .isEqualTo("private_key_jwt");
        assertThat(json.path("grant_types_supported").valueStream().map(JsonNode::asText))
                .containsExactly("authorization_code", "refresh_token");
        assertThat(json.path("scopes_supported").valueStream().map(JsonNode::asText))
                .contains("patient/*.rs", "openid")
                .noneMatch(scope -> scope.startsWith("system/"));
        for (var name : List.of(
                "udap_authorization_extensions_supported",
                "udap_authorization_extensions_required",
                "udap_certifications_supported",
                "udap_certifications_required")) {
            assertThat(json.path(name).isArray()).as(name).isTrue();
        }
    }

    @Test
    void it_is_signed_with_the_members_certificate_for_a_day() throws Exception {
        var jwt = SignedJWT.parse(json().path("signed_metadata").asText());
        var chain = X509CertChainUtils.parse(jwt.getHeader().getX509CertChain());
        assertThat(chain).containsExactly(NORTH.certificate());
        assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) chain.getFirst().getPublicKey())))
                .isTrue();
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("urn:healthsphere:member:north").isEqualTo(claims.getSubject());
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plusSeconds(86_400)));
        assertThat(claims.getJWTID()).hasSize(32);
        assertThat(claims.getStringClaim("token_endpoint")).isEqualTo("https://north.example/smart/token");
        assertThat(claims.getStringClaim("authorization_endpoint")).isEqualTo("https://north.example/authorize");
        assertThat(claims.getStringClaim("registration_endpoint")).isEqualTo("https://north.example/smart/register");
    }

    @Test
    void a_server_that_nobody_speaks_for_says_nothing() {
        assertThat(new AppHouse().smart.udapConfiguration()).isEqualTo(new Reply(204, ""));
    }
}
