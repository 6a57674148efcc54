package org.healthsphere.node.web.apps;

import java.util.Arrays;
import java.util.List;

/** What of a record people tell apart, and the types of resources that it is made of. */
public enum Kind {
    PERSON("Patient", "RelatedPerson", "Coverage"),
    ALLERGIES("AllergyIntolerance"),
    MEDICINES(
            "MedicationRequest", "MedicationDispense", "MedicationAdministration", "MedicationStatement", "Medication"),
    CONDITIONS("Condition"),
    RESULTS("Observation", "DiagnosticReport", "Specimen", "ImagingStudy"),
    VACCINATIONS("Immunization"),
    PROCEDURES("Procedure", "ServiceRequest", "Device"),
    VISITS("Encounter", "Appointment"),
    PLANS("CarePlan", "CareTeam", "Goal", "QuestionnaireResponse"),
    DOCUMENTS("DocumentReference", "Composition", "Binary"),
    /** Who wrote it and where, and whatever else there is. */
    OTHERS("Practitioner", "PractitionerRole", "Organization", "Location", "Endpoint", "Provenance");

    private final List<String> types;

    Kind(String... types) {
        this.types = List.of(types);
    }

    List<String> types() {
        return types;
    }

    static Kind of(String type) {
        return Arrays.stream(values())
                .filter(kind -> kind.types.contains(type))
                .findFirst()
                .orElse(OTHERS);
    }
}
