package org.healthsphere.node.smart;

import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.smart.Launches.Launch;

/** Reads what apps ask at the authorization endpoint. Until app and redirect are known to belong together, nobody is sent anywhere. */
final class Arrivals {
    private static final int LONGEST = 2_000;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Places places;
    private final AppBook apps;
    private final Launches launches;

    Arrivals(Places places, AppBook apps, Launches launches) {
        this.places = places;
        this.apps = apps;
        this.launches = launches;
    }

    /** What was read. */
    sealed interface Read {
        record Good(Asked asked) implements Read {}

        record Wrong(String url) implements Read {}

        record Lost(Unanswerable ground) implements Read {}
    }

    /** What an app asks. */
    record Asked(
            App app,
            String redirect,
            String state,
            Wish wish,
            String challenge,
            Optional<String> nonce,
            Optional<Launch> launch) {}

    Read read(Map<String, List<String>> parameters) {
        var app = single(parameters, "client_id").flatMap(apps::find);
        if (app.isEmpty()) {
            return new Read.Lost(Unanswerable.UNKNOWN_APP);
        }
        var redirect = single(parameters, "redirect_uri").filter(app.get().redirects()::contains);
        return redirect.<Read>map(known -> read(app.get(), known, parameters))
                .orElseGet(() -> new Read.Lost(Unanswerable.UNKNOWN_REDIRECT));
    }

    private Read read(App app, String redirect, Map<String, List<String>> parameters) {
        var state = single(parameters, "state").orElse("");
        try {
            var request = AuthorizationRequest.parse(parameters);
            return problem(request, parameters, state)
                    .<Read>map(error -> new Read.Wrong(wrong(redirect, state, error)))
                    .orElseGet(() -> asked(app, redirect, request, parameters));
        } catch (ParseException e) {
            var error = Optional.ofNullable(e.getErrorObject()).orElse(OAuth2Error.INVALID_REQUEST);
            return new Read.Wrong(wrong(redirect, state, new ErrorObject(error.getCode())));
        }
    }

    private Optional<ErrorObject> problem(
            AuthorizationRequest request, Map<String, List<String>> parameters, String state) {
        if (!request.getResponseType().equals(ResponseType.CODE)) {
            return Optional.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE);
        }
        if (request.getRequestObject() != null || request.getRequestURI() != null) {
            return Optional.of(OAuth2Error.REQUEST_NOT_SUPPORTED);
        }
        if (state.isEmpty()) {
            return invalid("state is missing");
        }
        var audience = single(parameters, "aud").map(aud -> aud.replaceFirst("/$", ""));
        if (!audience.equals(Optional.of(places.fhir()))) {
            return invalid("aud is not this server: " + places.fhir());
        }
        var challenge = Optional.ofNullable(request.getCodeChallenge())
                .filter(_ -> CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod()))
                .filter(value -> CHALLENGE.matcher(value.getValue()).matches());
        return challenge.isEmpty() ? invalid("a code_challenge with S256 is missing") : Optional.empty();
    }

    private Read asked(App app, String redirect, AuthorizationRequest request, Map<String, List<String>> parameters) {
        var state = request.getState().getValue();
        var wish = Wish.of(single(parameters, "scope").orElse("")).ofPeople().within(app.scopes());
        if (wish.resources().isEmpty() && !wish.has(Wish.OPENID)) {
            return new Read.Wrong(wrong(redirect, state, OAuth2Error.INVALID_SCOPE));
        }
        var named = single(parameters, "launch");
        var launch = named.flatMap(name -> launches.take(name, app.id()));
        if (named.isPresent() && launch.isEmpty()) {
            return new Read.Wrong(wrong(
                    redirect, state, OAuth2Error.INVALID_REQUEST.setDescription("launch is unknown or has run out")));
        }
        return new Read.Good(new Asked(
                app,
                redirect,
                state,
                wish,
                request.getCodeChallenge().getValue(),
                single(parameters, "nonce").filter(nonce -> nonce.length() <= LONGEST),
                launch));
    }

    /** Sends somebody back with an error that the app can read; what it cannot parse it is not told. */
    String wrong(String redirect, String state, ErrorObject error) {
        return new AuthorizationErrorResponse(
                        URI.create(redirect),
                        error,
                        state.isEmpty() ? null : new State(state),
                        new Issuer(places.issuer()),
                        ResponseMode.QUERY)
                .toURI()
                .toString();
    }

    private static Optional<String> single(Map<String, List<String>> parameters, String name) {
        var values = parameters.getOrDefault(name, List.of());
        return values.size() == 1
                ? Optional.of(values.getFirst()).filter(v -> !v.isEmpty() && v.length() <= 4 * LONGEST)
                : Optional.empty();
    }

    private static Optional<ErrorObject> invalid(String what) {
        return Optional.of(OAuth2Error.INVALID_REQUEST.setDescription(what));
    }
}
