package org.healthsphere.terminology.remote;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** One question to the server at a time: bounded in time and in size, and its failures as faults. */
final class RemoteCalls {
    static final String PART = "the terminology server";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpClient client;
    private final RemoteServer server;

    RemoteCalls(HttpClient client, RemoteServer server) {
        this.client = client;
        this.server = server;
    }

    Outcome<JsonNode> get(String path, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + escaped(parameter.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
        return send(request(path + "?" + query).GET().build());
    }

    Outcome<JsonNode> post(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.base() + "/" + path))
                .header("Accept", "application/fhir+json")
                .timeout(server.patience());
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The client's own timeout ends with the headers; a body that trickles is cut off here. */
    private Outcome<JsonNode> send(HttpRequest request) {
        var answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), server.largestAnswer()));
        try {
            return read(answer.get(server.patience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            var _ = answer.cancel(true);
            return Outcome.failed(new Fault.Timeout(PART));
        } catch (ExecutionException e) {
            return Outcome.failed(failure(e));
        } catch (InterruptedException e) {
            var _ = answer.cancel(true);
            Thread.currentThread().interrupt();
            return Outcome.failed(new Fault.Unavailable(PART));
        }
    }

    private static Fault failure(ExecutionException e) {
        return switch (e.getCause()) {
            case HttpTimeoutException _ -> new Fault.Timeout(PART);
            case IOException _ -> new Fault.Unavailable(PART);
            case null, default -> throw new IllegalStateException("a call that cannot be made", e);
        };
    }

    private static Outcome<JsonNode> read(HttpResponse<byte[]> answer) {
        var status = answer.statusCode();
        if (status == 408 || status == 504) {
            return Outcome.failed(new Fault.Timeout(PART));
        }
        if (status != 200 && (status < 400 || status >= 500)) {
            return Outcome.failed(new Fault.Unavailable(PART));
        }
        try {
            var json = JSON.readTree(answer.body());
            return status == 200 ? Outcome.of(json) : Outcome.failed(refusal(status, json));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Unavailable(PART));
        }
    }

    /** A refusal counts when it says why in FHIR's words; anything else may come from whoever sits in between. */
    private static Fault refusal(int status, JsonNode outcome) {
        var isOutcome = outcome.path("resourceType").asText("").equals("OperationOutcome");
        if (!isOutcome || status == 401 || status == 403 || status == 429) {
            return new Fault.Unavailable(PART);
        }
        return switch (outcome.path("issue").path(0).path("code").asText("")) {
            case "not-found", "code-invalid" -> new Fault.NotFound("such thing on the terminology server");
            case "too-costly" -> new Fault.TooCostly("the terminology server finds the answer too large");
            case "conflict" -> new Fault.VersionMismatch("the terminology server does not hold that version");
            case "timeout" -> new Fault.Timeout(PART);
            case "transient", "throttled", "exception" -> new Fault.Unavailable(PART);
            default -> new Fault.Invalid(List.of(new Problem(PART, "refuses the request")));
        };
    }
}
