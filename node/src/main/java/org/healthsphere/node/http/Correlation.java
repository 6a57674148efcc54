package org.healthsphere.node.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives every request a name that audit, receipt, log and answer carry: the trace id of W3C Trace Context, taken over when the
 * caller sent one.
 */
public final class Correlation implements Handler<RoutingContext> {
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String KEY = "correlation";
    private static final String NONE = "0".repeat(32);
    private static final int BYTES = 16;

    private final SecureRandom random;

    public Correlation(SecureRandom random) {
        this.random = random;
    }

    /** The name of this request. */
    public static String of(RoutingContext context) {
        return Optional.<String>ofNullable(context.get(KEY)).orElse(NONE);
    }

    @Override
    public void handle(RoutingContext context) {
        var id = Optional.ofNullable(context.request().getHeader("traceparent"))
                .map(TRACEPARENT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .orElseGet(this::fresh);
        context.put(KEY, id);
        context.response().putHeader("X-Correlation-Id", id);
        context.next();
    }

    private String fresh() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
