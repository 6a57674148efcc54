package org.healthsphere.node.smart;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Attempts;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Which app calls: by its assertion, by its secret, or, where it can keep none, by its name alone. The proof is the one that it was
 * registered with, and no weaker one.
 */
final class ClientProofs {
    private final AppBook apps;
    private final Assertions assertions;
    private final Attempts failures;

    ClientProofs(AppBook apps, Assertions assertions, Attempts failures) {
        this.apps = apps;
        this.assertions = assertions;
        this.failures = failures;
    }

    /**
     * The app; {@link Fault.Unauthenticated} never says whether there is one of that name.
     *
     * @param audiences for which an assertion may be
     * @param named what the request says of the app by itself
     */
    Outcome<App> of(HTTPRequest request, Set<String> audiences, Optional<String> named, String address) {
        if (failures.isSpent(address)) {
            return Outcome.failed(new Fault.TooMany("too many failed tries from this address; wait a while"));
        }
        var app = proven(request, audiences, named);
        if (app instanceof Outcome.Failure<App>(var fault) && fault instanceof Fault.Unauthenticated) {
            var _ = failures.count(address);
        }
        return app;
    }

    private Outcome<App> proven(HTTPRequest request, Set<String> audiences, Optional<String> named) {
        try {
            return switch (ClientAuthentication.parse(request)) {
                case null -> named.map(this::open).orElseGet(ClientProofs::unknown);
                case PrivateKeyJWT jwt ->
                    find(jwt.getClientID().getValue())
                            .then(app -> assertions.of(app, jwt.getClientAssertion(), audiences));
                case ClientSecretBasic basic ->
                    find(basic.getClientID().getValue())
                            .then(app -> matches(app, basic.getClientSecret().getValue()));
                default -> Signed.refused("an app proves itself by private_key_jwt or client_secret_basic here");
            };
        } catch (ParseException _) {
            return Signed.refused("the proof of the app cannot be read");
        }
    }

    private Outcome<App> find(String id) {
        return apps.find(id).map(Outcome::of).orElseGet(ClientProofs::unknown);
    }

    private Outcome<App> open(String id) {
        return find(id).then(app -> app.isConfidential() ? ClientProofs.<App>unknown() : Outcome.of(app));
    }

    private static Outcome<App> matches(App app, String secret) {
        return app.proof() instanceof Proof.Secret(var digest)
                        && MessageDigest.isEqual(
                                digest.bytes(), Sha256.of(secret).bytes())
                ? Outcome.of(app)
                : unknown();
    }

    private static <T> Outcome<T> unknown() {
        return Signed.refused("no such app, or not its proof");
    }
}
