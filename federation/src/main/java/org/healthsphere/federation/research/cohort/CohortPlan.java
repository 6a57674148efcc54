package org.healthsphere.federation.research.cohort;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Cohort.And;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.Cohort.Not;
import org.healthsphere.federation.research.cohort.Cohort.OfSex;
import org.healthsphere.federation.research.cohort.Cohort.Or;
import org.healthsphere.federation.research.cohort.ConceptSets.ConceptSet;
import org.healthsphere.federation.research.cohort.Output.AgeBands;

/** A question whose concepts are resolved. */
public final class CohortPlan {
    private static final List<Sex> SEXES = List.of(Sex.values());

    private final CohortQuery query;
    private final Map<Concepts, ConceptSet> sets;
    private final List<Pin> pins;

    CohortPlan(CohortQuery query, Map<Concepts, ConceptSet> sets, List<Pin> pins) {
        this.query = query;
        this.sets = Map.copyOf(sets);
        this.pins = List.copyOf(pins);
    }

    public CohortQuery query() {
        return query;
    }

    /** What the concepts came to, in a stable order. */
    public List<Pin> pins() {
        return pins;
    }

    /** The exact answer on these facts; it must not leave the node as it is. */
    public CohortTally evaluate(FactTable facts) {
        var unreadable = new Unreadable();
        var cohort = criterion(query.body().cohort(), facts, unreadable);
        var cells = new long[query.body().output().cells().size()];
        for (var number = 0; number < facts.patients(); number++) {
            var patient = facts.patient(number);
            if (cohort.holds(patient)) {
                cells[cell(patient)]++;
            }
        }
        return new CohortTally(Arrays.stream(cells).boxed().toList(), unreadable.values());
    }

    private Criterion criterion(Cohort cohort, FactTable facts, Unreadable unreadable) {
        return switch (cohort) {
            case And(var all) -> {
                var parts = criteria(all, facts, unreadable);
                yield patient -> parts.stream().allMatch(part -> part.holds(patient));
            }
            case Or(var any) -> {
                var parts = criteria(any, facts, unreadable);
                yield patient -> parts.stream().anyMatch(part -> part.holds(patient));
            }
            case Not(var inner) -> {
                var part = criterion(inner, facts, unreadable);
                yield patient -> !part.holds(patient);
            }
            case Age age -> new BornWithin(age);
            case OfSex(var sex) -> patient -> patient.sex() == sex;
            case Has has -> new HasFacts(has, facts.kinds(), set(has.code()), unreadable);
        };
    }

    private List<Criterion> criteria(List<Cohort> parts, FactTable facts, Unreadable unreadable) {
        return parts.stream().map(part -> criterion(part, facts, unreadable)).toList();
    }

    private ConceptSet set(Concepts concepts) {
        var set = sets.get(concepts);
        if (set == null) {
            throw new IllegalStateException("every concept was resolved when the plan was made");
        }
        return set;
    }

    private int cell(PatientFacts patient) {
        return switch (query.body().output()) {
            case Output.Count _ -> 0;
            case Output.BySex _ -> SEXES.indexOf(patient.sex());
            case Output.ByAge byAge -> band(byAge, patient);
        };
    }

    private static int band(Output.ByAge byAge, PatientFacts patient) {
        for (var band = 0; band < AgeBands.COUNT; band++) {
            if (new BornWithin(new Age(byAge.at(), AgeBands.first(band), AgeBands.last(band))).holds(patient)) {
                return band;
            }
        }
        return AgeBands.UNKNOWN;
    }
}
