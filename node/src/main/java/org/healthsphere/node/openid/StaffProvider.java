package org.healthsphere.node.openid;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.node.config.NodeConfig.StaffLogin;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * Lets the hospital's staff in by the hospital's own provider: authorization code with PKCE (S256), {@code state} bound to the browser
 * that was sent, {@code nonce}, and a token that one of the provider's keys signed for this client.
 *
 * <p>Who must prove anew who he is is sent with {@code prompt=login}, {@code max_age=0} and the hospital's {@code acr}, and the token must
 * say that it happened.
 */
public final class StaffProvider {
    private static final Duration TIME_TO_SIGN_IN = Duration.ofMinutes(10);
    private static final int SECRET_BYTES = 32;
    private static final int MOST = 10_000;

    private final StaffLogin settings;
    private final Supplier<String> origin;
    private final String back;
    private final Provider provider;
    private final Claims claims;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Cache<String, Sent> sent =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /** Somebody who is at the provider now. */
    private record Sent(String browser, Asked asked, Nonce nonce, CodeVerifier verifier, Instant at) {}

    /**
     * Where this node is.
     *
     * @param origin under which browsers reach it
     * @param back the path that the provider sends people back to
     */
    public record Here(Supplier<String> origin, String back) {}

    public StaffProvider(StaffLogin settings, Here here, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.origin = here.origin();
        this.back = here.back();
        this.provider = new Provider(settings.issuer(), clock);
        this.claims = new Claims(settings);
        this.clock = clock;
        this.random = random;
    }

    private String word() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Bytes.of(bytes).base64url();
    }

    private URI backTo() {
        return URI.create(origin.get() + back);
    }

    /**
     * Where somebody is sent to.
     *
     * @param browser what only his browser can show again
     */
    public Outcome<String> send(String browser, Asked asked) {
        return provider.known().map(known -> {
            var state = word();
            var now = new Sent(browser, asked, new Nonce(word()), new CodeVerifier(word()), clock.instant());
            sent.put(state, now);
            var request = new AuthenticationRequest.Builder(
                            ResponseType.CODE,
                            new Scope("openid", "profile"),
                            new ClientID(settings.client()),
                            backTo())
                    .endpointURI(known.metadata().getAuthorizationEndpointURI())
                    .state(new State(state))
                    .nonce(now.nonce())
                    .codeChallenge(now.verifier(), CodeChallengeMethod.S256);
            if (asked.isAnew()) {
                request.prompt(Prompt.Type.LOGIN).maxAge(0);
                settings.acr().ifPresent(acr -> request.acrValues(List.of(new ACR(acr))));
            }
            return request.build().toURI().toString();
        });
    }

    /** Who came back, to the browser that was sent, once. */
    public Outcome<Entered> enter(String browser, Map<String, List<String>> parameters) {
        var state = parameters.getOrDefault("state", List.of());
        var known =
                state.size() == 1 ? Optional.ofNullable(sent.asMap().remove(state.getFirst())) : Optional.<Sent>empty();
        return known.filter(sent -> sent.browser().equals(browser)
                        && clock.instant().isBefore(sent.at().plus(TIME_TO_SIGN_IN)))
                .map(sent -> entered(sent, parameters))
                .orElseGet(() -> Claims.refused("nobody was sent from this browser, or too long ago"));
    }

    private Outcome<Entered> entered(Sent sent, Map<String, List<String>> parameters) {
        return provider.known()
                .then(known -> code(known, parameters)
                        .then(code -> provider.token(new TokenRequest.Builder(
                                        known.metadata().getTokenEndpointURI(),
                                        new ClientSecretBasic(
                                                new ClientID(settings.client()),
                                                new Secret(settings.secret().reveal())),
                                        new AuthorizationCodeGrant(code, backTo(), sent.verifier()))
                                .build()))
                        .then(token -> Provider.verified(known, token)
                                .then(said -> claims.staff(said, expected(sent), clock.instant())
                                        .map(staff -> new Entered(
                                                staff, sent.asked(), Claims.stay(said, token.serialize()))))));
    }

    private static Claims.Expected expected(Sent sent) {
        var anew = sent.asked().isAnew() ? Optional.of(sent.at()) : Optional.<Instant>empty();
        return new Claims.Expected(sent.nonce().getValue(), anew);
    }

    /** The code, of the provider that somebody was sent to (RFC 9207). */
    private Outcome<AuthorizationCode> code(Provider.Known known, Map<String, List<String>> parameters) {
        try {
            var response = AuthenticationResponseParser.parse(backTo(), parameters);
            var issuer = Optional.ofNullable(response.getIssuer());
            if (issuer.filter(named -> !named.equals(known.metadata().getIssuer()))
                            .isPresent()
                    || (issuer.isEmpty() && known.metadata().supportsAuthorizationResponseIssuerParam())) {
                return Claims.refused("the answer is another provider's");
            }
            return response instanceof AuthenticationSuccessResponse good && good.getAuthorizationCode() != null
                    ? Outcome.of(good.getAuthorizationCode())
                    : Claims.refused("the provider let nobody in");
        } catch (ParseException e) {
            return Claims.refused("the provider's answer cannot be read");
        }
    }

    /** Where somebody also leaves the provider, if it has such a place; he comes back to this node's first page. */
    public Optional<String> leaving(Stay stay) {
        return provider.known() instanceof Outcome.Success<Provider.Known>(var known)
                ? Optional.ofNullable(known.metadata().getEndSessionEndpointURI())
                        .map(end -> new LogoutRequest(
                                        end,
                                        parsed(stay.token()).orElse(null),
                                        null,
                                        new ClientID(settings.client()),
                                        URI.create(origin.get() + "/"),
                                        null,
                                        null)
                                .toURI()
                                .toString())
                : Optional.empty();
    }

    private static Optional<JWT> parsed(String token) {
        try {
            return Optional.of(JWTParser.parse(token));
        } catch (java.text.ParseException _) {
            return Optional.empty();
        }
    }

    /** Who has left the provider, by a logout token that it sent (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
    public Outcome<Left> left(String token) {
        return parsed(token)
                .map(parsed -> provider.known()
                        .then(known -> Provider.verifiedLeaving(known, parsed))
                        .then(said -> claims.left(said, clock.instant())))
                .orElseGet(() -> Claims.refused("this is no logout token"));
    }
}
