package org.healthsphere.node.cluster.tcp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.healthsphere.node.cluster.Line;
import org.healthsphere.node.cluster.Reply;
import org.healthsphere.node.cluster.Request;
import org.healthsphere.node.cluster.Wire;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** One connection to each of the other processes, made when it is needed and again when it is lost. */
public final class TcpLine implements Line, AutoCloseable {
    private static final int LONGEST_CONNECT_MILLIS = 1_000;

    private final NetClient client;
    private final Map<Integer, Place> places;
    private final Map<Integer, Connection> connections = new HashMap<>();

    /** Where a process is asked. */
    public record Place(String host, int port) {}

    /** Lines to these places, by the numbers of the processes. */
    public TcpLine(Vertx vertx, OwnTls tls, Map<Integer, Place> places) {
        var options = new NetClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(LONGEST_CONNECT_MILLIS)
                .setHostnameVerificationAlgorithm("");
        tls.configure(options);
        this.client = vertx.createNetClient(options);
        this.places = Map.copyOf(places);
    }

    @Override
    public Outcome<Reply> ask(int member, Request request, Duration patience) {
        var message = Wire.of(request);
        try {
            var answered = connection(member).ask(message);
            return Outcome.of(Wire.reply(answered.await(patience.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException | RuntimeException _) {
            return Outcome.failed(new Fault.Unavailable("process " + member + " of this hospital"));
        }
    }

    private synchronized Connection connection(int member) {
        var known = Optional.ofNullable(connections.get(member)).filter(connection -> !connection.isLost());
        if (known.isPresent()) {
            return known.get();
        }
        var place = Optional.ofNullable(places.get(member)).orElseThrow();
        var made = new Connection(client.connect(place.port(), place.host()));
        connections.put(member, made);
        return made;
    }

    @Override
    public void close() {
        var _ = client.close();
    }

    /** What was asked on it and is not answered yet. */
    private static final class Connection {
        private final Future<NetSocket> socket;
        private final AtomicLong numbers = new AtomicLong();
        private final Map<Long, Promise<Bytes>> open = new ConcurrentHashMap<>();
        private volatile boolean lost;

        Connection(Future<NetSocket> connecting) {
            this.socket = connecting.map(made -> {
                made.closeHandler(_ -> lose());
                Frames.read(made, this::answered);
                return made;
            });
            socket.onFailure(_ -> lose());
        }

        boolean isLost() {
            return lost;
        }

        private void lose() {
            lost = true;
            for (var number : List.copyOf(open.keySet())) {
                Optional.ofNullable(open.remove(number))
                        .ifPresent(asked -> asked.tryFail(new IllegalStateException("the connection was lost")));
            }
        }

        private void answered(long number, Bytes reply) {
            Optional.ofNullable(open.remove(number)).ifPresent(asked -> asked.tryComplete(reply));
        }

        Future<Bytes> ask(Bytes message) {
            var number = numbers.incrementAndGet();
            Promise<Bytes> asked = Promise.promise();
            open.put(number, asked);
            socket.compose(made -> made.write(Frames.of(number, message))).onFailure(_ -> lose());
            if (lost) {
                lose();
            }
            return asked.future().onComplete(_ -> open.remove(number));
        }
    }
}
