package org.healthsphere.node.http.smart;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets apps in browsers call from wherever they are served (Fetch standard, "CORS protocol"). What they may see hangs on the token
 * that they bring, never on a cookie: credentials are not let through.
 */
final class Cors implements Handler<RoutingContext> {
    private static final int NO_CONTENT = 204;
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String ASKED =
            "Authorization, Content-Type, Accept, Prefer, If-Match, If-None-Match, If-None-Exist,"
                    + " If-Modified-Since, X-Purpose-Of-Use, X-Requested-With, traceparent";
    private static final String TOLD =
            "ETag, Last-Modified, Location, Content-Location, X-Progress, Retry-After, X-Correlation-Id, WWW-Authenticate";
    private static final String SECONDS = "3600";

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        if (!request.headers().contains("Origin")) {
            context.next();
            return;
        }
        var response = context.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Expose-Headers", TOLD);
        if (request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Access-Control-Request-Method")) {
            response.setStatusCode(NO_CONTENT)
                    .putHeader("Access-Control-Allow-Methods", METHODS)
                    .putHeader("Access-Control-Allow-Headers", ASKED)
                    .putHeader("Access-Control-Max-Age", SECONDS)
                    .end();
        } else {
            context.next();
        }
    }
}
