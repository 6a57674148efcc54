package org.healthsphere.federation.research.cohort;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of records that a cohort can ask for, each a resource type of FHIR R4. */
public enum FactType {
    CONDITION("Condition"),
    OBSERVATION("Observation"),
    PROCEDURE("Procedure"),
    IMMUNIZATION("Immunization"),
    ALLERGY_INTOLERANCE("AllergyIntolerance"),
    MEDICATION_REQUEST("MedicationRequest"),
    MEDICATION_STATEMENT("MedicationStatement"),
    MEDICATION_ADMINISTRATION("MedicationAdministration"),
    MEDICATION_DISPENSE("MedicationDispense"),
    ENCOUNTER("Encounter"),
    DIAGNOSTIC_REPORT("DiagnosticReport"),
    SPECIMEN("Specimen"),
    DEVICE("Device"),
    CONSENT("Consent");

    private static final Map<String, FactType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FactType::resourceType, Function.identity()));

    private final String resourceType;

    FactType(String resourceType) {
        this.resourceType = resourceType;
    }

    public String resourceType() {
        return resourceType;
    }

    /** Every type by its name in FHIR. */
    public static Map<String, FactType> byName() {
        return BY_NAME;
    }
}
