package org.healthsphere.node.smart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.RandomId;

/**
 * What this member's authorization server is, signed with the certificate that the network's authority gave it (UDAP Security 1.1,
 * "Discovery"): an app can tell that it speaks with a member, and not with whoever holds the host's name.
 *
 * <p>Its {@code iss} is the URI in that certificate, which names the member, since the network's certificates do not name hosts.
 */
final class UdapMetadata {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final int URI_NAME = 6;

    private final Places places;
    private final Supplier<MemberIdentity> identity;
    private final InstantSource clock;
    private final SecureRandom random;

    UdapMetadata(Places places, Supplier<MemberIdentity> identity, InstantSource clock, SecureRandom random) {
        this.places = places;
        this.identity = identity;
        this.clock = clock;
        this.random = random;
    }

    /** {@code .well-known/udap}; nothing for a member whose certificate, from before, has no URI. */
    Optional<String> json() {
        var member = identity.get();
        return uri(member.certificate()).map(issuer -> {
            var json = JsonNodeFactory.instance
                    .objectNode()
                    .put("authorization_endpoint", places.authorize())
                    .put("token_endpoint", places.token())
                    .put("registration_endpoint", places.registration())
                    .put("signed_metadata", signed(member, issuer));
            add(json.putArray("udap_versions_supported"), "1");
            add(json.putArray("udap_profiles_supported"), "udap_dcr", "udap_authn");
            json.putArray("udap_authorization_extensions_supported");
            json.putArray("udap_authorization_extensions_required");
            json.putArray("udap_certifications_supported");
            json.putArray("udap_certifications_required");
            add(json.putArray("grant_types_supported"), "authorization_code", "refresh_token");
            add(json.putArray("token_endpoint_auth_methods_supported"), "private_key_jwt");
            var algorithms =
                    Signed.UDAP.stream().map(JWSAlgorithm::getName).sorted().toArray(String[]::new);
            add(json.putArray("token_endpoint_auth_signing_alg_values_supported"), algorithms);
            add(json.putArray("registration_endpoint_jwt_signing_alg_values_supported"), algorithms);
            Discovery.scopes()
                    .filter(scope -> !scope.startsWith("system/"))
                    .forEach(json.putArray("scopes_supported")::add);
            return json.toString();
        });
    }

    private String signed(MemberIdentity member, String issuer) {
        var now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(issuer)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(RandomId.draw(random))
                .claim("authorization_endpoint", places.authorize())
                .claim("token_endpoint", places.token())
                .claim("registration_endpoint", places.registration())
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .x509CertChain(List.of(Base64.encode(encoded(member.certificate()))))
                .build();
        var input = header.toBase64URL() + "." + Base64URL.encode(claims.toString());
        return input + "." + Base64URL.encode(member.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has a form", e);
        }
    }

    private static Optional<String> uri(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.getFirst().equals(URI_NAME))
                    .map(name -> String.valueOf(name.getLast()))
                    .findFirst();
        } catch (CertificateParsingException _) {
            return Optional.empty();
        }
    }

    private static void add(ArrayNode array, String... values) {
        for (var value : values) {
            array.add(value);
        }
    }
}
