package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scope that US Core 8.0.0 requires, of a patient, a user and a system, opens what it names and nothing beside it. */
class UsCoreScopesTest {
    private static final List<String> CONTEXTS = List.of("patient", "user", "system");
    private static final List<String> TYPES = List.of(
            "AllergyIntolerance",
            "CarePlan",
            "CareTeam",
            "Condition",
            "Coverage",
            "Device",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "Goal",
            "Immunization",
            "MedicationDispense",
            "MedicationRequest",
            "Observation",
            "Organization",
            "Patient",
            "Practitioner",
            "PractitionerRole",
            "Procedure",
            "Provenance",
            "QuestionnaireResponse",
            "RelatedPerson",
            "ServiceRequest",
            "Specimen");
    private static final List<String> CATEGORIES = List.of(
            "Condition http://hl7.org/fhir/us/core/CodeSystem/condition-category|health-concern",
            "Condition http://terminology.hl7.org/CodeSystem/condition-category|encounter-diagnosis",
            "Condition http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item",
            "Observation http://hl7.org/fhir/us/core/CodeSystem/us-core-category|sdoh",
            "Observation http://terminology.hl7.org/CodeSystem/observation-category|social-history",
            "Observation http://terminology.hl7.org/CodeSystem/observation-category|laboratory",
            "Observation http://terminology.hl7.org/CodeSystem/observation-category|survey",
            "Observation http://terminology.hl7.org/CodeSystem/observation-category|vital-signs");

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private Access with(String scope) {
        var own = house.own();
        var reach = new Reach(Set.of(Scope.parse(scope).orElseThrow()), Optional.of("ann"));
        return new Access(own.requester(), own.purpose(), own.correlation(), reach);
    }

    private List<String> found(Access access, String type) {
        var query = new Query(type, List.of(), List.of(), 50, Optional.empty());
        return house.gate.search(access, query).orElseThrow().matches().stream()
                .map(StoredResource::id)
                .map(ResourceId::id)
                .sorted()
                .toList();
    }

    private boolean reads(Access access, String type, String id) {
        return house.gate.read(access, new ResourceId(type, id)) instanceof Outcome.Success;
    }

    static Stream<Arguments> types() {
        return CONTEXTS.stream().flatMap(context -> TYPES.stream().map(type -> Arguments.of(context, type)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_scope_of_a_type_opens_that_type(String context, String type) {
        house.put(type, type.equals("Patient") ? "ann" : "one", "ann", "{}");
        house.put("Basic", "one", "ann", "{}");
        var access = with(context + "/" + type + ".rs");
        assertThat(found(access, type)).hasSize(1);
        assertThat(reads(access, type, type.equals("Patient") ? "ann" : "one")).isTrue();
        assertThat(reads(access, "Basic", "one")).isFalse();
    }

    static Stream<Arguments> categories() {
        return CONTEXTS.stream()
                .flatMap(context -> CATEGORIES.stream()
                        .map(category -> category.split(" ", 2))
                        .map(parts -> Arguments.of(context, parts[0], parts[1])));
    }

    @ParameterizedTest
    @MethodSource("categories")
    void a_scope_of_a_category_opens_that_category(String context, String type, String category) {
        CATEGORIES.stream()
                .map(each -> each.split(" ", 2))
                .filter(parts -> parts[0].equals(type))
                .forEach(parts -> put(type, parts[1]));
        house.put(type, "none", "ann", "{}");
        var access = with(context + "/" + type + ".rs?category=" + category);
        var id = id(category);
        assertThat(found(access, type)).containsExactly(id);
        assertThat(reads(access, type, id)).isTrue();
        assertThat(reads(access, type, "none")).isFalse();
        assertThat(CATEGORIES.stream()
                        .filter(each -> each.startsWith(type) && !each.endsWith(category))
                        .filter(each -> reads(access, type, id(each))))
                .isEmpty();
    }

    private void put(String type, String category) {
        var parts = category.split("\\|", 2);
        house.put(
                type,
                id(category),
                "ann",
                "{'category':[{'coding':[{'system':'" + parts[0] + "','code':'" + parts[1] + "'}]}]}");
    }

    private static String id(String category) {
        return category.substring(category.indexOf('|') + 1);
    }
}
