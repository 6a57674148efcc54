package org.healthsphere.node.web.desk;

import java.util.List;
import org.healthsphere.node.web.page.Form;

/** A criterion as it was filled in; what it makes of it is for whoever knows the language of cohorts. */
public record CriterionForm(Form form) {
    /** What a criterion can be about, in the order of the page. */
    public static final List<String> KINDS = List.of(
            "Condition",
            "Observation",
            "Procedure",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationAdministration",
            "MedicationDispense",
            "Immunization",
            "AllergyIntolerance",
            "Encounter",
            "DiagnosticReport",
            "Specimen",
            "Device",
            "Consent",
            "age",
            "sex",
            "deceased",
            "region");

    public String kind() {
        return KINDS.contains(form.raw("kind")) ? form.raw("kind") : KINDS.getFirst();
    }

    public boolean negated() {
        return form.has("not");
    }
}
