package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingTest {
    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        useCases.close();
        client.close();
        ended(vertx.close());
    }

    private static <T> T ended(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Answer piece(String text) {
        return new Answer(200, Map.of(Answer.CONTENT_TYPE, "text/plain"), Bytes.utf8(text));
    }

    private String fetched(Answer answer) throws Exception {
        var server = ended(vertx.createHttpServer()
                .requestHandler(request -> new Streaming(useCases, request.response()).send(answer))
                .listen(0, "127.0.0.1"));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"));
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private static Answer counting(int from, int to) {
        var answer = piece(from % 3 == 0 ? "" : from + "\n");
        return from == to ? answer : answer.followedBy(() -> Outcome.of(counting(from + 1, to)));
    }

    @Test
    void the_pieces_come_in_their_order_and_empty_ones_end_nothing() throws Exception {
        assertThat(fetched(counting(0, 7))).isEqualTo("1\n2\n4\n5\n7\n");
        assertThat(fetched(piece("").followedBy(() -> Outcome.of(piece(""))))).isEmpty();
    }

    @Test
    void what_breaks_off_does_not_look_whole() {
        var refused = piece("1\n").followedBy(() -> Outcome.failed(new Fault.Unavailable("consent")));
        assertThatThrownBy(() -> fetched(refused)).isInstanceOf(IOException.class);
        var broken = piece("1\n").followedBy(() -> {
            throw new IllegalStateException("a defect");
        });
        assertThatThrownBy(() -> fetched(broken)).isInstanceOf(IOException.class);
    }
}
