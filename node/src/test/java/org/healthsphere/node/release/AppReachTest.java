package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An app gets what is of the patient in context and meets its constraints, on every way through the gate, and nothing else. */
class AppReachTest {
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final ResourceId PULSE = new ResourceId("Observation", "pulse");
    private static final ResourceId SUGAR = new ResourceId("Observation", "sugar");
    private static final ResourceId OTHER_SUGAR = new ResourceId("Observation", "other-sugar");
    private static final ResourceId ANN = new ResourceId("Patient", "ann");
    private static final ResourceId BEN = new ResourceId("Patient", "ben");
    private static final ResourceId DOCTOR = new ResourceId("Practitioner", "doctor");

    private final House house = new House();

    @BeforeEach
    void fill() {
        house.put("Patient", "ann", "ann", "{'name':[{'family':'Sample'}]}");
        house.put("Patient", "ben", "ben", "{'name':[{'family':'Sample'}]}");
        house.put("Practitioner", "doctor", Optional.empty(), "{'name':[{'family':'Healer'}]}");
        observation("pulse", "ann", "vital-signs");
        observation("sugar", "ann", "laboratory");
        observation("other-sugar", "ben", "laboratory");
    }

    private void observation(String id, String patient, String category) {
        house.put(
                "Observation",
                id,
                patient,
                "{'status':'final','category':[{'coding':[{'system':'" + CATEGORY + "','code':'" + category
                        + "'}]}],'code':{'coding':[{'code':'c'}]},'subject':{'reference':'Patient/" + patient
                        + "'},'performer':[{'reference':'Practitioner/doctor'}]}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Access with(Optional<String> patient, String... scopes) {
        var own = house.own();
        var all = Arrays.stream(scopes)
                .map(scope -> Scope.parse(scope).orElseThrow())
                .collect(Collectors.toSet());
        return new Access(own.requester(), own.purpose(), own.correlation(), new Reach(all, patient));
    }

    private Access ofAnn(String... scopes) {
        return with(Optional.of("ann"), scopes);
    }

    private static Query query(String type, String name, String value) {
        return new Query(type, List.of(Criterion.of(name, List.of(value))), List.of(), 10, Optional.empty());
    }

    private static Query all(String type) {
        return new Query(type, List.of(), List.of(), 10, Optional.empty());
    }

    private Set<ResourceId> found(Access access, Query query) {
        var released = house.gate.search(access, query).orElseThrow();
        assertThat(released.total())
                .as("counts what it shows")
                .isEqualTo(released.matches().size());
        return released.matches().stream().map(StoredResource::id).collect(Collectors.toSet());
    }

    private boolean reads(Access access, ResourceId id) {
        return house.gate.read(access, id) instanceof Outcome.Success;
    }

    @Test
    void a_search_without_a_patient_finds_the_one_in_context() {
        assertThat(found(ofAnn("patient/Observation.rs"), all("Observation"))).containsExactlyInAnyOrder(PULSE, SUGAR);
        assertThat(found(ofAnn("patient/*.rs"), all("Patient"))).containsExactly(ANN);
        assertThat(found(ofAnn("patient/*.rs"), query("Observation", "patient", "ben")))
                .isEmpty();
        assertThat(found(ofAnn("patient/*.rs"), all(Query.ANY_TYPE)))
                .containsExactlyInAnyOrder(ANN, PULSE, SUGAR, DOCTOR);
    }

    @Test
    void nobody_else_is_read_and_it_looks_as_if_there_were_nobody() {
        var access = ofAnn("patient/*.rs");
        assertThat(reads(access, ANN)).isTrue();
        assertThat(reads(access, DOCTOR)).isTrue();
        assertThat(house.gate.read(access, BEN)).isEqualTo(Outcome.failed(new Fault.NotFound("Patient/ben")));
        assertThat(reads(access, OTHER_SUGAR)).isFalse();
    }

    @Test
    void without_a_patient_in_context_there_is_nothing() {
        var access = with(Optional.empty(), "patient/*.rs");
        assertThat(house.gate.read(access, ANN)).isInstanceOf(Outcome.Failure.class);
        assertThat(house.gate.search(access, all("Observation"))).isInstanceOf(Outcome.Failure.class);
        assertThat(house.gate.search(access, all(Query.ANY_TYPE))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_constraint_holds_in_searches_reads_and_versions() {
        var access = ofAnn("patient/Observation.rs?category=" + CATEGORY + "|laboratory");
        assertThat(found(access, all("Observation"))).containsExactly(SUGAR);
        assertThat(found(access, query("Observation", "category", "vital-signs")))
                .isEmpty();
        assertThat(reads(access, SUGAR)).isTrue();
        assertThat(reads(access, PULSE)).isFalse();
        assertThat(house.gate.version(access, PULSE, 1)).isInstanceOf(Outcome.Failure.class);
        assertThat(house.gate.history(access, House.past(SUGAR))).isInstanceOf(Outcome.Success.class);
        assertThat(house.gate.history(access, House.past(PULSE))).isInstanceOf(Outcome.Failure.class);
        var history = new Past(Optional.of("Observation"), Optional.empty(), Instant.EPOCH, 10, Optional.empty());
        assertThat(house.gate.history(access, history).orElseThrow().versions().stream()
                        .map(StoredResource::id))
                .containsExactly(SUGAR);
    }

    @Test
    void a_constraint_holds_in_chains_and_includes() {
        var access =
                ofAnn("patient/Patient.rs", "patient/Observation.rs?category=laboratory", "patient/Practitioner.r");
        assertThat(found(access, query("Patient", "_has:Observation:patient:category", "laboratory")))
                .containsExactly(ANN);
        assertThat(found(access, query("Patient", "_has:Observation:patient:category", "vital-signs")))
                .isEmpty();
        var patient = house.gate.search(access, all("Patient")).orElseThrow().matches();
        var reverse = new Include(true, "Observation", "patient", Optional.empty(), false);
        assertThat(house.gate.including(access, patient, List.of(reverse)).orElseThrow().stream()
                        .map(StoredResource::id))
                .containsExactly(SUGAR);
    }

    @Test
    void scopes_add_up_whatever_they_are_bound_to() {
        var access = ofAnn("patient/Observation.rs", "user/Observation.rs?category=laboratory", "user/Patient.r");
        assertThat(found(access, all("Observation"))).containsExactlyInAnyOrder(PULSE, SUGAR, OTHER_SUGAR);
        assertThat(reads(access, BEN)).isTrue();
    }

    @Test
    void consent_holds_beside_it() {
        house.says(
                "ann",
                House.consent("{'type':'permit','provision':[{'type':'deny','class':[{'system':"
                        + "'http://hl7.org/fhir/resource-types','code':'Observation'}]}]}"),
                PurposeOfUse.TREAT);
        var stranger = house.stranger();
        var access = new Access(
                stranger.requester(),
                stranger.purpose(),
                stranger.correlation(),
                ofAnn("patient/*.rs").reach());
        assertThat(found(access, all("Observation"))).isEmpty();
        assertThat(reads(access, PULSE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatever_the_scopes_a_search_finds_what_can_be_read_and_a_naive_look_agrees(long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var categories = List.of("laboratory", "vital-signs", "survey", "social-history");
        var ids = new TreeSet<String>();
        IntStream.range(0, 60).forEach(i -> {
            observation("o" + i, pick(random, List.of("ann", "ben", "cyd")), pick(random, categories));
            ids.add("o" + i);
        });
        for (var round = 0; round < 20; round++) {
            var scopes = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(_ -> scope(random, categories))
                    .toArray(String[]::new);
            var access = ofAnn(scopes);
            var naive = ids.stream()
                    .map(id -> new ResourceId("Observation", id))
                    .filter(id ->
                            house.store.get(id).filter(r -> lets(r, scopes)).isPresent())
                    .collect(Collectors.toSet());
            var query = new Query(
                    "Observation", List.of(Criterion.of("_id", List.copyOf(ids))), List.of(), 100, Optional.empty());
            assertThat(found(access, query)).as(String.join(" ", scopes)).isEqualTo(naive);
            assertThat(ids.stream()
                            .map(id -> new ResourceId("Observation", id))
                            .filter(id -> reads(access, id))
                            .collect(Collectors.toSet()))
                    .as(String.join(" ", scopes))
                    .isEqualTo(naive);
        }
    }

    private static String scope(RandomGenerator random, List<String> categories) {
        var context = pick(random, List.of("patient", "user"));
        return random.nextInt(4) == 0
                ? context + "/Observation.rs"
                : context + "/Observation.rs?category="
                        + (random.nextBoolean() ? CATEGORY + "|" : "")
                        + pick(random, categories);
    }

    /** Obvious code, by the text of the scope and of the resource. */
    private static boolean lets(StoredResource resource, String... scopes) {
        return Arrays.stream(scopes).anyMatch(scope -> {
            var ofPatient = scope.startsWith("user/") || resource.patient().equals(Optional.of("ann"));
            var code = scope.contains("?")
                    ? scope.substring(scope.indexOf('=') + 1).replaceFirst(".*\\|", "")
                    : "";
            return ofPatient && (code.isEmpty() || resource.json().utf8().contains("\"code\":\"" + code + "\""));
        });
    }

    private static <T> T pick(RandomGenerator random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
