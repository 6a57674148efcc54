package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** That there is no information, said as the summary wants it: that is not the same as that there is nothing. */
enum Absence {
    PROBLEMS("Condition", "no-problem-info", "There is no information about problems."),
    ALLERGIES("AllergyIntolerance", "no-allergy-info", "There is no information about allergies."),
    MEDICATIONS("MedicationStatement", "no-medication-info", "There is no information about medications.");

    private static final String SYSTEM = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/";

    private final String type;
    private final String code;
    private final String sentence;

    Absence(String type, String code, String sentence) {
        this.type = type;
        this.code = code;
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    ObjectNode resource(String patient) {
        var resource = JsonNodeFactory.instance.objectNode().put("resourceType", type);
        switch (this) {
            case PROBLEMS -> {
                concept(resource, "clinicalStatus", CLINICAL + "condition-clinical", "active");
                concept(resource, "code", SYSTEM, code);
                resource.putObject("subject").put("reference", patient);
            }
            case ALLERGIES -> {
                concept(resource, "clinicalStatus", CLINICAL + "allergyintolerance-clinical", "active");
                concept(resource, "code", SYSTEM, code);
                resource.putObject("patient").put("reference", patient);
            }
            case MEDICATIONS -> {
                resource.put("status", "unknown");
                concept(resource, "medicationCodeableConcept", SYSTEM, code);
                resource.putObject("subject").put("reference", patient);
                resource.set("_effectiveDateTime", Sufficient.unknown());
            }
        }
        return resource;
    }

    private static void concept(ObjectNode resource, String element, String system, String code) {
        resource.putObject(element)
                .putArray("coding")
                .addObject()
                .put("system", system)
                .put("code", code);
    }
}
