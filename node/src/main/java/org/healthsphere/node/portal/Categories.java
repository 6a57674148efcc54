package org.healthsphere.node.portal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.Category;

/** Under which heading people look for a kind of resource. */
final class Categories {
    private static final List<String> TYPES = List.of(
            "Patient",
            "AllergyIntolerance",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationAdministration",
            "MedicationDispense",
            "Condition",
            "Observation",
            "DiagnosticReport",
            "Immunization",
            "Procedure",
            "Encounter",
            "DocumentReference",
            "Composition");

    private Categories() {}

    /** Every type of resource that people find under this heading. */
    static List<String> types(Category category) {
        return TYPES.stream()
                .filter(type -> of(type).equals(Optional.of(category)))
                .toList();
    }

    /** The heading under which all of these stand together, and nothing else does. */
    static Optional<Category> ofAll(List<String> types) {
        return Arrays.stream(Category.values())
                .filter(category -> types(category).equals(types))
                .findFirst();
    }

    static Optional<Category> of(String type) {
        return switch (type) {
            case "Patient" -> Optional.of(Category.PERSON);
            case "AllergyIntolerance" -> Optional.of(Category.ALLERGIES);
            case "MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense" ->
                Optional.of(Category.MEDICINES);
            case "Condition" -> Optional.of(Category.CONDITIONS);
            case "Observation", "DiagnosticReport" -> Optional.of(Category.RESULTS);
            case "Immunization" -> Optional.of(Category.VACCINATIONS);
            case "Procedure" -> Optional.of(Category.PROCEDURES);
            case "Encounter" -> Optional.of(Category.VISITS);
            case "DocumentReference", "Composition" -> Optional.of(Category.DOCUMENTS);
            default -> Optional.empty();
        };
    }
}
