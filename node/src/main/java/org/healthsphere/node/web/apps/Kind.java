package org.healthsphere.node.web.apps;

import java.util.Arrays;
import java.util.List;

/** What of a record people tell apart, and the types of resources that it is made of. */
public enum Kind {
    PERSON,
    ALLERGIES,
    MEDICINES,
    CONDITIONS,
    RESULTS,
    VACCINATIONS,
    PROCEDURES,
    VISITS,
    PLANS,
    DOCUMENTS,
    /** Who wrote it and where, and whatever else there is. */
    OTHERS;

    List<String> types() {
        return switch (this) {
            case PERSON -> List.of("Patient", "RelatedPerson", "Coverage");
            case ALLERGIES -> List.of("AllergyIntolerance");
            case MEDICINES ->
                List.of(
                        "MedicationRequest",
                        "MedicationDispense",
                        "MedicationAdministration",
                        "MedicationStatement",
                        "Medication");
            case CONDITIONS -> List.of("Condition");
            case RESULTS -> List.of("Observation", "DiagnosticReport", "Specimen", "ImagingStudy");
            case VACCINATIONS -> List.of("Immunization");
            case PROCEDURES -> List.of("Procedure", "ServiceRequest", "Device");
            case VISITS -> List.of("Encounter", "Appointment");
            case PLANS -> List.of("CarePlan", "CareTeam", "Goal", "QuestionnaireResponse");
            case DOCUMENTS -> List.of("DocumentReference", "Composition", "Binary");
            case OTHERS ->
                List.of("Practitioner", "PractitionerRole", "Organization", "Location", "Endpoint", "Provenance");
        };
    }

    static Kind of(String type) {
        return Arrays.stream(values())
                .filter(kind -> kind.types().contains(type))
                .findFirst()
                .orElse(OTHERS);
    }
}
