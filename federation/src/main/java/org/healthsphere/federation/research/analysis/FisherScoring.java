package org.healthsphere.federation.research.analysis;

import java.util.List;
import org.healthsphere.specs.Outcome;

/**
 * Fisher scoring with step halving, from sums alone: whoever sees the same sums takes the same steps.
 *
 * <p>It ends when a step no longer matters to any coefficient, measured by the information about it. It does not end by the
 * deviance, which under separation settles while a coefficient still runs away.
 */
final class FisherScoring {
    private static final int MOST_STEPS = 40;
    private static final int MOST_HALVINGS = 30;
    private static final double SMALL_STEP = 1e-10;
    private static final double ROUNDING = 1e-10;
    /** A step of which the data at the start would have taken notice, and of which the data where it starts take none. */
    private static final double NOTICED = 0.1;

    private static final double UNNOTICED = 1e-10;

    private final List<String> terms;
    private final Sites sites;
    private final SiteStatistics start;

    FisherScoring(List<String> terms, Sites sites, SiteStatistics start) {
        this.terms = List.copyOf(terms);
        this.sites = sites;
        this.start = start;
    }

    /** What follows from a step. */
    sealed interface Next {}

    /** A step to take, to a deviance of no more than a bound. */
    private record Step(int number, Vector from, Vector direction, double bound) implements Next {}

    /** Where scoring ended: coefficients, the sums there, and how many steps were taken. */
    record Optimum(Vector coefficients, SiteStatistics at, SymmetricMatrix covariance, int steps) implements Next {}

    private record Position(int steps, Vector coefficients, SiteStatistics at) {}

    /**
     * Scores from zero.
     *
     * @param bound a deviance that the first step must not exceed; infinity where the first sums are not those at zero
     */
    Outcome<Optimum> optimum(double bound) {
        if (!start.isFinite()) {
            return Outcome.failed(Refusals.overflow());
        }
        return switch (Factorization.of(start.information())) {
            case Factorization.Dependent(var term) -> Outcome.failed(Refusals.rankDeficiency(terms.get(term)));
            case Factorization.Regular(var cholesky) ->
                following(new Step(1, Vector.zeros(terms.size()), cholesky.solve(start.score()), bound));
        };
    }

    private Outcome<Optimum> following(Step first) {
        var step = first;
        while (step.number() <= MOST_STEPS) {
            switch (taken(step).then(this::judged)) {
                case Outcome.Failure<Next>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Next>(Optimum optimum) -> {
                    return Outcome.of(optimum);
                }
                case Outcome.Success<Next>(Step onward) -> step = onward;
            }
        }
        return Outcome.failed(Refusals.notConverged(MOST_STEPS));
    }

    /** The step as it was asked for, or halved as often as the deviance demands. */
    private Outcome<Position> taken(Step step) {
        var length = 1.0;
        for (var halvings = 0; halvings <= MOST_HALVINGS; halvings++, length /= 2) {
            var coefficients = step.from().plus(length, step.direction());
            switch (sites.sum(new Round.At(coefficients))) {
                case Outcome.Failure<SiteStatistics>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<SiteStatistics>(var sum) -> {
                    if (sum.isFinite() && sum.deviance() <= step.bound() + ROUNDING * (Math.abs(step.bound()) + 1)) {
                        return Outcome.of(new Position(step.number(), coefficients, sum));
                    }
                }
            }
        }
        return Outcome.failed(Refusals.notConverged(step.number()));
    }

    /** What follows from where a step led. The last step is known when it is found not to matter; it costs nothing to take it. */
    private Outcome<Next> judged(Position position) {
        return switch (Factorization.of(position.at().information())) {
            case Factorization.Dependent(var term) -> Outcome.failed(Refusals.separation(terms.get(term)));
            case Factorization.Regular(var cholesky) -> {
                var direction = cholesky.solve(position.at().score());
                if (runsAway(position, direction)) {
                    yield Outcome.failed(Refusals.separation(mostMoved(direction)));
                }
                yield Outcome.of(
                        settled(position, direction)
                                ? new Optimum(
                                        position.coefficients().plus(direction),
                                        position.at(),
                                        cholesky.inverse(),
                                        position.steps())
                                : new Step(
                                        position.steps() + 1,
                                        position.coefficients(),
                                        direction,
                                        position.at().deviance()));
            }
        };
    }

    private boolean settled(Position position, Vector direction) {
        var largest = 1.0;
        var step = 0.0;
        for (var i = 0; i < terms.size(); i++) {
            var scale = Math.sqrt(position.at().information().at(i, i));
            largest = Math.max(largest, Math.abs(position.coefficients().at(i)) * scale);
            step = Math.max(step, Math.abs(direction.at(i)) * scale);
        }
        return step <= SMALL_STEP * largest;
    }

    private boolean runsAway(Position position, Vector direction) {
        return start.information().along(direction) > NOTICED
                && position.at().information().along(direction) < UNNOTICED;
    }

    /** The term that a step moves most, in units in which the data at the start knew it. */
    private String mostMoved(Vector direction) {
        var most = 0;
        for (var i = 1; i < terms.size(); i++) {
            if (moved(direction, i) > moved(direction, most)) {
                most = i;
            }
        }
        return terms.get(most);
    }

    private double moved(Vector direction, int term) {
        return Math.abs(direction.at(term)) * Math.sqrt(start.information().at(term, term));
    }
}
