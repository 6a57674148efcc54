package org.healthsphere.node.http.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.fhir.ETags;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What goes over the wire; a body without a Content-Type is a resource.
 *
 * @param rest what comes after this body, piece by piece
 */
record Answer(int status, Map<String, String> headers, Bytes body, Optional<Rest> rest) {
    static final String CONTENT_TYPE = "Content-Type";

    private static final int NOT_MODIFIED = 304;

    /** In seconds. */
    private static final String PATIENCE = "5";

    /** Makes the next piece when there is room for it. */
    @FunctionalInterface
    interface Rest {
        Outcome<Answer> next();
    }

    Answer(int status, Map<String, String> headers, Bytes body) {
        this(status, headers, body, Optional.empty());
    }

    static Answer of(int status, Bytes body) {
        return new Answer(status, Map.of(), body);
    }

    static Answer of(Fault fault) {
        var answer = of(OperationOutcomes.status(fault), Bytes.of(OperationOutcomes.json(fault)));
        return isPassing(fault) ? answer.with("Retry-After", PATIENCE) : answer;
    }

    /** Whether the same request may be answered a little later (RFC 9110, 10.2.3). */
    private static boolean isPassing(Fault fault) {
        return fault instanceof Fault.Unavailable || fault instanceof Fault.TooMany;
    }

    /** A version with its bytes, its ETag and its time. */
    static Answer of(int status, StoredResource resource) {
        return new Answer(status, versionHeaders(resource), resource.json());
    }

    Answer located(String base, StoredResource resource) {
        return with("Location", base + "/" + resource.id() + "/_history/" + resource.version());
    }

    Answer with(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Answer(status, all, body, rest);
    }

    Answer withBody(Bytes other) {
        return new Answer(status, headers, other, rest);
    }

    Answer followedBy(Rest next) {
        return new Answer(status, headers, body, Optional.of(next));
    }

    boolean isResource() {
        return !body.isEmpty() && !headers.containsKey(CONTENT_TYPE);
    }

    /** What a client hears that has this version already (RFC 9110, 13.1.2 and 13.1.3). */
    Answer unlessKnown(Call.Conditional conditional, StoredResource resource) {
        var known = conditional.ifNoneMatch().isEmpty()
                ? time(conditional.ifModifiedSince())
                        .filter(t -> !resource.lastUpdated()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .isAfter(t))
                        .isPresent()
                : ETags.names(conditional.ifNoneMatch(), resource);
        return known ? new Answer(NOT_MODIFIED, headers, Bytes.NONE) : this;
    }

    /** A date that is none is ignored, as RFC 9110 has it. */
    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> versionHeaders(StoredResource resource) {
        return Map.of(
                "ETag",
                ETags.of(resource),
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        resource.lastUpdated().atOffset(ZoneOffset.UTC)));
    }
}
