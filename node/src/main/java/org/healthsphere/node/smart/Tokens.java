package org.healthsphere.node.smart;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Identifier;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.smart.Connection.Renewal;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The token endpoint (RFC 6749, section 3.2; SMART App Launch 2.2, "Obtain access token"). */
final class Tokens {
    /** Short, so that what leaks is soon worth nothing; an app that stays has a refresh token. */
    static final Duration LIFE = Duration.ofMinutes(15);

    /** What SMART recommends for programs that ask for themselves. */
    static final Duration SYSTEM_LIFE = Duration.ofMinutes(5);

    private final Places places;
    private final ClientProofs proofs;
    private final Connections connections;
    private final Identities identities;
    private final People people;
    private final Notes notes;
    private final InstantSource clock;

    /**
     * Who is there.
     *
     * @param signedIn whether the session of this id is open
     * @param known whether the person still has an account
     */
    record People(Predicate<String> signedIn, Predicate<Connection.Person> known) {}

    /** What is behind the endpoint. */
    record Behind(ClientProofs proofs, Connections connections, Identities identities, People people, Notes notes) {}

    Tokens(Places places, Behind behind, InstantSource clock) {
        this.places = places;
        this.proofs = behind.proofs();
        this.connections = behind.connections();
        this.identities = behind.identities();
        this.people = behind.people();
        this.notes = behind.notes();
        this.clock = clock;
    }

    Reply answer(Call call) {
        var http = Requests.of(places.token(), call);
        var named = Requests.client(http).or(() -> holder(http));
        var asked = proofs.of(http, Set.of(places.token()), named, call.address())
                .then(app -> asked(http).then(request -> granted(app, request, call)));
        if (asked instanceof Outcome.Failure<Reply>) {
            notes.refused(AuditCode.TOKEN_REFUSED, Requests.client(http), call.correlation());
        }
        return Reply.of(asked);
    }

    /** An app that keeps no secret need not name itself beside a refresh token, and SMART's own library does not. */
    private Optional<String> holder(HTTPRequest http) {
        return Requests.field(http, "grant_type")
                .filter("refresh_token"::equals)
                .flatMap(_ -> Requests.field(http, "refresh_token"))
                .flatMap(connections::ofRefresh)
                .map(Connection::app);
    }

    private static Outcome<TokenRequest> asked(HTTPRequest http) {
        try {
            return Outcome.of(TokenRequest.parse(http));
        } catch (ParseException e) {
            var unknown = e.getErrorObject() != null
                    && "unsupported_grant_type".equals(e.getErrorObject().getCode());
            return Outcome.failed(
                    unknown
                            ? new Fault.NotFound("grants are authorization_code, refresh_token and client_credentials")
                            : new Fault.Invalid("the request is not one for a token"));
        }
    }

    private Outcome<Reply> granted(App app, TokenRequest request, Call call) {
        return switch (request.getAuthorizationGrant()) {
            case AuthorizationCodeGrant grant -> byCode(app, grant, call);
            case RefreshTokenGrant grant -> byRefresh(app, grant, words(request), call);
            case ClientCredentialsGrant _ -> byItself(app, words(request), call);
            default ->
                Outcome.failed(
                        new Fault.NotFound("grants are authorization_code, refresh_token and client_credentials"));
        };
    }

    private static List<String> words(TokenRequest request) {
        return Optional.ofNullable(request.getScope()).stream()
                .flatMap(Scope::stream)
                .map(Identifier::getValue)
                .toList();
    }

    private Outcome<Reply> byCode(App app, AuthorizationCodeGrant grant, Call call) {
        return connections
                .spend(grant.getAuthorizationCode().getValue())
                .then(code -> fits(code, app, grant))
                .then(code -> noted(AuditCode.APP_CONNECTED, code.draft(), call)
                        .then(connections::begin)
                        .then(connection -> answer(connection, connection.scopes(), code.nonce(), call)));
    }

    /** The code is spent by now: who has it and not what belongs to it gets no second try. */
    private static Outcome<Code> fits(Code code, App app, AuthorizationCodeGrant grant) {
        var redirect = Optional.ofNullable(grant.getRedirectionURI()).map(Object::toString);
        if (!code.draft().app().equals(app.id())) {
            return refused("the code was given to another app");
        }
        if (!redirect.equals(Optional.of(code.redirect()))) {
            return refused("the redirect_uri is not the one that the code was sent to");
        }
        return Optional.ofNullable(grant.getCodeVerifier())
                        .filter(verifier -> challenge(verifier).equals(code.challenge()))
                        .isPresent()
                ? Outcome.of(code)
                : refused("the code_verifier is not the one of the code_challenge");
    }

    private static String challenge(CodeVerifier verifier) {
        return CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue();
    }

    private Outcome<Reply> byRefresh(App app, RefreshTokenGrant grant, List<String> wanted, Call call) {
        return connections
                .renewed(grant.getRefreshToken().getValue(), app.id())
                .then(this::stillThere)
                .then(connection -> narrowed(connection, wanted)
                        .then(scopes -> answer(connection, scopes, Optional.empty(), call)));
    }

    private Outcome<Connection> stillThere(Connection connection) {
        var gone = connection.renewal() instanceof Renewal.Online(var session, var _)
                && !people.signedIn().test(session);
        if (!gone && people.known().test(connection.person())) {
            return Outcome.of(connection);
        }
        connections.end(connection.id());
        return refused("the person who connected the app is no longer there");
    }

    /** The same scopes, or fewer: never one that was not granted (RFC 6749, section 6). */
    private static Outcome<List<String>> narrowed(Connection connection, List<String> wanted) {
        if (wanted.isEmpty()) {
            return Outcome.of(connection.scopes());
        }
        return connection.scopes().containsAll(wanted)
                ? Outcome.of(wanted)
                : Outcome.failed(
                        new Fault.Unprocessable(List.of(new Problem("scope", "asks for more than was granted"))));
    }

    private Outcome<Reply> answer(Connection connection, List<String> scopes, Optional<String> nonce, Call call) {
        var now = clock.instant();
        var identified = scopes.contains(Wish.OPENID);
        var issued =
                new Issued(connection.app(), Optional.of(connection.id()), scopes, identified, now, now.plus(LIFE));
        return noted(AuditCode.TOKEN_ISSUED, connection, call)
                .then(_ -> connections.issue(issued))
                .map(token -> {
                    connections.noteUse(connection.id());
                    var access =
                            new BearerAccessToken(token, LIFE.toSeconds(), new Scope(scopes.toArray(String[]::new)));
                    var refresh = connections.nextRefresh(connection.id()).map(RefreshToken::new);
                    return Reply.ok(
                            identified
                                    ? identified(connection, access, refresh, nonce)
                                    : plain(connection, access, refresh));
                });
    }

    private Map<String, Object> identified(
            Connection connection, BearerAccessToken access, Optional<RefreshToken> refresh, Optional<String> nonce) {
        var tokens = new OIDCTokens(identities.token(connection, nonce), access, refresh.orElse(null));
        return new OIDCTokenResponse(tokens, context(connection)).toJSONObject();
    }

    private Map<String, Object> plain(Connection connection, BearerAccessToken access, Optional<RefreshToken> refresh) {
        var tokens = new com.nimbusds.oauth2.sdk.token.Tokens(access, refresh.orElse(null));
        return new AccessTokenResponse(tokens, context(connection)).toJSONObject();
    }

    /** What is open where the app was started (SMART App Launch 2.2, "Launch context arrives with your access_token"). */
    Map<String, Object> context(Connection connection) {
        Map<String, Object> context = new LinkedHashMap<>();
        connection.context().patient().ifPresent(patient -> context.put("patient", patient));
        connection.context().encounter().ifPresent(encounter -> context.put("encounter", encounter));
        // The app has the window to itself: it shows whose data it shows.
        context.put("need_patient_banner", true);
        context.put("smart_style_url", places.style());
        return context;
    }

    /** For what a program may see by itself; only who signs may ask so (SMART Backend Services). */
    private Outcome<Reply> byItself(App app, List<String> wanted, Call call) {
        if (!app.signs() || app.proof() instanceof App.Proof.Certificate) {
            return Outcome.failed(new Fault.Forbidden("this app does not ask on its own behalf"));
        }
        var granted = Wish.of(wanted).ofSystem().within(app.scopes());
        if (granted.isNothing()) {
            return Outcome.failed(
                    new Fault.Unprocessable(List.of(new Problem("scope", "names nothing that this app may have"))));
        }
        var now = clock.instant();
        var scopes = granted.texts();
        var issued = new Issued(app.id(), Optional.empty(), scopes, false, now, now.plus(SYSTEM_LIFE));
        return notes.of(AuditCode.TOKEN_ISSUED, app, call.correlation())
                .then(_ -> connections.issue(issued))
                .map(token -> {
                    var access = new BearerAccessToken(
                            token, SYSTEM_LIFE.toSeconds(), new Scope(scopes.toArray(String[]::new)));
                    var tokens = new com.nimbusds.oauth2.sdk.token.Tokens(access, null);
                    return Reply.ok(new AccessTokenResponse(tokens).toJSONObject());
                });
    }

    private Outcome<Connection> noted(AuditCode code, Connection connection, Call call) {
        return notes.of(code, connection, call.correlation()).map(_ -> connection);
    }

    private static <T> Outcome<T> refused(String ground) {
        return Outcome.failed(new Fault.Conflict(ground));
    }
}
