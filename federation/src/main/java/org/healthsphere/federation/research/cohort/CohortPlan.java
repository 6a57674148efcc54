package org.healthsphere.federation.research.cohort;

import java.util.Arrays;
import java.util.List;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Output.AgeBands;

/** A question whose concepts are resolved. */
public final class CohortPlan {
    private static final List<Sex> SEXES = List.of(Sex.values());

    private final CohortQuery query;
    private final Selection selection;

    CohortPlan(CohortQuery query, Selection selection) {
        this.query = query;
        this.selection = selection;
    }

    public CohortQuery query() {
        return query;
    }

    /** What the concepts came to, in a stable order. */
    public List<Pin> pins() {
        return selection.pins();
    }

    /** How far the records are coded, in the systems in which the question asks. */
    public List<Coverage> coverage(MappingCoverage of) {
        return of.of(selection, query.body().cohort().records());
    }

    /** The exact answer on these facts; it must not leave the node as it is. */
    public CohortTally evaluate(FactTable facts) {
        var unreadable = new Unreadable();
        if (query.body().output() instanceof Output.Flow) {
            return flow(facts, unreadable);
        }
        if (facts instanceof IndexedFacts indexed) {
            return indexed(indexed, unreadable);
        }
        var cohort = selection.criterion(query.body().cohort(), facts, unreadable);
        var cells = new long[query.body().output().cells().size()];
        for (var number = 0; number < facts.patients(); number++) {
            var patient = facts.patient(number);
            if (cohort.holds(patient)) {
                cells[cell(patient)]++;
            }
        }
        return new CohortTally(Arrays.stream(cells).boxed().toList(), unreadable.values());
    }

    private CohortTally indexed(IndexedFacts facts, Unreadable unreadable) {
        var members = selection.members(query.body().cohort(), facts, unreadable);
        var cells = new long[query.body().output().cells().size()];
        if (query.body().output() instanceof Output.Count) {
            cells[0] = members.cardinality();
        } else {
            members.stream().forEach(number -> cells[cell(facts.patient(number))]++);
        }
        return new CohortTally(Arrays.stream(cells).boxed().toList(), unreadable.values());
    }

    /** Everybody is in exactly one cell: that of the first criterion that he does not meet, or the last one. */
    private CohortTally flow(FactTable facts, Unreadable unreadable) {
        var steps = Output.Flow.steps(query.body().cohort()).stream()
                .map(step -> selection.criterion(step, facts, unreadable))
                .toList();
        var cells = new long[steps.size() + 1];
        for (var number = 0; number < facts.patients(); number++) {
            var patient = facts.patient(number);
            var step = 0;
            while (step < steps.size() && steps.get(step).holds(patient)) {
                step++;
            }
            cells[step]++;
        }
        return new CohortTally(Arrays.stream(cells).boxed().toList(), unreadable.values());
    }

    private int cell(PatientFacts patient) {
        return switch (query.body().output()) {
            case Output.Count _ -> 0;
            case Output.BySex _ -> SEXES.indexOf(patient.sex());
            case Output.ByAge byAge -> band(byAge, patient);
            case Output.Flow _ -> throw new IllegalStateException("a flow counts by criteria");
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
