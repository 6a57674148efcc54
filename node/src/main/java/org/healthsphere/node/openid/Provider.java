package org.healthsphere.node.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The provider as it describes itself (OpenID Connect Discovery 1.0), asked again every hour; and its keys, fetched anew when a token
 * names one that is not known, though not more often than twice a minute.
 */
final class Provider {
    private static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 10_000;
    private static final int LARGEST = 256 * 1024;
    private static final long KEYS_MILLIS = 300_000;
    private static final long KEYS_PAUSE_MILLIS = 30_000;

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384);

    private static final JOSEObjectTypeVerifier<SecurityContext> ENTERING =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null);

    private static final JOSEObjectTypeVerifier<SecurityContext> LEAVING =
            new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT, null);

    private final Issuer issuer;
    private final InstantSource clock;
    private Optional<Known> known = Optional.empty();

    /** What it said, and when. */
    record Known(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant asked) {}

    Provider(String issuer, InstantSource clock) {
        this.issuer = new Issuer(issuer);
        this.clock = clock;
    }

    /** What it says of itself; {@link Fault.Unavailable} while it cannot be reached and nothing is known. */
    synchronized Outcome<Known> known() {
        var now = clock.instant();
        if (known.filter(k -> now.isBefore(k.asked().plus(GOOD_FOR))).isPresent()) {
            return Outcome.of(known.get());
        }
        try {
            var request = new OIDCProviderConfigurationRequest(issuer).toHTTPRequest();
            request.setConnectTimeout(CONNECT_MILLIS);
            request.setReadTimeout(READ_MILLIS);
            var response = request.send();
            response.ensureStatusCode(200);
            var metadata = OIDCProviderMetadata.parse(response.getBodyAsJSONObject());
            if (!issuer.equals(metadata.getIssuer())) {
                return unavailable();
            }
            known = Optional.of(new Known(metadata, keys(metadata), now));
            return Outcome.of(known.get());
        } catch (IOException | ParseException _) {
            return known.map(Outcome::of).orElseGet(Provider::unavailable);
        }
    }

    private static JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata) throws MalformedURLException {
        var retriever = new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, LARGEST);
        return JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), retriever)
                .cache(KEYS_MILLIS, READ_MILLIS)
                .refreshAheadCache(false)
                .rateLimited(KEYS_PAUSE_MILLIS)
                .build();
    }

    static <T> Outcome<T> unavailable() {
        return Outcome.failed(new Fault.Unavailable("the hospital's sign-in"));
    }

    /** Exchanges a code for an identity token. */
    Outcome<JWT> token(TokenRequest tokenRequest) {
        try {
            var request = tokenRequest.toHTTPRequest();
            request.setConnectTimeout(CONNECT_MILLIS);
            request.setReadTimeout(READ_MILLIS);
            var response = OIDCTokenResponseParser.parse(request.send());
            return response.indicatesSuccess() && response instanceof OIDCTokenResponse good
                    ? Optional.ofNullable(good.getOIDCTokens().getIDToken())
                            .map(Outcome::of)
                            .orElseGet(() -> Claims.refused("the provider gave no identity token"))
                    : Claims.refused("the provider does not take the code");
        } catch (IOException e) {
            return unavailable();
        } catch (ParseException e) {
            return Claims.refused("the provider's answer cannot be read");
        }
    }

    /** What an identity token says, if a key of the provider signed it. */
    static Outcome<JWTClaimsSet> verified(Known known, JWT token) {
        return verified(known, token, ENTERING);
    }

    /** The same of a token by which it says that somebody left; it names its type (Back-Channel Logout 1.0, section 2.4), or none. */
    static Outcome<JWTClaimsSet> verifiedLeaving(Known known, JWT token) {
        return verified(known, token, LEAVING);
    }

    private static Outcome<JWTClaimsSet> verified(
            Known known, JWT token, JOSEObjectTypeVerifier<SecurityContext> types) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(types);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, known.keys()));
        // What the claims say is looked at with this node's own clock.
        processor.setJWTClaimsSetVerifier((_, _) -> {});
        try {
            return Outcome.of(processor.process(token, null));
        } catch (BadJOSEException e) {
            return Claims.refused("the token is not signed with a key of the provider");
        } catch (JOSEException e) {
            return unavailable();
        }
    }
}
