package org.healthsphere.compose.hostile;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One request as bytes, so that it can be what no HTTP library would send.
 *
 * @param what it tries, for the test's report
 * @param headers whole header lines besides those of the body's length
 * @param length of the body, as it is told; negative when it is sent in chunks
 */
record Hostile(String what, String line, List<String> headers, long length, Supplier<InputStream> body) {
    private static final String JSON = "application/fhir+json";
    private static final String XML = "application/fhir+xml";

    Hostile {
        headers = List.copyOf(headers);
    }

    static Hostile get(String what, String target) {
        return new Hostile(what, "GET " + target + " HTTP/1.1", List.of(), 0, InputStream::nullInputStream);
    }

    static Hostile json(String what, String method, String target, String body) {
        return of(what, method, target, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    static Hostile xml(String what, String target, String body) {
        return of(what, "POST", target, XML, body.getBytes(StandardCharsets.UTF_8));
    }

    static Hostile of(String what, String method, String target, String contentType, byte[] body) {
        return new Hostile(
                what,
                method + " " + target + " HTTP/1.1",
                List.of("Content-Type: " + contentType),
                body.length,
                () -> new ByteArrayInputStream(body));
    }

    /** A body that is made while it is sent. */
    static Hostile streamed(String what, String target, long length, Supplier<InputStream> body) {
        return new Hostile(what, "POST " + target + " HTTP/1.1", List.of("Content-Type: " + JSON), length, body);
    }

    Hostile with(String... more) {
        var all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return new Hostile(what, line, all, length, body);
    }

    boolean inChunks() {
        return length < 0;
    }
}
