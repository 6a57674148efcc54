package org.healthsphere.node.release;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.healthsphere.federation.exchange.RecordFilter;
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
 * @param care first and last day of what has a date, either empty; an empty list: whenever
 * @param only these resources; empty: all of the types
 */
public record Compartment(Set<String> types, List<String> care, Set<ResourceId> only) {
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
        care = List.copyOf(care);
        only = Set.copyOf(only);
    }

    /** Of these types, whenever. */
    public Compartment(Set<String> types) {
        this(types, List.of(), Set.of());
    }

    static Compartment of(RecordFilter filter) {
        var days = List.of(
                filter.from().map(LocalDate::toString).orElse(""),
                filter.to().map(LocalDate::toString).orElse(""));
        return new Compartment(
                filter.types(),
                days.equals(List.of("", "")) ? List.of() : days,
                filter.only().stream().map(Compartment::id).collect(Collectors.toSet()));
    }

    /** What the index finds of it, as far as the filter lets it. */
    Outcome<List<ResourceId>> search(ResourceIndex index, String patient, ReleaseFilter filter) {
        Outcome<List<ResourceId>> all = Outcome.of(new ArrayList<>());
        for (var type : wanted()) {
            all = all.then(found -> found(index, type, patient, filter).map(more -> {
                found.addAll(more);
                return found;
            }));
        }
        return all;
    }

    private Set<String> wanted() {
        var wanted = new TreeSet<>(types.isEmpty() ? RECORD : types);
        wanted.removeIf(type ->
                !only.isEmpty() && only.stream().noneMatch(id -> id.type().equals(type)));
        return wanted;
    }

    private static ResourceId id(String reference) {
        var slash = reference.indexOf('/');
        return new ResourceId(reference.substring(0, slash), reference.substring(slash + 1));
    }

    /** Whether the type cannot be searched for: who asks for one names it, and the gate looks at whose it is. */
    static boolean isKnownByItsDocument(String type) {
        return type.equals("Binary");
    }

    private Outcome<List<ResourceId>> found(ResourceIndex index, String type, String patient, ReleaseFilter filter) {
        return isKnownByItsDocument(type)
                ? Outcome.of(only.stream()
                        .filter(id -> id.type().equals(type))
                        .sorted()
                        .toList())
                : ofType(index, criteria(type, patient), type, filter);
    }

    private List<Criterion> criteria(String type, String patient) {
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(
                switch (type) {
                    case "Patient" -> new Criterion("_id", "", List.of(patient));
                    default -> new Criterion("patient", "", List.of(patient));
                });
        if (!care.isEmpty() && !type.equals("Patient")) {
            criteria.add(new Criterion("_care", "", care));
        }
        if (!only.isEmpty()) {
            criteria.add(new Criterion(
                    "_id",
                    "",
                    only.stream()
                            .filter(id -> id.type().equals(type))
                            .map(ResourceId::id)
                            .toList()));
        }
        return criteria;
    }

    private static Outcome<List<ResourceId>> ofType(
            ResourceIndex index, List<Criterion> criteria, String type, ReleaseFilter filter) {
        List<ResourceId> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(new Query(type, criteria, List.of(), PAGE, after), filter);
            if (!(page instanceof Outcome.Success<ResourceIndex.Page>(var matches))) {
                return page.map(ResourceIndex.Page::matches);
            }
            found.addAll(matches.matches());
            after = matches.next();
        } while (after.isPresent());
        return Outcome.of(found);
    }
}
