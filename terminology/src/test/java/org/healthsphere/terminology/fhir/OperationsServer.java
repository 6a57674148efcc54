package org.healthsphere.terminology.fhir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;

/** The operations behind the JDK's own small server: what a remote terminology server looks like from outside. */
public final class OperationsServer implements AutoCloseable {
    private final HttpServer server;
    private final TerminologyOperations operations;

    /** On any free port. */
    public OperationsServer(TerminologyOperations operations) {
        this(operations, 0);
    }

    public OperationsServer(TerminologyOperations operations, int port) {
        this.operations = operations;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/fhir/", this::handle);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().substring("/fhir/".length());
            var described = described(path, exchange.getRequestURI().getQuery());
            if (described.isPresent()) {
                send(exchange, 200, described.orElseThrow());
                return;
            }
            var operation = operation(path);
            if (operation.isEmpty()) {
                send(exchange, 404, "{\"resourceType\":\"OperationOutcome\"}");
                return;
            }
            switch (parameters(exchange)) {
                case Outcome.Success<Parameters>(var in) -> {
                    var call = Call.of(header(exchange, "Accept-Language"), header(exchange, "X-Too-Costly-Threshold"));
                    var reply = operations.answer(operation.orElseThrow(), in, call);
                    send(exchange, reply.status(), reply.resource().toString());
                }
                case Outcome.Failure<Parameters> _ -> send(exchange, 400, "{\"resourceType\":\"OperationOutcome\"}");
            }
        }
    }

    private Optional<String> described(String path, @Nullable String query) {
        return switch (path) {
            case "metadata" ->
                Optional.of((query != null && query.contains("mode=terminology")
                                ? operations.terminologyCapabilities()
                                : operations.capabilityStatement())
                        .toString());
            case "$versions" -> Optional.of(TerminologyOperations.versions().toString());
            default -> Optional.empty();
        };
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static Optional<Operation> operation(String path) {
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.path().equals(path))
                .findFirst();
    }

    private static Outcome<Parameters> parameters(HttpExchange exchange) {
        if (exchange.getRequestMethod().equals("GET")) {
            return Outcome.of(Parameters.of(query(exchange.getRequestURI().getRawQuery())));
        }
        try {
            return Parameters.of(exchange.getRequestBody().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> all = new HashMap<>();
        for (var pair : raw.split("&", -1)) {
            var value = URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8);
            all.computeIfAbsent(pair.substring(0, pair.indexOf('=')), _ -> new ArrayList<>())
                    .add(value);
        }
        return all;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
