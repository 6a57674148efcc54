package org.healthsphere.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.specs.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS server for people and programs. What it serves is mounted by the features, and can be exchanged while it runs. */
public final class NodeServer {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LONGEST_HEADERS = 32 * 1024;
    /** A search with a thousand ids goes into a form. */
    private static final int LONGEST_FIELD = 256 * 1024;

    private static final int IDLE_SECONDS = 75;
    private static final int FAREWELL_SECONDS = 3;

    /** What Vert.x refuses by itself before any route has the request, and would log as a failure of this server. */
    private static final List<Integer> REFUSALS = List.of(400, 404, 405, 406, 415, 505);

    private final Vertx vertx;
    private final SecureRandom random;
    private final HttpServer server;
    private volatile Router router;

    private NodeServer(Vertx vertx, SecureRandom random, KeyCertOptions tls, List<Routes> features) {
        this.vertx = vertx;
        this.random = random;
        this.router = router(features);
        this.server = vertx.createHttpServer(options(tls)).requestHandler(request -> router.handle(request));
    }

    /** Listens with TLS 1.3; port 0 takes a free one. */
    public static Future<NodeServer> listen(
            Vertx vertx, Address address, KeyCertOptions tls, SecureRandom random, List<Routes> features) {
        var made = new NodeServer(vertx, random, tls, features);
        return made.server.listen(address.port(), address.host()).map(_ -> made);
    }

    /** Serves these from now on, and nothing else; what has been begun is answered as before. */
    public void serve(List<Routes> features) {
        router = router(features);
    }

    private Router router(List<Routes> features) {
        var made = Router.router(vertx);
        made.route().handler(new Correlation(random));
        made.route().failureHandler(NodeServer::defect);
        features.forEach(feature -> feature.mount(made));
        made.route().last().handler(NodeServer::unknown);
        REFUSALS.forEach(status -> made.errorHandler(status, context -> refused(context, status)));
        return made;
    }

    public int port() {
        return server.actualPort();
    }

    /** Takes no new connection and ends the open ones once they are answered, after a moment in any case. */
    public Future<Void> close() {
        return server.shutdown(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    private static HttpServerOptions options(KeyCertOptions tls) {
        var options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(tls)
                .setUseAlpn(true)
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxFormAttributeSize(LONGEST_FIELD)
                .setIdleTimeout(IDLE_SECONDS)
                .setCompressionSupported(true);
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        return options;
    }

    /** The only place where a defect of the node becomes an answer: without a word about it. */
    private static void defect(RoutingContext context) {
        var status = context.statusCode();
        if (context.failure() != null) {
            LOG.error(
                    "correlation {}: {}",
                    Correlation.of(context),
                    context.failure().getClass().getName(),
                    context.failure());
        }
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        Faults.answer(context, status, status == 413 ? new Fault.TooCostly("The body is too large.") : plain(status));
    }

    /** The sender's mistake, and nothing that an operator could mend. */
    private static void refused(RoutingContext context, int status) {
        LOG.debug("a request that reaches no route: {}", status);
        if (!context.response().headWritten()) {
            Faults.answer(context, status, plain(status));
        }
    }

    private static Fault plain(int status) {
        return status >= 400 && status < 500
                ? new Fault.Invalid("The request cannot be served.")
                : new Fault.Unavailable("this function; the operator finds the cause by the correlation id");
    }

    private static void unknown(RoutingContext context) {
        Faults.answer(context, new Fault.NotFound("such path"));
    }
}
