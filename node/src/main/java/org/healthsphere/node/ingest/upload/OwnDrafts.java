package org.healthsphere.node.ingest.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * What of a document becomes part of the record of the patient who brought it: all of it lies in his compartment and says that it is
 * from him ({@code PATAST}, HL7 v3 ObservationValue, "patient asserted"). Who he is, the hospital knows better.
 */
record OwnDrafts(String patient) {
    static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    static final String CODE = "PATAST";

    /** What tells of a patient. */
    private static final Set<String> ABOUT_HIM = Set.of(
            "AllergyIntolerance",
            "CarePlan",
            "CareTeam",
            "Composition",
            "Condition",
            "DeviceUseStatement",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "FamilyMemberHistory",
            "Flag",
            "Goal",
            "ImagingStudy",
            "Immunization",
            "ImmunizationRecommendation",
            "MedicationAdministration",
            "MedicationDispense",
            "MedicationRequest",
            "MedicationStatement",
            "NutritionOrder",
            "Observation",
            "Procedure",
            "RelatedPerson",
            "ServiceRequest",
            "Specimen");

    /** What the others refer to. */
    private static final Set<String> BESIDE = Set.of(
            "Binary", "Device", "Location", "Medication", "Organization", "Practitioner", "PractitionerRole", "Substance");

    Outcome<Mapped> of(Mapped mapped) {
        List<Draft> own = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (var draft : mapped.drafts()) {
            var type = draft.id().type();
            if (type.equals("Patient")) {
                continue;
            }
            if (!ABOUT_HIM.contains(type) && !BESIDE.contains(type)) {
                problems.add(new Problem(type, "is nothing that a document of a patient tells"));
            } else if (draft.patient().isEmpty() ? ABOUT_HIM.contains(type) : !isHis(draft)) {
                problems.add(new Problem(type, "does not say that it is about the patient of the document"));
            } else {
                own.add(own(draft));
            }
        }
        if (own.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem("", "the document tells nothing"));
        }
        return problems.isEmpty()
                ? Outcome.of(new Mapped(own, List.of(), mapped.mapping(), mapped.remarks()))
                : Outcome.failed(new Fault.Unprocessable(problems));
    }

    private boolean isHis(Draft draft) {
        return draft.patient().filter(patient::equals).isPresent();
    }

    private Draft own(Draft draft) {
        var json = draft.json().deepCopy();
        mark(json);
        return new Draft(draft.id(), Optional.of(patient), json, Set.of(), Draft.OnExisting.REPLACE);
    }

    private static void mark(ObjectNode json) {
        var tags = json.withObject("/meta").withArray("/tag");
        if (Json.elements(tags).noneMatch(tag -> tag.path("code").asText().equals(CODE))) {
            tags.addObject().put("system", SYSTEM).put("code", CODE).put("display", "patient asserted");
        }
    }
}
