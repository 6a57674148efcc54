package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes where something was deleted creates it (FHIR R4, 3.1.0.4). */
class RecreationTest extends FhirServer {
    private static String device(String id) {
        return "{\"resourceType\":\"Device\",\"id\":\"" + id + "\",\"identifier\":[{\"value\":\"" + id + "\"}]}";
    }

    /** One that was there, in two versions, and is not. */
    private void deleted(String id) throws Exception {
        assertThat(send("PUT", "/Device/" + id, device(id)).statusCode()).isEqualTo(201);
        assertThat(send("PUT", "/Device/" + id, device(id)).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/Device/" + id, "").statusCode()).isEqualTo(204);
    }

    @Test
    void an_update_of_what_was_deleted_creates_it_at_its_location() throws Exception {
        deleted("again");
        var created = send("PUT", "/Device/again", device("again"));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains(base + "/Device/again/_history/4");
        assertThat(created.headers().firstValue("ETag")).contains("W/\"4\"");
        assertThat(send("GET", "/Device/again", "").statusCode()).isEqualTo(200);
        assertThat(send("PUT", "/Device/again", device("again")).statusCode())
                .as("now it is there")
                .isEqualTo(200);
    }

    @Test
    void an_update_on_a_condition_that_nothing_meets_any_more_creates_it() throws Exception {
        deleted("met");
        var created = send("PUT", "/Device?identifier=met", device("met"));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains(base + "/Device/met/_history/4");
        assertThat(send("PUT", "/Device?identifier=met", device("met")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "transaction"})
    void an_entry_says_that_it_created_what_was_deleted(String type) throws Exception {
        var byId = type + "-id";
        var onCondition = type + "-condition";
        var there = type + "-there";
        deleted(byId);
        deleted(onCondition);
        assertThat(send("PUT", "/Device/" + there, device(there)).statusCode()).isEqualTo(201);
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":["
                + entry("Device/" + byId, byId) + ',' + entry("Device?identifier=" + onCondition, onCondition) + ','
                + entry("Device/" + there, there) + "]}";
        assertThat(entries(parsed(Bundle.class, send("POST", "", bundle))))
                .containsExactly(
                        "201 Created Device/" + byId + "/_history/4",
                        "201 Created Device/" + onCondition + "/_history/4",
                        "200 OK Device/" + there + "/_history/2");
    }

    private static String entry(String url, String id) {
        return "{\"resource\":" + device(id) + ",\"request\":{\"method\":\"PUT\",\"url\":\"" + url + "\"}}";
    }

    private static List<String> entries(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(BundleEntryComponent::getResponse)
                .map(response -> response.getStatus() + " " + response.getLocation())
                .toList();
    }

    @Test
    void the_history_says_which_versions_created() throws Exception {
        deleted("past");
        assertThat(send("PUT", "/Device/past", device("past")).statusCode()).isEqualTo(201);
        var all = parsed(Bundle.class, send("GET", "/Device/past/_history", ""));
        assertThat(all.getEntry())
                .extracting(entry -> entry.getRequest().getMethod() + " "
                        + entry.getResponse().getStatus())
                .containsExactly("PUT 201 Created", "DELETE 204 No Content", "PUT 200 OK", "POST 201 Created");
        var newest = parsed(Bundle.class, send("GET", "/Device/past/_history?_count=1", ""));
        assertThat(newest.getEntry())
                .as("what it took the place of is on the next page")
                .extracting(entry -> entry.getResponse().getStatus())
                .containsExactly("201 Created");
    }
}
