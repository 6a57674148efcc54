package org.healthsphere.federation.research.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.Family;
import org.healthsphere.federation.research.analysis.Ties;
import org.healthsphere.federation.research.outbreak.Detection;

/** What a study asks of its columns. A closed list; what an analysis can tell of one patient is bounded by its form. */
public sealed interface Analysis {
    String name();

    /** The variables that it looks at. */
    Stream<String> variables();

    /** How many patients there are. */
    record Count(String name) implements Analysis {
        @Override
        public Stream<String> variables() {
            return Stream.empty();
        }
    }

    /** How many patients there are of each combination of levels or classes; those that are missing are a level. */
    record Crosstab(String name, List<String> by) implements Analysis {
        public Crosstab {
            by = List.copyOf(by);
        }

        @Override
        public Stream<String> variables() {
            return by.stream();
        }
    }

    /** How many patients there are in each class of a number. */
    record Histogram(String name, String of) implements Analysis {
        @Override
        public Stream<String> variables() {
            return Stream.of(of);
        }
    }

    /** Mean and variance of a number. */
    record Mean(String name, String of) implements Analysis {
        @Override
        public Stream<String> variables() {
            return Stream.of(of);
        }
    }

    /** Between which points of an even grid quantiles lie. */
    record Quantiles(String name, String of, List<Double> at) implements Analysis {
        public Quantiles {
            at = List.copyOf(at);
        }

        @Override
        public Stream<String> variables() {
            return Stream.of(of);
        }
    }

    /** Survival on an even grid of days, for each level of a group, which are compared. */
    record KaplanMeier(String name, String of, int width, int points, Optional<String> by) implements Analysis {
        @Override
        public Stream<String> variables() {
            return Stream.concat(Stream.of(of), by.stream());
        }
    }

    /**
     * A generalised linear model with an intercept.
     *
     * @param exposure a number whose logarithm is the offset
     */
    record Glm(String name, Family family, String response, List<String> terms, Optional<String> exposure)
            implements Analysis {
        public Glm {
            terms = List.copyOf(terms);
        }

        @Override
        public Stream<String> variables() {
            return Stream.concat(Stream.concat(Stream.of(response), terms.stream()), exposure.stream());
        }
    }

    /**
     * A proportional hazards model in which each site is a stratum, or several; or, on a grid, one in which patients of all sites are
     * compared with each other.
     *
     * @param grid by which times are told apart, and no more closely
     */
    record Cox(String name, String of, List<String> terms, Optional<String> strata, Ties ties, Optional<Grid> grid)
            implements Analysis {
        public Cox {
            terms = List.copyOf(terms);
        }

        @Override
        public Stream<String> variables() {
            return Stream.concat(Stream.concat(Stream.of(of), terms.stream()), strata.stream());
        }
    }

    /** So many steps of so many days. */
    record Grid(int width, int points) {}

    /**
     * In which of the last weeks there were more patients than the weeks before let expect.
     *
     * @param back how many weeks are judged
     * @param once how each patient is counted at one hospital only; otherwise at every one that knows him
     */
    record Outbreak(String name, String of, int back, Detection method, Optional<Once> once) implements Analysis {
        @Override
        public Stream<String> variables() {
            return Stream.of(of);
        }

        @Override
        public boolean countsOnce() {
            return once.isPresent();
        }
    }

    /**
     * The table by which hospitals find out who of them counts a patient.
     *
     * @param places of the table
     * @param phantoms how many each hospital invents each time, on the average
     * @param hospitals no more than these can take part
     */
    record Once(int places, int phantoms, int hospitals) {}

    /** Trees of decisions, each of which corrects those before it; one patient in five is held out to judge them by. */
    record Trees(String name, String response, List<String> terms, Growth growth) implements Analysis {
        public Trees {
            terms = List.copyOf(terms);
        }

        /**
         * How they grow.
         *
         * @param depth decisions from the root to a leaf
         * @param rate what part of its correction a tree makes
         * @param penalty added to the curvature of the loss in each leaf
         */
        public record Growth(int trees, int depth, double rate, double penalty) {}

        @Override
        public Stream<String> variables() {
            return Stream.concat(Stream.of(response), terms.stream());
        }
    }

    /** How well a given formula for the probability of an outcome does. */
    record Score(String name, String outcome, Formula formula) implements Analysis {
        /**
         * A weighted sum.
         *
         * @param logit whether it is the logarithm of the odds, and not the probability itself
         */
        public record Formula(boolean logit, double intercept, List<Weight> weights) {
            public Formula {
                weights = List.copyOf(weights);
            }
        }

        /**
         * What a variable counts for.
         *
         * @param level of a variable with levels: it counts where the patient has it
         */
        public record Weight(String variable, Optional<String> level, double weight) {}

        @Override
        public Stream<String> variables() {
            return Stream.concat(
                    Stream.of(outcome),
                    formula.weights().stream().map(Weight::variable).distinct());
        }
    }

    /**
     * How many patients there are when one who is known to several hospitals counts once.
     *
     * @param places of the table by which they are counted
     * @param phantoms how many each hospital invents, on the average, where there is noise; none in an exact study
     */
    record Distinct(String name, int places, int phantoms) implements Analysis {
        @Override
        public Stream<String> variables() {
            return Stream.empty();
        }
    }

    /** Whether a patient is counted at one hospital only, whoever knows him. */
    default boolean countsOnce() {
        return false;
    }

    /** Whether hospitals must be able to tell patients apart. */
    default boolean tellsApart() {
        return countsOnce() || this instanceof Distinct;
    }

    /** Whether its sums are of a kind that noise can protect. */
    default boolean canHaveNoise() {
        return switch (this) {
            case Cox cox -> cox.grid().isPresent();
            case Trees _, Score _ -> false;
            case Count _, Crosstab _, Histogram _, Mean _, Quantiles _, KaplanMeier _, Glm _, Outbreak _, Distinct _ ->
                true;
        };
    }

    /** The variables by which it counts patients, as often as it does. */
    default Stream<String> tabulated() {
        return switch (this) {
            case Crosstab crosstab -> crosstab.by().stream();
            case Histogram histogram -> Stream.of(histogram.of());
            case Quantiles quantiles -> Stream.of(quantiles.of());
            case KaplanMeier survival -> survival.by().stream();
            case Outbreak outbreak -> Stream.of(outbreak.of());
            case Score score -> score.variables();
            case Count _, Mean _, Glm _, Cox _, Trees _, Distinct _ -> Stream.empty();
        };
    }

    /** Whether public health may ask it, which asks how many fell ill and when. */
    default boolean isOfPublicHealth() {
        return switch (this) {
            case Count _, Crosstab _, Histogram _, Outbreak _, Distinct _ -> true;
            case Mean _, Quantiles _, KaplanMeier _, Glm _, Cox _, Trees _, Score _ -> false;
        };
    }
}
