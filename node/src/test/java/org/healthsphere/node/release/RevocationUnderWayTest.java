package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.bulk.Exports;
import org.healthsphere.node.fhir.bulk.Exports.Place;
import org.healthsphere.node.fhir.bulk.Extent;
import org.healthsphere.node.fhir.bulk.Order;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is withdrawn while an answer is under way is not in the next page, piece or notification. */
class RevocationUnderWayTest {
    private static final String BASE = "https://node.example/fhir";
    private static final int MANY = 450;

    private final House house = new House();
    private final Interactions interactions = new Interactions(
            new Intake(SearchParameters.r4()), house.store, house.index, house.gate, house.audit, () -> "fresh");
    private SignedConsent yes;

    @BeforeEach
    void a_patient_says_yes() {
        house.put("Patient", "ann", "ann", "{'active':true}");
        for (var i = 0; i < MANY; i++) {
            house.put(
                    "Observation",
                    "o-%03d".formatted(i),
                    "ann",
                    "{'status':'final','subject':{'reference':'Patient/ann'}}");
        }
        yes = house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private JsonNode page(Access access, String query) {
        return House.tree(interactions
                .search(Asking.of(access, BASE), "Observation", Parameters.parse(query))
                .orElseThrow()
                .utf8());
    }

    private static String next(JsonNode bundle) {
        return bundle.path("link")
                .valueStream()
                .filter(link -> link.path("relation").asText().equals("next"))
                .map(link -> link.path("url").asText())
                .map(url -> url.substring(url.indexOf('?') + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_next_page_of_a_search_is_empty() {
        var stranger = house.stranger();
        var first = page(stranger, "_count=10");
        assertThat(first.path("entry")).hasSize(10);
        house.ends("ann", yes);
        var second = page(stranger, next(first));
        assertThat(second.has("entry")).isFalse();
        assertThat(second.path("total").asInt()).isZero();
    }

    @Test
    void the_next_page_of_a_record_and_of_a_history_are_those_of_nobody() {
        var stranger = house.stranger();
        var first = House.tree(interactions
                .records()
                .everything(Asking.of(stranger, BASE), "ann", Parameters.parse("_count=10"))
                .orElseThrow()
                .utf8());
        assertThat(first.path("entry")).hasSize(10);
        var past = House.tree(interactions
                .history(Asking.of(stranger, BASE), Optional.of("Observation"), Optional.empty(), Parameters.parse("_count=10"))
                .orElseThrow()
                .utf8());
        house.ends("ann", yes);
        assertThat(interactions
                        .records()
                        .everything(Asking.of(stranger, BASE), "ann", Parameters.parse(next(first)))
                        .toString())
                .isEqualTo(interactions
                        .records()
                        .everything(Asking.of(stranger, BASE), "nobody", Parameters.parse("_count=10"))
                        .toString()
                        .replace("nobody", "ann"));
        assertThat(House.tree(interactions
                                .history(
                                        Asking.of(stranger, BASE),
                                        Optional.of("Observation"),
                                        Optional.empty(),
                                        Parameters.parse(next(past)))
                                .orElseThrow()
                                .utf8())
                        .has("entry"))
                .isFalse();
    }

    @Test
    void the_next_piece_of_a_file_has_nothing_of_him() {
        var ids = new AtomicInteger();
        var exports = new Exports(
                interactions, house.gate, house.store, SearchParameters.r4(), house.clock, () -> "job-" + ids.incrementAndGet());
        var stranger = house.stranger();
        var job = exports.begin(stranger, new Order(BASE, new Extent.Everything(), "_type=Observation", "", false))
                .orElseThrow()
                .id();
        var first = exports.piece(stranger, job, "Observation", Place.BEGIN).orElseThrow();
        assertThat(first.ndjson().utf8().lines()).hasSize(200);
        house.ends("ann", yes);
        var second = exports.piece(stranger, job, "Observation", first.next().orElseThrow()).orElseThrow();
        assertThat(second.ndjson()).isEqualTo(Bytes.NONE);
    }

    @Test
    void the_next_notification_tells_nothing_of_him() {
        var stranger = house.stranger();
        var versions = house.store.history(new org.healthsphere.node.store.ResourceId("Observation", "o-001"));
        assertThat(house.gate.notifying(stranger, versions)).isEqualTo(Outcome.of(versions));
        house.ends("ann", yes);
        assertThat(house.gate.notifying(stranger, versions)).isEqualTo(Outcome.of(List.of()));
    }
}
