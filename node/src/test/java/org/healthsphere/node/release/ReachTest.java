package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token for some types gets those and no others, on every way through the gate. */
class ReachTest {
    private static final ResourceId ANN = new ResourceId("Patient", "ann");
    private static final ResourceId PULSE = new ResourceId("Observation", "pulse");
    private static final ResourceId GOUT = new ResourceId("Condition", "gout");

    private final House house = new House();

    @BeforeEach
    void fill() {
        house.put("Patient", "ann", "ann", "{'name':[{'family':'Sample'}]}");
        house.put(
                "Observation",
                "pulse",
                "ann",
                "{'subject':{'reference':'Patient/ann'},'code':{'coding':[{'code':'p'}]}}");
        house.put(
                "Condition", "gout", "ann", "{'subject':{'reference':'Patient/ann'},'code':{'coding':[{'code':'g'}]}}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Access with(String... scopes) {
        var own = house.own();
        var reach = new Reach(Arrays.stream(scopes)
                .map(scope -> Scope.parse(scope).orElseThrow())
                .collect(Collectors.toSet()));
        return new Access(own.requester(), own.purpose(), own.correlation(), reach);
    }

    private static Query query(String type, String name, String... anyOf) {
        return new Query(type, List.of(Criterion.of(name, List.of(anyOf))), List.of(), 10, Optional.empty());
    }

    private static Query all(String type) {
        return new Query(type, List.of(), List.of(), 10, Optional.empty());
    }

    private static List<ResourceId> ids(List<StoredResource> resources) {
        return resources.stream().map(StoredResource::id).toList();
    }

    private List<ResourceId> found(Access access, Query query) {
        var released = house.gate.search(access, query).orElseThrow();
        assertThat(released.total()).isEqualTo(released.matches().size());
        return ids(released.matches());
    }

    private static <T> Outcome<T> beyondSearch(String types) {
        return Outcome.failed(new Fault.Forbidden("the token's scopes do not cover a search of " + types));
    }

    private static <T> Outcome<T> beyond(String type) {
        return Outcome.failed(new Fault.Forbidden("the token's scopes do not cover this interaction with " + type));
    }

    @Test
    void a_type_is_searched_only_with_its_scope() {
        assertThat(found(with("system/Observation.s"), all("Observation"))).containsExactly(PULSE);
        assertThat(house.gate.search(with("system/Observation.s"), all("Patient")))
                .isEqualTo(beyondSearch("Patient"));
        assertThat(house.gate.search(with("system/Patient.r"), all("Patient"))).isEqualTo(beyondSearch("Patient"));
    }

    @Test
    void a_search_of_all_types_finds_those_within_reach_and_counts_no_others() {
        assertThat(found(with("system/Observation.s", "system/Patient.r"), all(Query.ANY_TYPE)))
                .containsExactly(PULSE);
        assertThat(found(with("system/*.s"), all(Query.ANY_TYPE))).containsExactlyInAnyOrder(ANN, PULSE, GOUT);
        assertThat(found(with("system/Condition.s"), query(Query.ANY_TYPE, "_compartment", "Patient/ann")))
                .containsExactly(GOUT);
        assertThat(found(with("system/Condition.s"), query(Query.ANY_TYPE, "_type", "Patient", "Condition")))
                .containsExactly(GOUT);
        assertThat(house.gate.search(with("system/Patient.cr"), all(Query.ANY_TYPE)))
                .isEqualTo(beyondSearch("any type"));
    }

    @ParameterizedTest
    @CsvSource({
        "Observation, subject:Patient.family, Sample, Patient",
        "Observation, patient.family, Sample, Patient",
        "Observation, subject:Patient._has:Condition:patient:code, g, Patient",
        "Observation, subject.family, Sample, Patient",
        "Patient, _has:Condition:patient:code, g, Condition",
        "Patient, _has:Observation:patient:_has:Condition:patient:code, g, Observation"
    })
    void a_chain_over_a_type_beyond_reach_is_refused_by_its_name(String type, String name, String value, String named) {
        var narrow = with("system/" + type + ".rs");
        assertThat(house.gate.search(narrow, query(type, name, value))).isEqualTo(beyondSearch(named));
        assertThat(house.gate.matching(narrow, query(type, name, value))).isEqualTo(beyondSearch(named));
        assertThat(house.gate.search(with("system/*.s"), query(type, name, value)))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void the_last_link_of_a_chain_needs_its_scope_as_the_first_one_does() {
        var chain = query("Observation", "subject:Patient._has:Condition:patient:code", "g");
        assertThat(house.gate.search(with("system/Observation.s", "system/Patient.s"), chain))
                .isEqualTo(beyondSearch("Condition"));
        assertThat(found(with("system/Observation.s", "system/Patient.s", "system/Condition.s"), chain))
                .containsExactly(PULSE);
    }

    @Test
    void a_chain_that_names_no_type_goes_over_those_within_reach() {
        // The subject may also be a device or a location, and those have an identifier too.
        assertThat(found(with("system/Observation.s", "system/Patient.s"), query("Observation", "subject._id", "ann")))
                .containsExactly(PULSE);
    }

    @Test
    void nobody_learns_by_a_condition_what_he_may_not_search() {
        assertThat(house.gate.matching(with("system/Patient.cru"), query("Patient", "family", "Sample")))
                .isEqualTo(beyondSearch("Patient"));
        assertThat(house.gate.matching(with("system/Patient.cs"), query("Patient", "family", "Sample")))
                .isEqualTo(Outcome.of(List.of(ANN)));
    }

    private List<ResourceId> included(Access access, boolean reverse, ResourceId from, String... includes) {
        var wanted = Arrays.stream(includes)
                .map(text -> Include.of(reverse, text, true).orElseThrow())
                .toList();
        return ids(house.gate
                .including(access, List.of(house.store.get(from).orElseThrow()), wanted)
                .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Observation:subject", "Observation:patient", "Observation:*", "*"})
    void an_include_brings_nothing_that_the_token_could_not_have(String include) {
        assertThat(included(with("system/Observation.s"), false, PULSE, include))
                .isEmpty();
        assertThat(included(with("system/Observation.s", "system/Patient.cud"), false, PULSE, include))
                .isEmpty();
        assertThat(included(with("system/Observation.s", "system/Patient.r"), false, PULSE, include))
                .containsExactly(ANN);
        assertThat(included(with("system/Observation.s", "system/Patient.s"), false, PULSE, include))
                .containsExactly(ANN);
    }

    @Test
    void a_reverse_include_is_a_search_of_what_points_here() {
        assertThat(included(with("system/Patient.s"), true, ANN, "Observation:subject"))
                .isEmpty();
        assertThat(included(with("system/Patient.s", "system/Observation.r"), true, ANN, "Observation:subject"))
                .isEmpty();
        assertThat(included(
                        with("system/Patient.s", "system/Observation.s"),
                        true,
                        ANN,
                        "Observation:subject",
                        "Condition:subject"))
                .containsExactly(PULSE);
    }

    @Test
    void nothing_is_reached_through_what_is_beyond() {
        house.put("Observation", "of", "ann", "{'hasMember':[{'reference':'Observation/pulse'}]}");
        var from = new ResourceId("Observation", "of");
        assertThat(included(with("system/Observation.s"), false, from, "Observation:has-member", "Observation:subject"))
                .containsExactly(PULSE);
    }

    @Test
    void a_version_is_read_as_its_resource_is() {
        for (var scopes : List.of("system/Patient.s", "system/Observation.rs")) {
            assertThat(house.gate.read(with(scopes), ANN)).isEqualTo(beyond("Patient"));
            assertThat(house.gate.version(with(scopes), ANN, 1)).isEqualTo(beyond("Patient"));
            assertThat(house.gate.history(with(scopes), House.past(ANN))).isEqualTo(beyond("Patient"));
        }
        assertThat(house.gate.read(with("system/Patient.r"), ANN)).isInstanceOf(Outcome.Success.class);
        assertThat(house.gate.version(with("system/Patient.r"), ANN, 1)).isInstanceOf(Outcome.Success.class);
        assertThat(house.gate.history(with("system/Patient.r"), House.past(ANN)))
                .isInstanceOf(Outcome.Success.class);
    }

    private Outcome<List<ResourceId>> history(Optional<String> type, Access access) {
        return house.gate
                .history(access, new Past(type, Optional.empty(), Instant.EPOCH, 10, Optional.empty()))
                .map(page -> ids(page.versions()));
    }

    @Test
    void the_history_of_all_types_has_those_within_reach() {
        assertThat(history(Optional.empty(), with("system/Condition.s", "system/Patient.r")))
                .isEqualTo(Outcome.of(List.of(GOUT)));
        assertThat(history(Optional.empty(), with("system/Condition.r"))).isEqualTo(beyondSearch("any type"));
        assertThat(history(Optional.of("Patient"), with("system/Condition.s"))).isEqualTo(beyond("Patient"));
        assertThat(history(Optional.of("Condition"), with("system/Condition.s")))
                .isEqualTo(Outcome.of(List.of(GOUT)));
    }

    @Test
    void scopes_add_up() {
        var reach = with("system/Patient.r", "system/Patient.s", "system/Observation.cu", "system/*.d")
                .reach();
        assertThat(reach.bounds(Interaction.READ).types()).contains(Set.of("Patient"));
        assertThat(reach.bounds(Interaction.CREATE, Interaction.SEARCH).types())
                .contains(Set.of("Patient", "Observation"));
        assertThat(reach.bounds(Interaction.DELETE)).isEqualTo(Bounds.NONE);
        assertThat(reach.check("Observation", Interaction.CREATE, Interaction.UPDATE))
                .isEqualTo(Outcome.of("Observation"));
        assertThat(reach.check("Observation", Interaction.CREATE, Interaction.READ))
                .isEqualTo(beyond("Observation"));
        assertThat(Reach.EVERYTHING.bounds(Interaction.values())).isEqualTo(Bounds.NONE);
    }
}
