package org.healthsphere.node.web.page;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * The cookies of the pages: one opens the session, one ties the sign-in form to the browser, one is the chosen language. Their prefix makes the
 * browser take them from this host alone, over TLS alone (RFC 6265bis, section 4.1.3.2).
 */
final class Cookies {
    static final String SESSION = "__Host-session";
    static final String VISITOR = "__Host-visitor";
    static final String LANGUAGE = "__Host-language";

    private static final int LONGEST = 128;
    private static final long A_YEAR = 31_536_000;

    private Cookies() {}

    static Optional<String> read(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getCookie(name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty() && value.length() <= LONGEST);
    }

    static void put(HttpServerResponse response, String name, String value) {
        response.addCookie(cookie(name, value));
    }

    /** Also after the browser was closed. */
    static void keep(HttpServerResponse response, String name, String value) {
        response.addCookie(cookie(name, value).setMaxAge(A_YEAR));
    }

    static void remove(HttpServerResponse response, String name) {
        response.addCookie(cookie(name, "").setMaxAge(0));
    }

    private static Cookie cookie(String name, String value) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
    }
}
