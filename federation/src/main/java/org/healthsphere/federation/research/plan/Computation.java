package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Outcome;

/**
 * An analysis as a course of sums: what is asked next, and what is the result, follows from the sums so far. So every hospital knows by
 * itself what it is asked, and nobody can ask it anything else.
 */
public sealed interface Computation
        permits TableComputation,
                MeanComputation,
                QuantileComputation,
                SurvivalComputation,
                OutbreakComputation,
                ModelComputation,
                GridComputation,
                NoisyModelComputation,
                TreesComputation,
                ScoreComputation,
                DistinctComputation {

    /** What follows from the sums so far, all of the same sites. */
    Step after(Sums sums);

    /** This site's part of the next sum; a fault where it has none to give. */
    Outcome<long[]> answer(Sums sums, StudyColumns columns);

    /**
     * How much one patient of one site can change each of the sums, whatever the sums before: their words in parts, each with noise of
     * its own. There are no more sums with noise than are here, and their shares of the cost add up to no more than the whole.
     */
    List<List<Part>> parts();

    /** The same for a course in which a site must know which of them it is, and what it said. */
    default Outcome<long[]> answer(Sums sums, StudyColumns columns, Seat seat) {
        return answer(sums, columns);
    }

    /**
     * A site among the others.
     *
     * @param position its place among all that were asked, counted from 0
     * @param said its part of each of the sums so far, as it was added up
     */
    record Seat(int position, List<long[]> said) {
        public Seat {
            said = List.copyOf(said);
        }
    }

    /**
     * Whether in a sum only counts that something was marked, not how often; then marks are random numbers, so that it says no more.
     *
     * @param number of the sum, counted from 0
     */
    default Optional<Union> union(int number) {
        return Optional.empty();
    }

    /**
     * Places that hospitals mark.
     *
     * @param phantoms how many marks each hospital invents on the average, the noise of such a sum
     */
    record Union(int phantoms) {}

    /**
     * Sums so far.
     *
     * @param sites how many sites are in each
     * @param members how many were asked in the beginning
     */
    record Sums(List<long[]> opened, int sites, int members) {
        public Sums {
            opened = List.copyOf(opened);
        }
    }

    /** What follows. */
    sealed interface Step {
        /** A further sum, of so many words. */
        record Ask(int words) implements Step {}

        /** The result, as it may be told. */
        record Done(ObjectNode result) implements Step {}

        /** There is none that may be told; the reason says nothing of any patient. */
        record Refused(String reason) implements Step {}
    }

    /** The course of an analysis of a plan. */
    static Computation of(StudyPlan plan, Analysis analysis) {
        return switch (analysis) {
            case Analysis.Count _ -> TableComputation.of(plan, List.of());
            case Analysis.Crosstab crosstab -> TableComputation.of(plan, crosstab.by());
            case Analysis.Histogram histogram -> TableComputation.of(plan, List.of(histogram.of()));
            case Analysis.Mean mean -> MeanComputation.of(plan, mean);
            case Analysis.Quantiles quantiles -> QuantileComputation.of(plan, quantiles);
            case Analysis.KaplanMeier survival -> SurvivalComputation.of(plan, survival);
            case Analysis.Outbreak outbreak -> OutbreakComputation.of(plan, outbreak);
            case Analysis.Glm _, Analysis.Cox _ ->
                plan.hasNoise() ? NoisyModelComputation.of(plan, analysis) : ModelComputation.of(plan, analysis);
            case Analysis.Trees trees -> TreesComputation.of(plan, trees);
            case Analysis.Score score -> ScoreComputation.of(plan, score);
            case Analysis.Distinct distinct -> DistinctComputation.of(plan, distinct);
        };
    }
}
