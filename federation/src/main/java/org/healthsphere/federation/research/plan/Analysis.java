package org.healthsphere.federation.research.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.Family;
import org.healthsphere.federation.research.analysis.Ties;

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

    /** A proportional hazards model in which each site is a stratum, or several. */
    record Cox(String name, String of, List<String> terms, Optional<String> strata, Ties ties) implements Analysis {
        public Cox {
            terms = List.copyOf(terms);
        }

        @Override
        public Stream<String> variables() {
            return Stream.concat(Stream.concat(Stream.of(of), terms.stream()), strata.stream());
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

    /** Whether it is a model, whose numbers are given exactly or not at all. */
    default boolean isModel() {
        return switch (this) {
            case Glm _, Cox _ -> true;
            case Count _, Crosstab _, Histogram _, Mean _, Quantiles _, KaplanMeier _, Distinct _ -> false;
        };
    }
}
