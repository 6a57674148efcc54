package org.healthsphere.node.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.X509CertChainUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;

/** Signed statements of apps (RFC 7519), looked at with Nimbus: whose they are, what they say, and whether it is still good. */
final class Signed {
    /** What SMART App Launch asks of servers and clients. */
    static final Set<JWSAlgorithm> SMART = Set.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384);

    /** What UDAP adds to it. */
    static final Set<JWSAlgorithm> UDAP =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.RS384, JWSAlgorithm.ES384);

    /** No assertion is good for longer. */
    static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_ID = 256;

    private Signed() {}

    /** The claims, if one of these keys signed them. */
    static Outcome<JWTClaimsSet> by(List<JWK> keys, SignedJWT jwt, Set<JWSAlgorithm> algorithms) {
        return algorithm(jwt, algorithms)
                .then(_ -> keys.stream()
                                .filter(AsymmetricJWK.class::isInstance)
                                .flatMap(key -> publicKey((AsymmetricJWK) key).stream())
                                .anyMatch(key -> holds(jwt, key))
                        ? claims(jwt)
                        : refused("the signature of the assertion is wrong"));
    }

    /** The claims, if the holder of this certificate signed them. */
    static Outcome<JWTClaimsSet> by(X509Certificate certificate, SignedJWT jwt) {
        return algorithm(jwt, UDAP)
                .then(_ -> holds(jwt, certificate.getPublicKey())
                        ? claims(jwt)
                        : refused("the signature of the assertion is wrong"));
    }

    /** The certificates in the header {@code x5c}. */
    static Outcome<List<X509Certificate>> chain(SignedJWT jwt) {
        try {
            var chain = Optional.ofNullable(jwt.getHeader().getX509CertChain());
            return chain.isEmpty()
                    ? refused("the assertion names no certificate (x5c)")
                    : Outcome.of(X509CertChainUtils.parse(chain.get()));
        } catch (ParseException _) {
            return refused("the certificate in the assertion (x5c) cannot be read");
        }
    }

    /** What every assertion owes: that it is for here and for now, and says its name. */
    static Outcome<JWTClaimsSet> timely(JWTClaimsSet claims, Set<String> audiences, Instant now) {
        if (claims.getAudience().stream().noneMatch(audiences::contains)) {
            return refused("the assertion is for another audience (aud)");
        }
        var id = claims.getJWTID();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return refused("the assertion has no jti");
        }
        var expires = time(claims.getExpirationTime());
        if (expires.isEmpty() || !now.isBefore(expires.get())) {
            return refused("the assertion has run out (exp)");
        }
        if (expires.get().isAfter(now.plus(LONGEST_LIFE).plus(SKEW))) {
            return refused("the assertion is good for more than five minutes (exp)");
        }
        return isAhead(claims.getIssueTime(), now) || isAhead(claims.getNotBeforeTime(), now)
                ? refused("the assertion is from the future (iat, nbf)")
                : Outcome.of(claims);
    }

    private static boolean isAhead(@Nullable Date date, Instant now) {
        return time(date).filter(at -> at.isAfter(now.plus(SKEW))).isPresent();
    }

    private static Optional<Instant> time(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private static Outcome<JWSAlgorithm> algorithm(SignedJWT jwt, Set<JWSAlgorithm> algorithms) {
        var algorithm = jwt.getHeader().getAlgorithm();
        return algorithms.contains(algorithm)
                ? Outcome.of(algorithm)
                : refused("the assertion is signed with an algorithm that is not taken here (alg)");
    }

    private static Optional<PublicKey> publicKey(AsymmetricJWK key) {
        try {
            return Optional.of(key.toPublicKey());
        } catch (JOSEException _) {
            return Optional.empty();
        }
    }

    private static boolean holds(SignedJWT jwt, PublicKey key) {
        try {
            return (!(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= SHORTEST_RSA)
                    && jwt.verify(new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), key));
        } catch (JOSEException _) {
            return false;
        }
    }

    private static Outcome<JWTClaimsSet> claims(SignedJWT jwt) {
        try {
            return Outcome.of(jwt.getJWTClaimsSet());
        } catch (ParseException _) {
            return refused("the assertion says nothing that can be read");
        }
    }

    static <T> Outcome<T> refused(String ground) {
        return Outcome.failed(new Fault.Unauthenticated(ground));
    }
}
