package org.healthsphere.node.smart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Attempts;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Apps that members bring along: a software statement that one signed with the certificate which the network's authority gave it (UDAP
 * Security 1.0, "Registration"). Such an app acts for people who connect it, and never on its own behalf.
 */
final class Registrations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> GRANTS = Set.of("authorization_code", "refresh_token");
    private static final String METHOD = "private_key_jwt";
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final Places places;
    private final AppBook apps;
    private final Assertions assertions;
    private final Connections connections;
    private final Notes notes;
    private final Attempts failures;
    private final InstantSource clock;

    /** What is behind it. */
    record Behind(AppBook apps, Assertions assertions, Connections connections, Notes notes, Attempts failures) {}

    Registrations(Places places, Behind behind, InstantSource clock) {
        this.places = places;
        this.apps = behind.apps();
        this.assertions = behind.assertions();
        this.connections = behind.connections();
        this.notes = behind.notes();
        this.failures = behind.failures();
        this.clock = clock;
    }

    Reply answer(Call call) {
        if (failures.isSpent(call.address())) {
            return Reply.of(Reply.error(new Fault.TooMany("too many failed tries from this address; wait a while")));
        }
        var registered = statement(call.body())
                .then(jwt -> said(jwt).then(said -> registered(said, jwt.getParsedString(), call.correlation())));
        return switch (registered) {
            case Outcome.Success<Reply>(var reply) -> reply;
            case Outcome.Failure<Reply>(var fault) -> {
                var _ = failures.count(call.address());
                notes.refused(AuditCode.APP_REGISTERED, Optional.empty(), call.correlation());
                yield Reply.of(error(fault));
            }
        };
    }

    /** What a member says, and which one. */
    private record Said(JWTClaimsSet claims, NodeId member) {}

    private static Outcome<SignedJWT> statement(String body) {
        try {
            var json = JSON.readTree(body);
            return json != null && json.path("udap").asText().equals("1")
                    ? Outcome.of(SignedJWT.parse(json.path("software_statement").asText()))
                    : Signed.refused("the body is {\"udap\":\"1\",\"software_statement\":\"...\"}");
        } catch (JsonProcessingException | ParseException _) {
            return Signed.refused("the software statement cannot be read");
        }
    }

    private Outcome<Said> said(SignedJWT jwt) {
        return issuer(jwt)
                .then(issuer -> assertions
                        .certificate(jwt, issuer)
                        .then(held -> Signed.by(held.certificate(), jwt)
                                .then(claims -> Signed.timely(claims, Set.of(places.registration()), clock.instant()))
                                .then(claims -> issuer.equals(claims.getSubject())
                                        ? Outcome.of(claims)
                                        : Signed.refused("the statement's sub is not its iss"))
                                .then(assertions::once)
                                .map(claims -> new Said(claims, held.member()))));
    }

    private static Outcome<String> issuer(SignedJWT jwt) {
        try {
            return Optional.ofNullable(jwt.getJWTClaimsSet().getIssuer())
                    .map(Outcome::of)
                    .orElseGet(() -> Signed.refused("the statement has no iss"));
        } catch (ParseException _) {
            return Signed.refused("the software statement cannot be read");
        }
    }

    private Outcome<Reply> registered(Said said, String statement, String correlation) {
        try {
            var claims = said.claims();
            var uri = String.valueOf(claims.getIssuer());
            var name = Optional.ofNullable(claims.getStringClaim("client_name")).orElse("");
            var known = apps.certified(uri, name);
            var grants = list(claims, "grant_types");
            if (grants.isEmpty()) {
                return cancelled(known, correlation);
            }
            return GRANTS.containsAll(grants) && METHOD.equals(claims.getStringClaim("token_endpoint_auth_method"))
                    ? wanted(said, name)
                            .then(app -> kept(known, app))
                            .then(app -> notes.of(AuditCode.APP_REGISTERED, app, correlation)
                                    .map(_ ->
                                            new Reply(known.isPresent() ? OK : CREATED, json(app, grants, statement))))
                    : Outcome.failed(
                            new Fault.Invalid("grant_types are authorization_code and refresh_token, by " + METHOD));
        } catch (ParseException _) {
            return Outcome.failed(new Fault.Invalid("a claim of the statement has the wrong form"));
        }
    }

    private static List<String> list(JWTClaimsSet claims, String name) throws ParseException {
        return Optional.ofNullable(claims.getStringListClaim(name)).orElse(List.of());
    }

    private static Outcome<App> wanted(Said said, String name) throws ParseException {
        var claims = said.claims();
        // What nobody of this hospital took in changes nothing here.
        var scopes = Wish.of(Optional.ofNullable(claims.getStringClaim("scope")).orElse(""))
                .ofPeople()
                .ofReading()
                .texts();
        var redirects = list(claims, "redirect_uris");
        return redirects.isEmpty()
                ? Outcome.failed(new Fault.Invalid("redirect_uris are missing"))
                : App.checked(new App(
                        "app-new",
                        name,
                        new Proof.Certificate(String.valueOf(claims.getIssuer())),
                        redirects,
                        Optional.empty(),
                        Set.copyOf(scopes),
                        Optional.of(said.member()),
                        false));
    }

    private Outcome<App> kept(Optional<App> known, App wanted) {
        return known.map(old -> apps.replace(wanted.named(old.id())))
                .orElseGet(() -> apps.register(wanted).map(AppBook.Registered::app));
    }

    private Outcome<Reply> cancelled(Optional<App> known, String correlation) {
        return known.map(app -> apps.remove(app.id())
                        .then(_ -> notes.of(AuditCode.APP_DISCONNECTED, app, correlation))
                        .map(_ -> {
                            connections.endApp(app.id());
                            return Reply.ok(Map.of("client_id", app.id(), "grant_types", List.of()));
                        }))
                .orElseGet(() -> Outcome.failed(new Fault.Invalid("there is no registration to be cancelled")));
    }

    private static String json(App app, List<String> grants, String statement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client_id", app.id());
        json.put("software_statement", statement);
        json.put("client_name", app.name());
        json.put("redirect_uris", app.redirects());
        json.put("grant_types", grants);
        json.put("response_types", List.of("code"));
        json.put("token_endpoint_auth_method", METHOD);
        json.put("scope", String.join(" ", app.scopes()));
        return JSON.valueToTree(json).toString();
    }

    /** In the words of RFC 7591, section 3.2.2, and UDAP. */
    private static ErrorObject error(Fault fault) {
        return switch (fault) {
            case Fault.Unauthenticated(var ground) ->
                RegistrationError.INVALID_SOFTWARE_STATEMENT.setDescription(Reply.legal(ground));
            case Fault.Invalid(var problems) ->
                RegistrationError.INVALID_CLIENT_METADATA.setDescription(
                        Reply.legal(String.valueOf(problems.getFirst())));
            case Fault other -> Reply.error(other);
        };
    }
}
