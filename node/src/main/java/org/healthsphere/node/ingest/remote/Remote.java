package org.healthsphere.node.ingest.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.http.client.BoundedCall;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A server of the hospital's, asked over HTTP: answers of limited size, in limited time, and from nowhere else than where it was told
 * to ask. What a fault says names nothing that was asked or answered.
 */
public final class Remote {
    private static final BoundedCall CALL = new BoundedCall(Duration.ofSeconds(60), 32 << 20);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient http;
    private final Place place;

    /** @param http one that follows no redirects */
    public Remote(HttpClient http, Place place) {
        this.http = http;
        this.place = place;
    }

    /**
     * Where it is.
     *
     * @param base to which paths are added
     * @param authorization file whose first line is the header of that name; it is read each time, so that it can change
     */
    public record Place(URI base, Optional<Path> authorization) {
        public Place {
            var scheme = Optional.ofNullable(base.getScheme()).orElse("");
            var host = Optional.ofNullable(base.getHost()).orElse("");
            var isPlain = scheme.equals("http");
            if (host.isEmpty() || base.getQuery() != null || !(scheme.equals("https") || isPlain)) {
                throw new IllegalArgumentException("url: an address is expected, as https://server.example/fhir");
            }
            if (isPlain && authorization.isPresent() && !THIS_MACHINE.contains(host)) {
                throw new IllegalArgumentException("url: what authorizes goes by https only");
            }
        }

        private String address(String path) {
            var text = base.toString();
            return (text.endsWith("/") ? text : text + "/") + path;
        }
    }

    /**
     * What it answered.
     *
     * @param location of what was made, if it says so
     */
    public record Answer(int status, Bytes body, Optional<String> location) {
        public boolean isGood() {
            return status / 100 == 2;
        }

        /** Missing when it is no JSON object. */
        public JsonNode json() {
            return Json.parse(body).<JsonNode>map(tree -> tree).orElseGet(MissingNode::getInstance);
        }

        /** Never the body. */
        @Override
        public String toString() {
            return "status " + status;
        }
    }

    public Outcome<Answer> get(String path, String accept) {
        return asked(() -> request(path).header("Accept", accept).GET());
    }

    public Outcome<Answer> post(String path, String type, Bytes body) {
        return asked(() -> request(path)
                .header("Content-Type", type)
                .header("Accept", type)
                .header("Prefer", "return=representation")
                .POST(BodyPublishers.ofByteArray(body.array())));
    }

    public Outcome<Answer> delete(String path) {
        return asked(() -> request(path).DELETE());
    }

    /** The path below this server that an address or a relative reference means; empty when it is elsewhere. */
    public Optional<String> below(String address) {
        var own = place.address("");
        if (address.startsWith(own)) {
            return Optional.of(address.substring(own.length()));
        }
        return address.contains(":") || address.startsWith("/") || address.startsWith("#") || address.contains("..")
                ? Optional.empty()
                : Optional.of(address);
    }

    /** Makes a request; what is wrong with it is told as an exception. */
    private interface Making {
        HttpRequest.Builder make() throws IOException;
    }

    private HttpRequest.Builder request(String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(place.address(path)));
        if (place.authorization().isPresent()) {
            var lines = Files.readAllLines(place.authorization().get());
            return request.header(
                    "Authorization", lines.isEmpty() ? "" : lines.getFirst().strip());
        }
        return request;
    }

    private Outcome<Answer> asked(Making making) {
        try {
            var answer = CALL.send(http, making.make().build());
            return answer.body()
                    .map(body -> Outcome.of(new Answer(
                            answer.statusCode(), body, answer.headers().firstValue("Location"))))
                    .orElseGet(() -> Outcome.failed(new Fault.Invalid("the server's answer is larger than is taken")));
        } catch (IOException | IllegalArgumentException _) {
            return Outcome.failed(new Fault.Unavailable("the server of the source"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Outcome.failed(new Fault.Unavailable("the server of the source: interrupted"));
        }
    }
}
