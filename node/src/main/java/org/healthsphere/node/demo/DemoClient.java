package org.healthsphere.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.healthsphere.specs.Bytes;

/** A program that talks to one hospital's node over HTTPS, trusting the network's authority only. */
public final class DemoClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http;
    private final URI base;

    public DemoClient(SSLContext tls, URI base) {
        this.http = HttpClient.newBuilder().sslContext(tls).build();
        this.base = base;
    }

    /** The answer to one request. */
    public record Answer(int status, Bytes body) {
        public boolean isGood() {
            return status >= 200 && status < 300;
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body.array());
            } catch (IOException _) {
                return MissingNode.getInstance();
            }
        }

        /** Itself when it is good; the demo cannot go on without. */
        @CanIgnoreReturnValue
        public Answer orFail(String step) {
            if (!isGood()) {
                throw new IllegalStateException(step + " was answered with status " + status + ": "
                        + json().at("/issue/0/diagnostics").asText());
            }
            return this;
        }
    }

    public Answer get(String path, String token) {
        return send(request(path, token).GET());
    }

    public Answer post(String path, String token, String contentType, Bytes body) {
        return send(request(path, token)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body.array())));
    }

    public Answer post(String path, String token, JsonNode body) {
        return post(path, token, "application/json", Bytes.utf8(body.toString()));
    }

    public Answer delete(String path, String token) {
        return send(request(path, token).DELETE());
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), Bytes.of(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no answer from " + base + ": " + e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
