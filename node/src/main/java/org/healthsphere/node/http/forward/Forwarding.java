package org.healthsphere.node.http.forward;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.http.Faults;
import org.healthsphere.specs.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests to another process and its answers back, byte by byte: who asks sees no difference.
 *
 * <p>A request that gets no answer is answered 503. Whether it was served is then not known, as when a server dies.
 */
public final class Forwarding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int CONNECTIONS = 64;
    private static final int LONGEST_CONNECT_MILLIS = 2_000;
    private static final long LONGEST_ANSWER_MILLIS = 90_000;
    /** Of one connection only (RFC 9110, section 7.6.1). */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "proxy-connection");

    private final HttpClient client;
    private final Supplier<Optional<Address>> target;

    /**
     * To wherever it is at that moment.
     *
     * @param tls by which the other process is known
     */
    public Forwarding(Vertx vertx, Consumer<TCPSSLOptions> tls, Supplier<Optional<Address>> target) {
        var options = new HttpClientOptions()
                .setVerifyHost(false)
                .setDecompressionSupported(false)
                .setConnectTimeout(LONGEST_CONNECT_MILLIS);
        tls.accept(options);
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.target = target;
    }

    /** Answers with what the other process answers. */
    public void handle(RoutingContext context) {
        var to = target.get();
        var request = context.request();
        if (to.isEmpty() || request.headers().contains("Upgrade")) {
            refuse(context);
            return;
        }
        request.pause();
        client.request(new RequestOptions()
                        .setHost(to.get().host())
                        .setPort(to.get().port())
                        .setMethod(request.method())
                        .setTimeout(LONGEST_ANSWER_MILLIS)
                        .setURI(request.uri()))
                .compose(out -> sent(request, out))
                .onSuccess(answer -> answered(context, answer))
                .onFailure(failure -> {
                    LOG.info(
                            "not answered by the leading process: {}",
                            failure.getClass().getSimpleName());
                    refuse(context);
                });
    }

    private static Future<HttpClientResponse> sent(HttpServerRequest request, HttpClientRequest out) {
        request.headers().forEach(header -> {
            if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                out.headers().add(header.getKey(), header.getValue());
            }
        });
        Optional.ofNullable(request.authority()).ifPresent(asked -> out.putHeader("Host", asked.toString()));
        if (!request.headers().contains("Content-Length")) {
            out.setChunked(!request.isEnded());
        }
        return out.send(request);
    }

    private static void answered(RoutingContext context, HttpClientResponse answer) {
        var response = context.response().setStatusCode(answer.statusCode());
        answer.headers().forEach(header -> {
            if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.headers().add(header.getKey(), header.getValue());
            }
        });
        if (!answer.headers().contains("Content-Length")) {
            response.setChunked(true);
        }
        answer.pipeTo(response).onFailure(failure -> {
            LOG.info("an answer was cut short: {}", failure.getClass().getSimpleName());
            response.reset();
        });
    }

    private static void refuse(RoutingContext context) {
        if (context.response().headWritten()) {
            context.response().reset();
        } else {
            Faults.answer(context, new Fault.Unavailable("the leading process of this hospital"));
        }
    }

    @Override
    public void close() throws TimeoutException {
        var _ = client.close().await(1, TimeUnit.SECONDS);
    }
}
