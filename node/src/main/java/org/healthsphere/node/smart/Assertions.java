package org.healthsphere.node.smart;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Whether an app signed what it shows (SMART App Launch 2.2, "Client Authentication: Asymmetric"; RFC 7523, section 3). An assertion
 * is good once.
 */
final class Assertions {
    /** The tag of a URI among alternative names (RFC 5280, section 4.2.1.6). */
    private static final int URI_NAME = 6;

    private final AppKeys keys;
    private final Vouching vouching;
    private final Seen seen;
    private final InstantSource clock;

    Assertions(AppKeys keys, Vouching vouching, Seen seen, InstantSource clock) {
        this.keys = keys;
        this.vouching = vouching;
        this.seen = seen;
        this.clock = clock;
    }

    /** The app, if this is its assertion for one of these audiences. */
    Outcome<App> of(App app, SignedJWT jwt, Set<String> audiences) {
        return signedBy(app, jwt)
                .then(claims -> Signed.timely(claims, audiences, clock.instant()))
                .then(claims -> isFrom(app.id(), claims))
                .then(this::once)
                .map(_ -> app);
    }

    private Outcome<JWTClaimsSet> signedBy(App app, SignedJWT jwt) {
        return switch (app.proof()) {
            case Proof.Keys(var jwks) ->
                AppKeys.of(jwks, jwt.getHeader()).then(some -> Signed.by(some, jwt, Signed.SMART));
            case Proof.KeysAt(var url) ->
                namesOther(jwt, url)
                        ? Signed.refused("the assertion names another place of keys (jku)")
                        : keys.at(url, jwt.getHeader()).then(some -> Signed.by(some, jwt, Signed.SMART));
            case Proof.Certificate(var uri) -> certificate(jwt, uri).then(held -> Signed.by(held.certificate(), jwt));
            case Proof.Nothing _, Proof.Secret _ -> Signed.refused("this app does not prove itself by assertions");
        };
    }

    private static boolean namesOther(SignedJWT jwt, String url) {
        return Optional.ofNullable(jwt.getHeader().getJWKURL())
                .map(URI::toString)
                .filter(named -> !named.equals(url))
                .isPresent();
    }

    /** A certificate and the member that holds it. */
    record Held(X509Certificate certificate, NodeId member) {}

    /** The certificate in the header, if the network's authority gave it to this URI. */
    Outcome<Held> certificate(SignedJWT jwt, String uri) {
        return Signed.chain(jwt)
                .then(chain -> vouching.member(chain)
                        .then(member -> names(chain.getFirst()).contains(uri)
                                ? Outcome.of(new Held(chain.getFirst(), member))
                                : Signed.refused("the certificate in the assertion is not for its issuer (iss)")));
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.getFirst().equals(URI_NAME))
                    .map(name -> String.valueOf(name.getLast()))
                    .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static Outcome<JWTClaimsSet> isFrom(String app, JWTClaimsSet claims) {
        return app.equals(claims.getIssuer()) && app.equals(claims.getSubject())
                ? Outcome.of(claims)
                : Signed.refused("the assertion is another app's (iss, sub)");
    }

    /** The claims, when they are shown for the first time. */
    Outcome<JWTClaimsSet> once(JWTClaimsSet claims) {
        // A little longer than the assertion is good, for clocks that differ.
        var until = claims.getExpirationTime().toInstant().plus(Signed.LONGEST_LIFE);
        return seen.first(String.valueOf(claims.getIssuer()), String.valueOf(claims.getJWTID()), until)
                .map(_ -> claims);
    }
}
