package org.healthsphere.node.ingest.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.ingest.IngestReport;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.v2.V2Endpoint;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MllpServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST = 10_000;
    private static final Bounds BOUNDS = new Bounds(LARGEST, 10, 2, PATIENCE);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);

    @AfterEach
    void stop() throws TimeoutException {
        useCases.close();
        await(vertx.close());
    }

    @Test
    void messages_over_the_wire_are_stored_and_answered_in_order() throws TimeoutException {
        var kit = new Kit(folder, new V2Feed());
        try (var client = client(listen(new V2Endpoint(kit.ingest, "north", Kit.CLOCK)))) {
            for (var i = 0; i < 20; i++) {
                assertThat(client.send(adt("C" + i, "P" + i % 3)).utf8()).contains("MSA|AA|C" + i + "\r");
            }
            assertThat(client.send(adt("C0", "P0")).utf8()).contains("MSA|AA|C0\r");
            assertThat(client.send(Bytes.utf8("junk")).utf8()).contains("MSA|AR|");
        }

        assertThat(kit.ingest.report()).isEqualTo(new IngestReport(21, 20, 1));
        assertThat(kit.current("Patient")).hasSize(3);
    }

    @Test
    void several_messages_in_one_write_are_answered_one_by_one() throws TimeoutException, IOException {
        var port = listen(message -> List.of(Bytes.utf8("re " + message.utf8())));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var all = IntStream.range(0, 40)
                    .mapToObj(i -> "\u000b" + i + "\u001c\r")
                    .reduce("junk", String::concat);
            socket.getOutputStream().write(Bytes.utf8(all).array());
            var expected = IntStream.range(0, 40)
                    .mapToObj(i -> "\u000bre " + i + "\u001c\r")
                    .reduce("", String::concat);
            assertThat(new String(socket.getInputStream().readNBytes(expected.length()), StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_frame_that_is_cut_off_is_no_message() throws TimeoutException, IOException {
        var kit = new Kit(folder, new V2Feed());
        var port = listen(new V2Endpoint(kit.ingest, "north", Kit.CLOCK));
        for (var end : List.of("", "\u001c")) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream()
                        .write(Bytes.utf8("\u000b" + adt("C0", "P0").utf8() + end)
                                .array());
                socket.shutdownOutput();
                assertThat(socket.getInputStream().read()).as("no answer").isNegative();
            }
        }
        assertThat(kit.ingest.report()).isEqualTo(new IngestReport(0, 0, 0));
        try (var client = client(port)) {
            assertThat(client.send(adt("C1", "P1")).utf8()).contains("MSA|AA|C1\r");
        }
    }

    @Test
    void connections_do_not_wait_for_each_other() throws TimeoutException {
        var first = new CountDownLatch(1);
        var port = listen(message -> {
            if (message.utf8().equals("slow")) {
                awaitQuietly(first);
            }
            return List.of(message);
        });
        try (var slow = client(port);
                var quick = client(port)) {
            var answer = useCases.call(() -> slow.send(Bytes.utf8("slow")));
            assertThat(quick.send(Bytes.utf8("quick")).utf8()).isEqualTo("quick");
            first.countDown();
            assertThat(await(answer).utf8()).isEqualTo("slow");
        }
    }

    @Test
    void a_message_that_is_too_large_ends_the_connection_unanswered() throws TimeoutException {
        var port = listen(List::of);
        try (var client = client(port)) {
            assertThat(client.send(Bytes.utf8("x".repeat(LARGEST))).length()).isEqualTo(LARGEST);
            assertThatThrownBy(() -> client.send(Bytes.utf8("x".repeat(LARGEST + 1))))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void with_a_certificate_the_wire_is_sealed() throws Exception {
        var certificate = SelfSignedCertificate.create("localhost");
        var options = new NetServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setKeyCertOptions(certificate.keyCertOptions());
        var port = await(MllpServer.listen(vertx, useCases, options, List::of, BOUNDS))
                .port();
        try (var client = MllpClient.connect(trusting(certificate), address(port), PATIENCE)) {
            assertThat(client.send(Bytes.utf8("sealed")).utf8()).isEqualTo("sealed");
        }
        try (var stranger = MllpClient.connect(SSLSocketFactory.getDefault(), address(port), PATIENCE)) {
            assertThatThrownBy(() -> stranger.send(Bytes.utf8("sealed"))).isInstanceOf(UncheckedIOException.class);
        }
    }

    private static SocketFactory trusting(SelfSignedCertificate certificate) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var pem = Files.newInputStream(Path.of(certificate.certificatePath()))) {
            store.setCertificateEntry(
                    "node", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    @Test
    void a_defect_ends_the_connection_unanswered_and_the_server_goes_on() throws TimeoutException {
        var port = listen(message -> {
            if (message.utf8().equals("boom")) {
                throw new IllegalStateException("boom");
            }
            return List.of(message);
        });
        try (var client = client(port)) {
            assertThatThrownBy(() -> client.send(Bytes.utf8("boom"))).isInstanceOf(UncheckedIOException.class);
        }
        try (var client = client(port)) {
            assertThat(client.send(Bytes.utf8("on")).utf8()).isEqualTo("on");
        }
    }

    private int listen(Function<Bytes, List<Bytes>> endpoint) throws TimeoutException {
        var options = new NetServerOptions().setHost("127.0.0.1").setPort(0);
        return await(MllpServer.listen(vertx, useCases, options, endpoint, BOUNDS))
                .port();
    }

    private static MllpClient client(int port) {
        return MllpClient.connect(SocketFactory.getDefault(), address(port), PATIENCE);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Bytes adt(String controlId, String number) {
        return Bytes.utf8(String.join(
                "\r",
                List.of(
                        "MSH|^~\\&|REG|NORTH|HS|NORTH|2024||ADT^A04|" + controlId + "|P|2.5.1",
                        "PID|1||" + number + "^^^NORTH^MR||Muster")));
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
