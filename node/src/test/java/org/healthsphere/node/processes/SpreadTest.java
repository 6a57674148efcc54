package org.healthsphere.node.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient",
                "/fhir/Patient/17",
                "/fhir/Patient/17/_history/2",
                "/fhir/Observation/17/_history",
                "/fhir/Binary/17"
            })
    void a_copy_reads_resources_and_searches_types(String path) {
        assertThat(Spread.isOfCopies(HttpMethod.GET, path, "")).isTrue();
        assertThat(Spread.isOfCopies(HttpMethod.HEAD, path, "handling=strict")).isTrue();
        assertThat(Spread.isOfCopies(HttpMethod.POST, path, "")).isFalse();
        assertThat(Spread.isOfCopies(HttpMethod.PUT, path, "")).isFalse();
        assertThat(Spread.isOfCopies(HttpMethod.DELETE, path, "")).isFalse();
        assertThat(Spread.isOfCopies(HttpMethod.GET, path, "respond-async")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir",
                "/fhir/",
                "/fhir/metadata",
                "/fhir/_history",
                "/fhir/$export",
                "/fhir/$async-status/17",
                "/fhir/Patient/$export",
                "/fhir/Patient/17/$everything",
                "/fhir/Patient/_history",
                "/fhir/Subscription/17",
                "/fhir/SubscriptionTopic",
                "/fhir/bulk/17/Patient",
                "/",
                "/me",
                "/api/v1/feeds",
                "/terminology/CodeSystem/$lookup"
            })
    void all_else_is_for_who_leads(String path) {
        assertThat(Spread.isOfCopies(HttpMethod.GET, path, "")).isFalse();
    }

    @Test
    void a_search_may_be_posted() {
        assertThat(Spread.isOfCopies(HttpMethod.POST, "/fhir/Patient/_search", ""))
                .isTrue();
        assertThat(Spread.isOfCopies(HttpMethod.POST, "/fhir/Subscription/_search", ""))
                .isFalse();
        assertThat(Spread.isOfCopies(HttpMethod.POST, "/fhir/_search", "")).isFalse();
    }

    @Test
    void what_an_app_was_given_is_known_to_who_leads_only() {
        assertThat(Spread.isGoodHere(Optional.of("q3Jx_0bN7vTt5mXh2kR8sW"))).isFalse();
        assertThat(Spread.isGoodHere(Optional.of("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln")))
                .isTrue();
        assertThat(Spread.isGoodHere(Optional.empty())).isTrue();
    }
}
