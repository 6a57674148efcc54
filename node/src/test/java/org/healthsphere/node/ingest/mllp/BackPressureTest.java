package org.healthsphere.node.ingest.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.net.SocketFactory;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.Together;
import org.healthsphere.node.ingest.v2.V2Endpoint;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.metrics.Metrics;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders who are faster than the node, too many, too large, or too slow. */
class BackPressureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NONE = Duration.ofMillis(20);
    private static final int LARGE = 4 * 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    /** What the operating system keeps of one connection, on both sides. */
    private static final long ON_THE_WAY = 4L * 1024 * 1024;

    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void stop() throws TimeoutException {
        open.countDown();
        useCases.close();
        await(vertx.close());
    }

    @Test
    void while_the_store_stands_still_what_senders_push_stays_with_them_and_is_answered_in_order_afterwards()
            throws Exception {
        var server = listen(new Bounds(LARGE, 100, 2, PATIENCE), this::afterPing);
        try (var senders = new Pushing(server, 8, n -> "m" + n + "x".repeat(1000))) {
            senders.pushAsFarAsItGoes();

            assertThat(senders.taken()).isLessThan(8 * (ON_THE_WAY + 2 * Bounds.AHEAD));
            assertThat(server.held()).isLessThan(8 * 2 * Bounds.AHEAD);
            assertThat(measured(server, "connections_open")).isEqualTo(9);
            assertThat(measured(server, "connections_stopped")).isEqualTo(8);
            assertThat(measured(server, "messages_waiting")).isBetween(8d, 8d * 2 * Bounds.AHEAD / 1000);
            open.countDown();
            assertThatEachIsAnsweredInOrder(senders);
            senders.ping();
            assertThat(server.held()).as("but for the ping").isLessThan(10);
            assertThat(measured(server, "connections_stopped")).isZero();
            assertThat(measured(server, "messages_waiting")).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void of_large_messages_a_few_are_here_at_once_and_each_has_its_turn() throws Exception {
        var server = listen(new Bounds(LARGE, 100, 2, PATIENCE), this::afterPing);
        try (var senders = new Pushing(server, 12, n -> "m" + n + "x".repeat(LARGE / 2))) {
            senders.pushAsFarAsItGoes();

            assertThat(server.held()).isGreaterThan(LARGE / 2).isLessThan(2L * LARGE + 12 * 2 * Bounds.AHEAD);
            open.countDown();
            assertThatEachIsAnsweredInOrder(senders);
        }
    }

    @Test
    void what_many_who_do_not_wait_for_answers_push_at_once_is_stored_once_and_answered_in_order() throws Exception {
        var kit = new Kit(folder, new V2Feed());
        var ingest = kit.over(new Together(new StoreSink(kit.store)), List.of(new V2Feed()));
        var endpoint = new V2Endpoint(ingest, "north", Kit.CLOCK);
        var server = listen(Bounds.USUAL, endpoint);
        var sockets = new ArrayList<Socket>();
        for (var sender = 0; sender < 10; sender++) {
            sockets.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            for (var n = 0; n < 20; n++) {
                sockets.getLast().getOutputStream().write(Frames.framed(adt(sender + "-" + n, "P" + sender, "N" + n)));
            }
        }
        for (var sender = 0; sender < 10; sender++) {
            try (var socket = sockets.get(sender)) {
                for (var n = 0; n < 20; n++) {
                    assertThat(answer(socket)).contains("MSA|AA|" + sender + "-" + n + "\r");
                }
            }
        }
        assertThat(ingest.coverage("north").messages().stored()).isEqualTo(200);
        assertThat(kit.all("Patient"))
                .hasSize(10)
                .allSatisfy(patient ->
                        assertThat(patient.at("/name/0/family").asText()).isEqualTo("N19"));
    }

    @Test
    void when_as_many_are_connected_as_may_be_who_is_silent_longest_leaves_for_one_more() throws Exception {
        var server = listen(new Bounds(LARGE, 3, 2, PATIENCE), List::of);
        var port = server.port();
        try (var first = client(port);
                var forgotten = client(port);
                var third = client(port)) {
            for (var sender : List.of(first, forgotten, third, first)) {
                assertThat(sender.send(Bytes.utf8("hello")).utf8()).isEqualTo("hello");
            }
            try (var late = client(port)) {
                assertThat(late.send(Bytes.utf8("late")).utf8()).isEqualTo("late");
                assertThat(first.send(Bytes.utf8("still")).utf8()).isEqualTo("still");
                assertThat(third.send(Bytes.utf8("here")).utf8()).isEqualTo("here");
                assertThatThrownBy(() -> forgotten.send(Bytes.utf8("gone"))).isInstanceOf(UncheckedIOException.class);
                assertThat(measured(server, "connections_open")).isEqualTo(3);
                assertThat(measured(server, "connections_displaced")).isEqualTo(1);
                assertThat(measured(server, "connections_refused")).isZero();
            }
        }
    }

    @Test
    void who_waits_for_an_answer_is_sent_away_for_nobody_even_when_he_has_gone() throws Exception {
        var begun = new CountDownLatch(2);
        var server = listen(new Bounds(LARGE, 2, 2, PATIENCE), message -> {
            begun.countDown();
            awaitQuietly(open);
            return List.of(message);
        });
        var port = server.port();
        try (var waiting = new Socket(InetAddress.getLoopbackAddress(), port)) {
            waiting.getOutputStream().write(Frames.framed(Bytes.utf8("kept")));
            try (var gone = new Socket(InetAddress.getLoopbackAddress(), port)) {
                gone.getOutputStream().write(Frames.framed(Bytes.utf8("gone")));
                assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            assertThat(isRefused(port)).isTrue();
            assertThat(measured(server, "connections_refused")).isEqualTo(1);
            open.countDown();
            assertThat(answer(waiting)).isEqualTo("kept");
        }
    }

    @Test
    void who_does_not_end_his_message_or_does_not_read_his_answer_is_waited_for_no_longer() throws Exception {
        var server = listen(new Bounds(LARGE, 10, 2, NONE), message -> List.of(Bytes.utf8("y".repeat(20 * LARGE))));
        var port = server.port();
        try (var half = new Socket(InetAddress.getLoopbackAddress(), port)) {
            half.setSoTimeout((int) PATIENCE.toMillis());
            half.getOutputStream().write(Bytes.utf8("\u000bMSH").array());
            assertThat(half.getInputStream().read()).as("the end").isNegative();
        }
        try (var deaf = new Socket(InetAddress.getLoopbackAddress(), port)) {
            deaf.getOutputStream().write(Frames.framed(Bytes.utf8("tell me")));
            awaitEnd(deaf);
        }
        assertThat(measured(server, "connections_stalled")).isEqualTo(2);
    }

    @Test
    void who_is_sent_away_for_too_large_a_message_is_counted() throws Exception {
        var server = listen(new Bounds(1000, 10, 2, PATIENCE), List::of);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(Bytes.utf8("\u000b" + "x".repeat(2000)).array());
            awaitEnd(socket);
        }
        assertThat(measured(server, "connections_too_large")).isEqualTo(1);
    }

    private static double measured(MllpServer server, String name) {
        var metrics = new Metrics();
        server.measure(metrics);
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("hie_mllp_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    /** Writes for ever: who is still connected at the other side would take it, or stand still and never end this test. */
    private static void awaitEnd(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write('x');
            }
        } catch (IOException _) {
            return;
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (var refused = new Socket(InetAddress.getLoopbackAddress(), port)) {
            refused.setSoTimeout((int) PATIENCE.toMillis());
            return refused.getInputStream().read() < 0;
        }
    }

    /** Pings are answered at once, all else when the store moves again. */
    private List<Bytes> afterPing(Bytes message) {
        if (!message.utf8().equals("ping")) {
            awaitQuietly(open);
        }
        return List.of(Bytes.utf8(message.utf8().replaceFirst("x+$", "")));
    }

    private void assertThatEachIsAnsweredInOrder(Pushing senders) throws TimeoutException {
        for (var sender : senders.finish(useCases)) {
            assertThat(await(sender)).isPositive();
        }
    }

    /** Senders who write as much as anybody takes. */
    private static final class Pushing implements AutoCloseable {
        private final List<SocketChannel> channels = new ArrayList<>();
        private final List<ByteBuffer> unsent = new ArrayList<>();
        private final int[] begun;
        private final Function<Integer, String> text;
        private final MllpClient ping;
        private long taken;

        Pushing(MllpServer server, int count, Function<Integer, String> text) throws IOException {
            this.text = text;
            this.begun = new int[count];
            for (var i = 0; i < count; i++) {
                var channel = SocketChannel.open();
                channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
                var _ = channel.connect(address(server.port()));
                var _ = channel.configureBlocking(false);
                channels.add(channel);
                unsent.add(ByteBuffer.allocate(0));
            }
            ping = client(server.port());
        }

        /** Until for some rounds nothing is taken, though the server has looked at its connections in between. */
        void pushAsFarAsItGoes() throws IOException {
            for (var quiet = 0; quiet < ROUNDS && taken < 100L * LARGE; ) {
                var before = taken;
                for (var i = 0; i < channels.size(); i++) {
                    push(i);
                }
                ping();
                quiet = taken == before ? quiet + 1 : 0;
            }
        }

        /** Afterwards the server has looked at everything that came before. */
        void ping() {
            assertThat(ping.send(Bytes.utf8("ping")).utf8()).isEqualTo("ping");
        }

        private void push(int i) throws IOException {
            var written = 1;
            while (written > 0 && taken < 100L * LARGE) {
                if (!unsent.get(i).hasRemaining()) {
                    unsent.set(i, ByteBuffer.wrap(Frames.framed(Bytes.utf8(text.apply(begun[i]++)))));
                }
                written = channels.get(i).write(unsent.get(i));
                taken += written;
            }
        }

        long taken() {
            return taken;
        }

        /** Those that were begun are ended, by all at once. */
        List<Future<Integer>> finish(UseCases useCases) {
            return IntStream.range(0, channels.size())
                    .mapToObj(i -> useCases.call(() -> answeredInOrder(i)))
                    .toList();
        }

        private int answeredInOrder(int i) throws IOException {
            var _ = channels.get(i).configureBlocking(true);
            while (unsent.get(i).hasRemaining()) {
                var _ = channels.get(i).write(unsent.get(i));
            }
            for (var n = 0; n < begun[i]; n++) {
                assertThat(answer(channels.get(i).socket())).isEqualTo("m" + n);
            }
            return begun[i];
        }

        @Override
        public void close() throws IOException {
            ping.close();
            for (var channel : channels) {
                channel.close();
            }
        }
    }

    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        var text = new StringBuilder();
        assertThat(socket.getInputStream().read()).isEqualTo(0x0B);
        for (var b = socket.getInputStream().read();
                b != 0x1C;
                b = socket.getInputStream().read()) {
            assertThat(b).as("within the answer").isNotNegative();
            text.append((char) b);
        }
        assertThat(socket.getInputStream().read()).isEqualTo(0x0D);
        return text.toString();
    }

    private MllpServer listen(Bounds bounds, Function<Bytes, List<Bytes>> endpoint) throws TimeoutException {
        var options = new NetServerOptions().setHost("127.0.0.1").setPort(0).setReceiveBufferSize(BUFFER);
        return await(MllpServer.listen(vertx, useCases, options, endpoint, bounds));
    }

    private static MllpClient client(int port) {
        return MllpClient.connect(SocketFactory.getDefault(), address(port), PATIENCE);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Bytes adt(String controlId, String number, String name) {
        return Bytes.of(String.join(
                        "\r",
                        "MSH|^~\\&|REG|NORTH|HS|NORTH|2024||ADT^A08|" + controlId + "|P|2.5.1",
                        "PID|1||" + number + "^^^NORTH^MR||" + name)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
