package org.healthsphere.node.smart;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What a token is good for (RFC 7662), and that it shall be good for nothing (RFC 7009). */
final class Lookups {
    private static final String BEARER = "bearer ";
    private static final int OK = 200;

    private final Places places;
    private final AppBook apps;
    private final ClientProofs proofs;
    private final Connections connections;
    private final Tokens tokens;
    private final Identities identities;
    private final Notes notes;

    /** What is behind it. */
    record Behind(AppBook apps, ClientProofs proofs, Connections connections, Identities identities, Notes notes) {}

    Lookups(Places places, Behind behind, Tokens tokens) {
        this.places = places;
        this.apps = behind.apps();
        this.proofs = behind.proofs();
        this.connections = behind.connections();
        this.identities = behind.identities();
        this.notes = behind.notes();
        this.tokens = tokens;
    }

    /** To whom the operator gave leave to ask: any token. */
    Reply introspect(Call call) {
        var http = Requests.of(places.introspection(), call);
        return Reply.of(asker(http, call)
                .then(app -> app.introspects()
                        ? Outcome.of(app)
                        : Outcome.failed(new Fault.Forbidden("this app may not ask what tokens are good for")))
                .then(_ -> Requests.field(http, "token")
                        .map(Outcome::of)
                        .orElseGet(() -> Outcome.failed(new Fault.Invalid("a token is missing"))))
                .map(token -> Reply.ok(said(token).toJSONObject())));
    }

    /** An app may show an access token of its own instead of its proof (SMART App Launch 2.2, "Token Introspection"). */
    private Outcome<App> asker(HTTPRequest http, Call call) {
        var bearer = call.authorization()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip());
        return bearer.map(token -> connections
                        .token(token)
                        .flatMap(issued -> apps.find(issued.app()))
                        .map(Outcome::of)
                        .orElseGet(() -> Signed.refused("the access token is not good")))
                .orElseGet(() -> proofs.of(
                        http, Set.of(places.introspection(), places.token()), Requests.client(http), call.address()));
    }

    private TokenIntrospectionSuccessResponse said(String token) {
        return connections
                .token(token)
                .filter(issued -> apps.find(issued.app()).isPresent())
                .map(this::good)
                .orElseGet(() -> new TokenIntrospectionSuccessResponse.Builder(false).build());
    }

    private TokenIntrospectionSuccessResponse good(Issued issued) {
        var said = new TokenIntrospectionSuccessResponse.Builder(true)
                .scope(new Scope(issued.scopes().toArray(String[]::new)))
                .clientID(new ClientID(issued.app()))
                .tokenType(AccessTokenType.BEARER)
                .issueTime(Date.from(issued.at()))
                .expirationTime(Date.from(issued.until()));
        issued.connection().flatMap(connections::find).ifPresent(connection -> {
            tokens.context(connection).forEach(said::parameter);
            if (issued.identified()) {
                said.issuer(new Issuer(places.issuer())).subject(new Subject(Identities.subject(connection.person())));
                if (issued.scopes().contains(Wish.FHIR_USER)) {
                    identities.fhirUser(connection.person()).ifPresent(url -> said.parameter("fhirUser", url));
                }
            }
        });
        return said.build();
    }

    /** Ends a token of the app that asks: with a refresh token, all that came of it. What is unknown has ended already. */
    Reply revoke(Call call) {
        var http = Requests.of(places.revocation(), call);
        return Reply.of(proofs.of(
                        http, Set.of(places.revocation(), places.token()), Requests.client(http), call.address())
                .then(app -> Requests.field(http, "token")
                        .map(token -> revoked(app, token, call))
                        .orElseGet(() -> Outcome.failed(new Fault.Invalid("a token is missing")))));
    }

    private Outcome<Reply> revoked(App app, String token, Call call) {
        var access = connections.token(token).filter(issued -> issued.app().equals(app.id()));
        var connection =
                connections.ofRefresh(token).filter(found -> found.app().equals(app.id()));
        return noted(connection, app, call).map(_ -> {
            access.ifPresent(_ -> connections.endToken(token));
            connection.ifPresent(found -> connections.end(found.id()));
            return new Reply(OK, "");
        });
    }

    private Outcome<?> noted(Optional<Connection> connection, App app, Call call) {
        return connection.isPresent()
                ? notes.of(AuditCode.APP_DISCONNECTED, connection.get(), call.correlation())
                : notes.of(AuditCode.TOKEN_REVOKED, app, call.correlation());
    }
}
