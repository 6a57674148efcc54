package org.healthsphere.node.web.page;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;

/** What every answer tells the browser to keep from doing. */
final class SecurityHeaders {
    private static final String POLICY = "Content-Security-Policy";

    /** {@code form-action} comes last in the policy. */
    static final Map<String, String> ALWAYS = Map.of(
            POLICY,
            "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=()");

    private static final String STRICT_TRANSPORT = "Strict-Transport-Security";

    private SecurityHeaders() {}

    /** Lets the forms of a page lead to these places, too: browsers hold the redirect after a form against the policy. */
    static void leading(HttpServerResponse response, List<String> places) {
        if (!places.isEmpty()) {
            response.putHeader(POLICY, ALWAYS.get(POLICY) + " " + String.join(" ", places));
        }
    }

    static void put(HttpServerRequest request) {
        ALWAYS.forEach(request.response()::putHeader);
        // On a developer's machine it would forbid every other program there to answer in clear.
        var authority = request.authority();
        if (authority != null && !authority.host().equals("localhost")) {
            request.response().putHeader(STRICT_TRANSPORT, "max-age=31536000");
        }
    }
}
