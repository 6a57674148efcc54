package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    private static final Paths PATHS = new Paths(List.of(
            offered(HttpMethod.POST, "/"),
            offered(HttpMethod.GET, "/$export"),
            offered(HttpMethod.GET, "/:type"),
            offered(HttpMethod.GET, "/:type/$everything"),
            offered(HttpMethod.GET, "/:type/:id"),
            offered(HttpMethod.PUT, "/:type/:id"),
            offered(HttpMethod.GET, "/:type/:id/_history/:version"),
            offered(HttpMethod.GET, "/:type/:id/:inside/_search")));

    private static Interaction offered(HttpMethod method, String path) {
        return new Interaction(method, path, method + " " + path, _ -> Outcome.failed(new Fault.NotFound("nothing")));
    }

    private static Optional<Paths.Found> find(String method, String path) {
        return Segments.of(path).flatMap(segments -> PATHS.find(HttpMethod.valueOf(method), segments));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, '', POST /",
        "POST, /, POST /",
        "GET, /$export, GET /$export",
        "GET, /%24export, GET /$export",
        "GET, /Patient, GET /:type",
        "GET, /Patient/, GET /:type",
        "HEAD, /Patient/1, GET /:type/:id",
        "GET, /Patient/$everything, GET /:type/$everything",
        "PUT, /Patient/$everything, PUT /:type/:id",
        "GET, /Patient/1/_history/2, GET /:type/:id/_history/:version",
        "GET, /Patient/1/Observation/_search, GET /:type/:id/:inside/_search"
    })
    void what_was_offered_first_and_fits_is_found(String method, String path, String code) {
        assertThat(find(method, path).map(found -> found.interaction().code())).contains(code);
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /Patient", "POST, /Patient/1", "GET, /Patient/1/_history", "GET, ''", "OPTIONS, /Patient/1"})
    void what_was_not_offered_is_not_found(String method, String path) {
        assertThat(find(method, path)).isEmpty();
    }

    @Test
    void what_stands_for_the_variables_is_decoded() {
        var found = find("GET", "/Patient/a%20b+c/_history/%C3%A9").orElseThrow();
        assertThat(found.parts()).isEqualTo(Map.of("type", "Patient", "id", "a b+c", "version", "é"));
        assertThat(found.part("inside")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//Patient",
                "/Patient//1",
                "/Patient/../1",
                "/Patient/./1",
                "/Patient/a%2Fb",
                "/Patient/%2e%2e",
                "/Patient/%zz"
            })
    void what_could_be_read_in_two_ways_is_not_read(String path) {
        assertThat(Segments.of(path)).isEmpty();
    }
}
