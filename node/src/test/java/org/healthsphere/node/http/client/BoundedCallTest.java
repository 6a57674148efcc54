package org.healthsphere.node.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedCallTest {
    private static final BoundedCall PATIENT = new BoundedCall(Duration.ofMinutes(2), 8);

    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch over = new CountDownLatch(1);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        over.countDown();
        server.close();
        http.shutdownNow();
    }

    @Test
    void an_answer_comes_whole() throws Exception {
        assertThat(ask("HTTP/1.1 201 Created\r\nContent-Length: 8\r\n\r\n12345678", PATIENT))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(201))
                .satisfies(answer -> assertThat(answer.body()).contains(Bytes.utf8("12345678")));
    }

    @Test
    void one_that_is_larger_than_agreed_is_not_read_to_its_end() throws Exception {
        assertThat(ask("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n123456789", PATIENT)
                        .body())
                .isEmpty();
    }

    @Test
    void a_body_that_stops_half_way_is_not_waited_for() {
        var impatient = new BoundedCall(Duration.ofMillis(300), 100);
        assertThatThrownBy(() -> ask("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n123", impatient))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void a_server_that_says_nothing_is_not_waited_for() {
        var impatient = new BoundedCall(Duration.ofMillis(300), 100);
        assertThatThrownBy(() -> ask("", impatient)).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void what_is_no_answer_is_none() {
        assertThatThrownBy(() -> ask("hello\r\n\r\n", PATIENT))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
    }

    /** Of a server that says this, and then nothing until the test is over. */
    private HttpResponse<Optional<Bytes>> ask(String says, BoundedCall call) throws IOException, InterruptedException {
        var _ = Thread.startVirtualThread(() -> {
            try (var connection = server.accept()) {
                connection.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
                over.await();
            } catch (IOException | InterruptedException e) {
                // Nobody asks any more.
            }
        });
        var place = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        return call.send(http, HttpRequest.newBuilder(place).build());
    }
}
