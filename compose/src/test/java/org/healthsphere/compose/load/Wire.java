package org.healthsphere.compose.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A client's connection to the node: one request after the other, each counted under its kind. */
final class Wire implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http;
    private final String base;
    private final String token;
    private final Tally tally;

    Wire(Door door, Tally tally) {
        this.http = HttpClient.newBuilder().sslContext(door.trust()).build();
        this.base = door.base();
        this.token = door.token();
        this.tally = tally;
    }

    /** What came back. */
    record Answer(int status, String location, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException _) {
                return MissingNode.getInstance();
            }
        }
    }

    /** One request; IllegalStateException when no answer comes. */
    Answer send(String kind, String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("https") ? path : base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/fhir+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        var began = System.nanoTime();
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            tally.took(kind, System.nanoTime() - began);
            var location = Optional.of("Content-Location")
                    .flatMap(response.headers()::firstValue)
                    .orElse("");
            return new Answer(response.statusCode(), location, response.body());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + kind + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
