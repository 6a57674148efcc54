package org.healthsphere.node.http.fhir;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.healthsphere.node.fhir.subscription.Delivery;
import org.healthsphere.node.fhir.subscription.Line;
import org.healthsphere.node.fhir.subscription.Subscriptions;
import org.healthsphere.node.http.Faults;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The websocket channel of Subscriptions R5 Backport 1.1. Who connects is nobody until he binds with a token, and is not waited for
 * long; a connection that answers no ping is closed.
 */
public final class SubscriptionSocket implements Routes {
    private static final String PATH = "/subscriptions/socket";
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSocket.class);
    private static final Pattern BIND = Pattern.compile("bind-with-token:?\\s+([A-Za-z0-9_-]{1,200})\\s*");
    private static final short POLICY_VIOLATION = 1008;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int MOST = 500;

    private final Vertx vertx;
    private final UseCases useCases;
    private final Subscriptions subscriptions;
    private final Pace pace;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * When one gives up on who is at the other end.
     *
     * @param bind until he has bound
     * @param ping between pings, each of which is answered before the next
     */
    public record Pace(Duration bind, Duration ping) {
        public static final Pace USUAL = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    public SubscriptionSocket(Vertx vertx, UseCases useCases, Subscriptions subscriptions, Pace pace) {
        this.vertx = vertx;
        this.useCases = useCases;
        this.subscriptions = subscriptions;
        this.pace = pace;
    }

    /** Where it is for who asks under this base. */
    static String address(String base) {
        var server = base.substring(0, base.length() - FhirRoutes.BASE.length());
        return server.replaceFirst("^http", "ws") + PATH;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH).handler(this::connect);
    }

    private void connect(RoutingContext context) {
        context.request()
                .toWebSocket()
                .onSuccess(this::opened)
                .onFailure(_ -> Faults.answer(context, new Fault.Invalid("this path is for websockets")));
    }

    private void opened(ServerWebSocket socket) {
        if (open.incrementAndGet() > MOST) {
            open.decrementAndGet();
            var _ = socket.close(TRY_AGAIN_LATER, "too many connections");
            return;
        }
        new Connection(socket).listen();
    }

    /** One connection, which may be bound to several subscriptions, and again. */
    private final class Connection implements Line {
        private final ServerWebSocket socket;
        private final AtomicBoolean bound = new AtomicBoolean();
        private final AtomicBoolean answered = new AtomicBoolean(true);

        Connection(ServerWebSocket socket) {
            this.socket = socket;
        }

        void listen() {
            var patience = vertx.setTimer(pace.bind().toMillis(), _ -> {
                if (!bound.get()) {
                    end("nobody has bound");
                }
            });
            var pings = vertx.setPeriodic(pace.ping().toMillis(), _ -> ping());
            socket.textMessageHandler(this::said);
            socket.binaryMessageHandler(_ -> end("only text is understood"));
            socket.pongHandler(_ -> answered.set(true));
            socket.exceptionHandler(broken ->
                    LOG.debug("a websocket broke: {}", broken.getClass().getSimpleName()));
            socket.closeHandler(_ -> {
                vertx.cancelTimer(patience);
                vertx.cancelTimer(pings);
                open.decrementAndGet();
                var _ = useCases.call(() -> {
                    subscriptions.unbind(this);
                    return true;
                });
            });
        }

        private void ping() {
            if (answered.getAndSet(false)) {
                var _ = socket.writePing(Buffer.buffer("?"));
            } else {
                end("no answer to a ping");
            }
        }

        private void said(String message) {
            var form = BIND.matcher(message.length() > LONGEST_MESSAGE ? "" : message);
            if (!form.matches()) {
                end("bind-with-token is understood here");
                return;
            }
            var _ = useCases.call(() -> subscriptions.bind(form.group(1), this))
                    .onSuccess(this::bound)
                    .onFailure(defect -> {
                        LOG.error("defect in binding a websocket", defect);
                        end("this server failed");
                    });
        }

        private void bound(Outcome<List<String>> outcome) {
            switch (outcome) {
                case Outcome.Success<List<String>> _ -> bound.set(true);
                case Outcome.Failure<List<String>> _ -> end("the token binds to nothing, or no longer");
            }
        }

        private void end(String ground) {
            var _ = socket.close(POLICY_VIOLATION, ground);
        }

        @Override
        public Delivery send(Bytes message, Duration longest) {
            if (socket.isClosed()) {
                return new Delivery.NotSent("the connection is closed");
            }
            try {
                var _ = socket.writeTextMessage(message.utf8()).await(longest.toMillis(), TimeUnit.MILLISECONDS);
                return new Delivery.Taken();
            } catch (TimeoutException e) {
                return new Delivery.Unanswered();
            } catch (Exception e) {
                // Whatever the future failed with comes out of it as it is, checked or not.
                LOG.debug("a websocket broke: {}", e.getClass().getSimpleName());
                return new Delivery.Unanswered();
            }
        }

        @Override
        public void close() {
            var _ = socket.close();
        }
    }
}
