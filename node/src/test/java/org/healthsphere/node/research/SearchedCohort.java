package org.healthsphere.node.research;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.Comparison;
import org.healthsphere.federation.research.cohort.Concepts;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.federation.research.cohort.Value;
import org.healthsphere.federation.research.cohort.Window;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;

/**
 * A cohort by FHIR searches: one for each criterion, whose patients are joined as the cohort says. What a search cannot say is said by no
 * answer: days that follow each other, glycated haemoglobin in two calibrations, and results that are bounds.
 */
final class SearchedCohort {
    private static final int PAGE = 200;
    private static final Map<FactType, String> DATES = Map.of(
            FactType.CONDITION, "onset-date",
            FactType.OBSERVATION, "date",
            FactType.PROCEDURE, "date",
            FactType.MEDICATION_REQUEST, "authoredon",
            FactType.ENCOUNTER, "date",
            FactType.CONSENT, "date");
    private static final Map<FactType, String> CODES = Map.of(
            FactType.ENCOUNTER, "class",
            FactType.CONSENT, "category",
            FactType.DEVICE, "type");

    private final ResourceStore store;
    private final ResourceIndex index;
    private final Set<String> everybody;

    SearchedCohort(ResourceStore store, ResourceIndex index) {
        this.store = store;
        this.index = index;
        this.everybody = new TreeSet<>(found("Patient", List.of()).keySet());
    }

    Optional<Set<String>> members(Cohort cohort) {
        return switch (cohort) {
            case Cohort.And(var all) -> counted(all, all.size());
            case Cohort.Or(var any) -> counted(any, 1);
            case Cohort.AtLeast(var number, var of) -> counted(of, number);
            case Cohort.Not(var inner) ->
                members(inner).map(members -> {
                    var others = new TreeSet<>(everybody);
                    others.removeAll(members);
                    return others;
                });
            case Cohort.OfSex(var sex) -> Optional.of(ofSex(sex));
            case Cohort.Age age -> Optional.of(ofAge(age));
            case Cohort.Deceased _ -> Optional.of(persons(asks("deceased", "true")));
            case Cohort.Region(var start) ->
                Optional.of(persons(asks("address-postalcode", start), asks("address-use:not", "old")));
            case Cohort.Has has -> isSayable(has) ? Optional.of(having(has)) : Optional.empty();
            case Cohort.AgeAt _, Cohort.Sequence _ -> Optional.empty();
        };
    }

    private Optional<Set<String>> counted(List<Cohort> parts, int least) {
        var times = new HashMap<String, Integer>();
        for (var part : parts) {
            var members = members(part);
            if (members.isEmpty()) {
                return Optional.empty();
            }
            members.get().forEach(member -> times.merge(member, 1, Integer::sum));
        }
        return Optional.of(atLeast(times, least));
    }

    private static Set<String> atLeast(Map<String, Integer> times, int least) {
        var members = new TreeSet<String>();
        times.forEach((patient, number) -> {
            if (number >= least) {
                members.add(patient);
            }
        });
        return members;
    }

    private Set<String> persons(Criterion... criteria) {
        return found("Patient", List.of(criteria)).keySet();
    }

    private Set<String> ofSex(Sex sex) {
        var members = new TreeSet<>(
                found("Patient", List.of(asks("gender", sex.code()))).keySet());
        if (sex == Sex.UNKNOWN) {
            members.addAll(
                    found("Patient", List.of(asks("gender:missing", "true"))).keySet());
        }
        return members;
    }

    private Set<String> ofAge(Cohort.Age age) {
        var after = age.at().minusYears(age.most() + 1L);
        var before = age.at().minusYears(age.least()).plusDays(1);
        return found("Patient", List.of(asks("birthdate", "sa" + after), asks("birthdate", "eb" + before)))
                .keySet();
    }

    private static boolean isSayable(Cohort.Has has) {
        return has.circumstances().within().map(SearchedCohort::isVisit).orElse(true)
                && !(has.type() == FactType.DEVICE && has.when().isPresent())
                && !isAbout(has, Set.copyOf(FhirWorld.PARTS))
                && has.value()
                        .map(value -> !(value instanceof Value.Abnormal) && !isAbout(has, Set.of("hba1c", "dimer")))
                        .orElse(true);
    }

    /** A record names one encounter at most: so whatever is asked of that is asked of the same one. */
    private static boolean isVisit(Cohort.Has whole) {
        return whole.type() == FactType.ENCOUNTER && whole.atLeast() == 1 && isSayable(whole);
    }

    private static boolean isAbout(Cohort.Has has, Set<String> tests) {
        return has.code() instanceof Concepts.Codes(var codes)
                && codes.stream().anyMatch(code -> tests.contains(code.code()));
    }

    private Set<String> having(Cohort.Has has) {
        return atLeast(found(has.type().resourceType(), criteria(has)), has.atLeast());
    }

    private static List<Criterion> criteria(Cohort.Has has) {
        var criteria = new ArrayList<>(standing(has.type()));
        criteria.add(coded(Optional.ofNullable(CODES.get(has.type())).orElse("code"), has.code()));
        has.value().ifPresent(value -> criteria.addAll(valued(value)));
        if (!has.circumstances().status().isEmpty()) {
            criteria.add(Criterion.of(
                    has.type() == FactType.CONDITION ? "clinical-status" : "status",
                    has.circumstances().status().stream().toList()));
        }
        has.when().ifPresent(when -> criteria.addAll(dated(has.type(), when)));
        has.circumstances().within().ifPresent(whole -> criteria(whole).forEach(of -> criteria.add(chained(of))));
        return criteria;
    }

    /** The same of the encounter. */
    private static Criterion chained(Criterion of) {
        var modifier = of.modifier().isEmpty() ? "" : ":" + of.modifier();
        return Criterion.of("encounter:Encounter." + of.name() + modifier, of.anyOf());
    }

    private static List<Criterion> standing(FactType type) {
        return switch (type) {
            case CONDITION -> List.of(asks("verification-status:not", "refuted", "entered-in-error"));
            case OBSERVATION -> List.of(asks("status", "final", "amended", "corrected"));
            case PROCEDURE -> List.of(asks("status", "completed"));
            case MEDICATION_REQUEST ->
                List.of(
                        asks("status", "active", "on-hold", "completed", "stopped"),
                        asks("intent:not", "proposal", "plan", "option"));
            case ENCOUNTER -> List.of(asks("status", "in-progress", "onleave", "finished"));
            case DEVICE -> List.of(asks("status:not", "entered-in-error", "unknown"));
            case CONSENT -> List.of(asks("status", "active"));
            default -> throw new IllegalArgumentException("no world has a " + type);
        };
    }

    private static List<Criterion> valued(Value value) {
        return switch (value) {
            case Comparison comparison -> List.of(measured(comparison));
            case Value.Range(var from, var to, var unit) ->
                List.of(
                        measured(new Comparison(Comparison.Operator.GE, from, unit)),
                        measured(new Comparison(Comparison.Operator.LE, to, unit)));
            case Value.OneOf(var concepts) -> List.of(coded("value-concept", concepts));
            case Value.Abnormal _ -> throw new IllegalArgumentException("no search asks for marks");
        };
    }

    private static Criterion coded(String name, Concepts concepts) {
        return switch (concepts) {
            case Concepts.IsA(var ancestor) -> asks(name + ":below", ancestor.toString());
            case Concepts.InValueSet(var canonical) -> asks(name + ":in", canonical);
            case Concepts.Expression _ -> throw new IllegalArgumentException("no world has SNOMED CT");
            case Concepts.Codes(var codes) ->
                asks(name, codes.stream().map(Object::toString).toArray(String[]::new));
        };
    }

    private static Criterion measured(Comparison value) {
        return asks(
                "value-quantity",
                value.operator().code() + value.value().toPlainString() + "|http://unitsofmeasure.org|" + value.unit());
    }

    /** Within the window with all of its days. */
    private static List<Criterion> dated(FactType type, Window when) {
        var name = Optional.ofNullable(DATES.get(type)).orElseThrow();
        return List.of(
                asks(name, "sa" + when.from().minusDays(1)),
                asks(name, "eb" + when.to().plusDays(1)));
    }

    private static Criterion asks(String name, String... anyOf) {
        return Criterion.of(name, Stream.of(anyOf).toList());
    }

    /** How many resources are found of each patient. */
    private Map<String, Integer> found(String type, List<Criterion> criteria) {
        var found = new HashMap<String, Integer>();
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(new Query(type, criteria, List.of(), PAGE, after), ReleaseFilter.everything())
                    .orElseThrow();
            page.matches().forEach(id -> found.merge(patient(id), 1, Integer::sum));
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    private String patient(ResourceId id) {
        return store.get(id).orElseThrow().patient().orElseThrow();
    }
}
