package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.Supposition;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate answers when nothing was heard of the ledger for too long. */
class StaleViewTest {
    private static final ResourceId NOTE = new ResourceId("Condition", "note");
    private static final ResourceId ABSENT = new ResourceId("Condition", "absent");
    private static final ResourceId WARD = new ResourceId("Organization", "ward");
    private static final Outcome<?> UNTOLD = Outcome.failed(new Fault.Unavailable("a fresh view of consent"));

    private final House house = new House();

    @BeforeEach
    void fill() {
        house.put("Condition", "note", "ann", "{'recorder':{'reference':'Practitioner/eve'}}");
        house.put("Practitioner", "eve", Optional.empty(), "{}");
        house.put("Organization", "ward", Optional.empty(), "{'partOf':{'reference':'Organization/clinic'}}");
        house.put("Organization", "clinic", Optional.empty(), "{}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void lose() {
        house.clock.advance(House.BOUND.plusSeconds(1));
    }

    @Test
    void a_record_that_may_not_be_looked_into_is_not_called_empty() {
        lose();
        for (var query : List.of(query("Condition"), query("Patient"), query(Query.ANY_TYPE), count("Condition"))) {
            assertThat(house.gate.search(house.own(), query)).isEqualTo(UNTOLD);
            assertThat(house.gate.export(house.own(), query)).isEqualTo(UNTOLD);
            assertThat(house.gate.matching(house.own(), query)).isEqualTo(UNTOLD);
        }
        assertThat(house.gate.history(house.own(), past("Condition"))).isEqualTo(UNTOLD);
        assertThat(house.gate.exportable(house.own(), List.of(query("Condition"))))
                .isEqualTo(UNTOLD);
        var stranger = house.stranger();
        var request = new ConsentRequest(stranger.requester(), stranger.purpose(), house.clock.instant());
        assertThat(house.gate.difference(house.own(), "ann", request, Supposition.nothing()))
                .isEqualTo(UNTOLD);
    }

    @Test
    void a_page_after_one_that_was_whole_is_not_cut_short() {
        house.put("Condition", "second", "ann", "{}");
        var first = house.gate.search(house.own(), new Query("Condition", List.of(), List.of(), 1, Optional.empty()));
        lose();
        var after = first.orElseThrow().next();
        assertThat(house.gate.search(house.own(), new Query("Condition", List.of(), List.of(), 1, after)))
                .isEqualTo(UNTOLD);
    }

    @Test
    void what_is_there_and_what_is_not_are_answered_alike() {
        lose();
        for (var id : List.of(NOTE, ABSENT)) {
            assertThat(house.gate.read(house.own(), id)).isEqualTo(UNTOLD);
            assertThat(house.gate.version(house.own(), id, 1)).isEqualTo(UNTOLD);
            assertThat(house.history(house.own(), id)).isEqualTo(UNTOLD);
        }
    }

    @Test
    void who_gives_care_and_where_is_known_all_the_same() {
        lose();
        assertThat(house.gate.read(house.own(), WARD)).isInstanceOf(Outcome.Success.class);
        assertThat(house.gate.history(house.own(), past("Organization"))).isInstanceOf(Outcome.Success.class);
        var found = house.gate
                .search(house.own(), query("Organization"))
                .orElseThrow()
                .matches();
        assertThat(found).hasSize(2);
        var ward = found.stream().filter(one -> one.id().equals(WARD)).toList();
        assertThat(house.gate
                        .including(house.own(), ward, List.of(include("Organization:partof", false)))
                        .orElseThrow())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_has:Condition:asserter:code", "_has:Condition:asserter:_has:Observation:focus:code"})
    void by_what_is_in_records_nobody_is_found(String chain) {
        lose();
        var query = new Query(
                "Practitioner", List.of(new Criterion(chain, "", List.of("1"))), List.of(), 10, Optional.empty());
        assertThat(house.gate.search(house.own(), query)).isEqualTo(UNTOLD);
    }

    @Test
    void nothing_comes_with_what_was_found_that_would_be_incomplete() {
        var conditions =
                house.gate.search(house.own(), query("Condition")).orElseThrow().matches();
        var people = house.gate
                .search(house.own(), query("Practitioner"))
                .orElseThrow()
                .matches();
        lose();
        assertThat(house.gate.including(house.own(), conditions, List.of(include("Condition:subject", false))))
                .isEqualTo(UNTOLD);
        assertThat(house.gate.including(house.own(), people, List.of(include("Condition:asserter", true))))
                .isEqualTo(UNTOLD);
    }

    @Test
    void who_breaks_the_glass_sees() {
        lose();
        var emergency = house.access(House.NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.ETREAT);
        assertThat(house.gate.read(emergency, NOTE)).isInstanceOf(Outcome.Success.class);
        assertThat(house.gate.read(emergency, ABSENT)).isEqualTo(Outcome.failed(new Fault.NotFound(ABSENT.toString())));
        assertThat(house.gate
                        .search(emergency, query("Condition"))
                        .orElseThrow()
                        .matches())
                .hasSize(1);
    }

    @Test
    void it_is_written_down_that_nothing_was_told() {
        lose();
        assertThat(house.gate.search(house.own(), query("Condition"))).isEqualTo(UNTOLD);
        assertThat(house.gate.read(house.own(), NOTE)).isEqualTo(UNTOLD);
        assertThat(house.audit.newest(10))
                .extracting(entry -> entry.event().result())
                .containsExactly(Result.DENIED, Result.DENIED);
    }

    @Test
    void the_view_says_so_too() {
        assertThat(house.view.isFresh()).isTrue();
        lose();
        assertThat(house.view.isFresh()).isFalse();
        assertThat(house.view.isReady()).isTrue();
    }

    @Test
    void once_the_ledger_is_heard_of_again_all_is_there() {
        lose();
        house.follow();
        assertThat(house.gate.read(house.own(), NOTE)).isInstanceOf(Outcome.Success.class);
        assertThat(house.gate.read(house.own(), ABSENT))
                .isEqualTo(Outcome.failed(new Fault.NotFound(ABSENT.toString())));
    }

    private static Past past(String type) {
        return new Past(Optional.of(type), Optional.empty(), Instant.EPOCH, 10, Optional.empty());
    }

    private static Include include(String reference, boolean reverse) {
        return Include.of(reverse, reference, false).orElseThrow();
    }

    private static Query query(String type) {
        return new Query(type, List.of(), List.of(), 10, Optional.empty());
    }

    private static Query count(String type) {
        return new Query(type, List.of(), List.of(), 0, Optional.empty());
    }
}
