package org.healthsphere.node.portal;

import java.util.Optional;
import org.healthsphere.node.web.view.Category;

/** Under which heading people look for a kind of resource. */
final class Categories {
    private Categories() {}

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
