package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthsphere.node.release.House;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.junit.jupiter.api.BeforeAll;

/** A server that holds the {@link UsCoreSample}. */
abstract class UsCoreServer extends FhirServer {
    @BeforeAll
    void fill() throws Exception {
        var entries = UsCoreSample.resources().stream()
                .map(json -> "{\"resource\":" + json + ",\"request\":{\"method\":\"PUT\",\"url\":\"" + address(json)
                        + "\"}}")
                .toList();
        var answer = send(
                "POST",
                "",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + String.join(",", entries) + "]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    static String address(String json) {
        var tree = House.tree(json);
        return tree.path("resourceType").asText() + "/" + tree.path("id").asText();
    }

    /** The ids of what meets a search. */
    List<String> found(String search) throws Exception {
        return entries(search, SearchEntryMode.MATCH);
    }

    List<String> included(String search) throws Exception {
        return entries(search, SearchEntryMode.INCLUDE);
    }

    private List<String> entries(String search, SearchEntryMode mode) throws Exception {
        var answer = send("GET", "/" + search, "", "Accept", "application/fhir+json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ids(parsed(Bundle.class, answer), mode);
    }

    static List<String> ids(Bundle bundle, SearchEntryMode mode) {
        return bundle.getEntry().stream()
                .filter(entry -> entry.getSearch().getMode() == mode)
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .sorted()
                .toList();
    }
}
