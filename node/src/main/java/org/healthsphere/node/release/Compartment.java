package org.healthsphere.node.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Outcome;

/**
 * Which part of a patient's record is wanted.
 *
 * @param types of resources; empty: all that a record has
 */
public record Compartment(Set<String> types) {
    static final String NOBODY = "nobody";
    static final Compartment WHOLE = new Compartment(Set.of());

    private static final int PAGE = 1_000;
    /** What tells of a patient's health and care: not what is billed, booked, or kept about the record itself. */
    private static final Set<String> RECORD = Set.of(
            "Patient",
            "AllergyIntolerance",
            "CarePlan",
            "CareTeam",
            "ClinicalImpression",
            "Condition",
            "Device",
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
            "QuestionnaireResponse",
            "RiskAssessment",
            "ServiceRequest",
            "Specimen");

    public Compartment {
        types = Set.copyOf(types);
    }

    /** What the index finds of it, as far as the filter lets it. */
    Outcome<List<ResourceId>> search(ResourceIndex index, String patient, ReleaseFilter filter) {
        Outcome<List<ResourceId>> all = Outcome.of(new ArrayList<>());
        for (var type : new TreeSet<>(types.isEmpty() ? RECORD : types)) {
            all = all.then(found -> ofType(index, type, patient, filter).map(more -> {
                found.addAll(more);
                return found;
            }));
        }
        return all;
    }

    private static Outcome<List<ResourceId>> ofType(
            ResourceIndex index, String type, String patient, ReleaseFilter filter) {
        var criterion = type.equals("Patient")
                ? new Criterion("_id", "", List.of(patient))
                : new Criterion("patient", "", List.of(patient));
        List<ResourceId> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(new Query(type, List.of(criterion), List.of(), PAGE, after), filter);
            if (!(page instanceof Outcome.Success<ResourceIndex.Page>(var matches))) {
                return page.map(ResourceIndex.Page::matches);
            }
            found.addAll(matches.matches());
            after = matches.next();
        } while (after.isPresent());
        return Outcome.of(found);
    }
}
