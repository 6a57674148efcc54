package org.healthsphere.node.processes;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.api.FhirAccess;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.http.forward.Forwarding;

/** Which requests a copy answers itself, once it has all that was acknowledged before they came; the others go to who leads. */
public record Spread(Processes processes, Heads heads, Forwarding forwarding, UseCases useCases) implements Routes {
    /** A resource, a version or the history of one, or all of a type: no operation, no whole system. */
    private static final Pattern READ = Pattern.compile("/fhir/(?!Subscription)[A-Z][A-Za-z]+(/(?![$_])[^$]*)?");

    private static final Pattern SEARCH = Pattern.compile("/fhir/(?!Subscription)[A-Z][A-Za-z]+/_search");

    @Override
    public void mount(Router router) {
        router.route().handler(this::handle);
    }

    private void handle(RoutingContext context) {
        if (heads.letCopiesAnswer()
                && isOfCopies(
                        context.request().method(),
                        String.valueOf(context.request().path()),
                        prefers(context))
                && isGoodHere(FhirAccess.token(context.request()))) {
            OnlyFresh.next(context, processes, useCases);
        } else {
            forwarding.handle(context);
        }
    }

    private static String prefers(RoutingContext context) {
        return String.join(",", context.request().headers().getAll("Prefer")).toLowerCase(Locale.ROOT);
    }

    /** What apps were given is known to who leads, and ends there; a request without a token is refused anywhere. */
    static boolean isGoodHere(Optional<String> token) {
        return token.filter(AccessTokens::isOfApp).isEmpty();
    }

    static boolean isOfCopies(HttpMethod method, String path, String prefer) {
        if (prefer.contains("respond-async")) {
            return false;
        }
        return method.equals(HttpMethod.POST)
                ? SEARCH.matcher(path).matches()
                : (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                        && READ.matcher(path).matches();
    }
}
