package org.healthsphere.node.http.fhir;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsphere.node.fhir.subscription.Delivery;
import org.healthsphere.node.fhir.subscription.Hooks;
import org.healthsphere.node.fhir.subscription.Message;
import org.healthsphere.node.fhir.subscription.Targets;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts notifications to the endpoints of subscribers. The address is looked up and judged for each of them, and that address is
 * then called, whatever the name means a moment later. What is answered but for its status is thrown away.
 */
public final class RestHooks implements Hooks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestHooks.class);
    private static final int CLOSE_SECONDS = 2;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int IDLE_SECONDS = 60;
    private static final int TO_EACH = 8;
    private static final int WAITING = 64;
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Targets targets;
    private final HttpClientAgent client;

    /** Trusts the servers that these options say; without any, those that Java does. */
    public RestHooks(Vertx vertx, Targets targets, Optional<TrustOptions> trust) {
        this.targets = targets;
        var options = new HttpClientOptions()
                .setVerifyHost(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS);
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        trust.ifPresent(options::setTrustOptions);
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(TO_EACH).setMaxWaitQueueSize(WAITING));
    }

    @Override
    public Delivery post(URI endpoint, Message message, Duration longest) {
        return switch (targets.address(endpoint)) {
            case Outcome.Success<InetAddress>(var address) -> post(endpoint, address, message, longest);
            case Outcome.Failure<InetAddress>(Fault.Forbidden(var ground)) ->
                new Delivery.NotSent("the endpoint " + ground);
            case Outcome.Failure<InetAddress> _ -> new Delivery.NotSent("the host of the endpoint is not known");
        };
    }

    private Delivery post(URI endpoint, InetAddress address, Message message, Duration longest) {
        var sent = new AtomicReference<Optional<HttpClientRequest>>(Optional.empty());
        var answer = client.request(options(endpoint, address, longest)).compose(request -> {
            sent.set(Optional.of(request));
            message.headers().forEach(h -> request.headers().add(h.name(), h.value()));
            // Who reads the answer is there before the message has left: what comes before nobody reads, and is lost.
            var read = request.response().compose(RestHooks::read);
            var _ = request.putHeader("Content-Type", message.contentType())
                    .send(Buffer.buffer(message.body().array()));
            return read;
        });
        try {
            var status = answer.await(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS);
            return status >= 200 && status < 300 ? new Delivery.Taken() : new Delivery.Refused(status);
        } catch (TimeoutException e) {
            sent.get().ifPresent(request -> {
                var _ = request.reset();
            });
        } catch (Exception e) {
            // Whatever the future failed with comes out of it as it is, checked or not.
            LOG.debug("a notification failed: {}", e.getClass().getSimpleName());
        }
        return sent.get().isPresent()
                ? new Delivery.Unanswered()
                : new Delivery.NotSent("no connection to the endpoint, or none that can be trusted");
    }

    private static RequestOptions options(URI endpoint, InetAddress address, Duration longest) {
        var tls = endpoint.getScheme().equalsIgnoreCase("https");
        var usual = tls ? HTTPS_PORT : HTTP_PORT;
        var port = endpoint.getPort() < 0 ? usual : endpoint.getPort();
        var path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        var query = endpoint.getRawQuery();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(endpoint.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(query == null ? path : path + '?' + query)
                .setConnectTimeout(Math.min(CONNECT_MILLIS, Math.max(1, longest.toMillis())))
                .setFollowRedirects(false);
    }

    /** The status; the rest goes nowhere, and too much of it ends the connection. */
    private static Future<Integer> read(HttpClientResponse response) {
        var length = new int[1];
        response.exceptionHandler(_ -> {}).handler(part -> {
            length[0] += part.length();
            if (length[0] > LONGEST_ANSWER) {
                var _ = response.request().reset();
            }
        });
        return Future.succeededFuture(response.statusCode());
    }

    @Override
    public void close() {
        try {
            var _ = client.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("connections to subscribers were not closed within {} seconds", CLOSE_SECONDS);
        }
    }
}
