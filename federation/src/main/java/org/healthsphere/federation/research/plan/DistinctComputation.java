package org.healthsphere.federation.research.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Outcome;

/**
 * How many patients there are when one who is known to several hospitals counts once. Each hospital marks the places of a table to which its
 * patients' tokens lead; the sum shows which places anybody marked, and nothing of how many did. From the share of places that are free
 * follows how many patients there are (linear counting: Whang, Vander-Zanden, Taylor 1990).
 */
final class DistinctComputation implements Computation {
    /** With fewer free places the table is too small to count by. */
    private static final int LEAST_FREE = 50;

    private final StudyPlan plan;
    private final Analysis.Distinct distinct;

    private DistinctComputation(StudyPlan plan, Analysis.Distinct distinct) {
        this.plan = plan;
        this.distinct = distinct;
    }

    static DistinctComputation of(StudyPlan plan, Analysis.Distinct distinct) {
        return new DistinctComputation(plan, distinct);
    }

    @Override
    public Step after(Sums sums) {
        return sums.opened().isEmpty() ? new Step.Ask(distinct.places()) : result(sums);
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var places = new long[distinct.places()];
        for (var token : columns.tokens()) {
            places[(int) Long.remainderUnsigned(token, places.length)] = 1;
        }
        return Outcome.of(places);
    }

    @Override
    public List<List<Part>> parts() {
        return List.of(List.of(Part.whole(distinct.places(), 1)));
    }

    @Override
    public Optional<Union> union(int number) {
        return Optional.of(new Union(distinct.phantoms()));
    }

    private Step result(Sums sums) {
        var places = distinct.places();
        var free = Arrays.stream(sums.opened().getFirst())
                .filter(word -> word == 0)
                .count();
        if (free < LEAST_FREE) {
            return new Step.Refused("more patients than the table has places for");
        }
        var load = -StrictMath.log((double) free / places);
        var patients = places * load - (double) sums.sites() * distinct.phantoms();
        var json = Figures.result("distinct").put("places", places);
        var told = told(patients);
        if (told < plan.safety().terms().threshold()) {
            json.putNull("patients");
        } else {
            json.put("patients", told);
        }
        var noise = parts().getFirst().getFirst().deviation(plan, sums.members(), sums.sites());
        Figures.put(json, "error", StrictMath.sqrt(places * (StrictMath.exp(load) - load - 1) + noise * noise));
        return new Step.Done(json);
    }

    /** An exact study has counts as well, which this number must not be taken from: it is told to the nearest multiple of the threshold. */
    private long told(double patients) {
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) -> Math.round(patients / threshold) * threshold;
            case Protection.Noise _ -> Math.max(0, Math.round(patients));
        };
    }
}
