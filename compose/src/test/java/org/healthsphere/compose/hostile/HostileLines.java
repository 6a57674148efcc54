package org.healthsphere.compose.hostile;

import static org.healthsphere.compose.hostile.HostileRequests.between;

import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Requests that break HTTP itself. */
final class HostileLines {
    private static final List<String> LINES = List.of(
            "GET /fhir/Patient",
            "GET /fhir/Pat ient HTTP/1.1",
            "GET /fhir/Patient HTTP/9.9",
            "BREW /fhir/Patient HTTP/1.1",
            "PROPFIND /fhir/Patient HTTP/1.1",
            "get /fhir/Patient HTTP/1.1",
            "\u0000\u0001\u0002\u0003");

    private HostileLines() {}

    static List<Function<Random, Hostile>> kinds() {
        return List.of(
                HostileLines::line,
                HostileLines::twoLengths,
                HostileLines::lengthAndChunks,
                HostileLines::noLength,
                HostileLines::longHeaders,
                HostileLines::badHeader,
                HostileLines::badToken,
                HostileLines::badMediaType);
    }

    private static Hostile bare(String what, String line, List<String> headers) {
        return new Hostile(what, line, headers, 0, InputStream::nullInputStream);
    }

    private static Hostile line(Random random) {
        var line = LINES.get(random.nextInt(LINES.size()));
        return bare("line " + line, line, List.of());
    }

    private static Hostile twoLengths(Random random) {
        return bare(
                "two lengths",
                "POST /fhir/Patient HTTP/1.1",
                List.of(
                        "Content-Type: application/fhir+json",
                        "Content-Length: " + between(random, 1, 99),
                        "Content-Length: 7"));
    }

    private static Hostile lengthAndChunks(Random random) {
        return bare(
                "a length and chunks",
                "POST /fhir/Patient HTTP/1.1",
                List.of(
                        "Content-Type: application/fhir+json",
                        "Content-Length: " + between(random, 1, 99),
                        "Transfer-Encoding: chunked"));
    }

    private static Hostile noLength(Random random) {
        var length =
                List.of("-5", "1e3", "99999999999999999999999", "0x10", "+1").get(random.nextInt(5));
        return bare("length " + length, "POST /fhir/Patient HTTP/1.1", List.of("Content-Length: " + length));
    }

    private static Hostile longHeaders(Random random) {
        var one = "X-Long: " + "a".repeat(between(random, 40_000, 400_000));
        return bare("long headers", "GET /fhir/Patient HTTP/1.1", List.of(one));
    }

    private static Hostile badHeader(Random random) {
        var header = List.of("No colon here", "Bad\u0001Name: x", "X: a\u0000b").get(random.nextInt(3));
        return bare("header " + header, "GET /fhir/Patient HTTP/1.1", List.of(header));
    }

    private static Hostile badToken(Random random) {
        var token = List.of(
                        "",
                        "Basic YTpi",
                        "Bearer ",
                        "Bearer a.b.c",
                        "Bearer eyJhbGciOiJub25lIn0.e30.",
                        "Bearer " + "a.".repeat(between(random, 10, 3_000)))
                .get(random.nextInt(6));
        return bare(
                "token " + token.substring(0, Math.min(20, token.length())),
                "GET /fhir/Patient HTTP/1.1",
                List.of("Authorization: " + token));
    }

    private static Hostile badMediaType(Random random) {
        var type = List.of(
                        "text/plain",
                        "application/x-java-serialized-object",
                        "multipart/form-data; boundary=x",
                        "a".repeat(3_000))
                .get(random.nextInt(4));
        return Hostile.of(
                "media type " + type.substring(0, Math.min(20, type.length())),
                "POST",
                "/fhir/Patient",
                type,
                HostileRequests.ascii("{}"));
    }
}
