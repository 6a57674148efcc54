package org.healthsphere.node.http.fhir;

import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;

/** Which bodies are taken: 415 for the others, before anything reads them. */
final class MediaTypes {
    private static final int UNSUPPORTED = 415;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> PATCHES = Set.of("application/json-patch+json");

    private MediaTypes() {}

    /**
     * Why the body cannot be taken; empty when it can.
     *
     * @param base the path of the API
     */
    static Optional<Answer> refusal(HttpServerRequest request, String base) {
        var encoding =
                Optional.ofNullable(request.getHeader("Content-Encoding")).orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return Optional.of(refused("Content-Encoding", "is not taken here: send the body as it is"));
        }
        var media = Optional.ofNullable(request.getHeader("Content-Type"))
                .map(Format::plain)
                .orElse("");
        return isTaken(request, base, media)
                ? Optional.empty()
                : Optional.of(refused("Content-Type", "is application/fhir+json or application/fhir+xml here"));
    }

    private static boolean isTaken(HttpServerRequest request, String base, String media) {
        var path = Objects.requireNonNullElse(request.path(), "");
        if (media.isEmpty() || Format.named(media).isPresent() || path.startsWith(base + "/Binary")) {
            return true;
        }
        return switch (request.method().name()) {
            case "PATCH" -> PATCHES.contains(media);
            case "POST" -> media.equals(FORM) && path.endsWith("/_search");
            case "PUT" -> false;
            default -> true;
        };
    }

    private static Answer refused(String header, String what) {
        return Answer.of(
                UNSUPPORTED,
                Bytes.utf8("{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
                        + "\"code\":\"not-supported\",\"diagnostics\":\"" + header + ": " + what
                        + "\",\"expression\":[\"" + header + "\"]}]}"));
    }
}
