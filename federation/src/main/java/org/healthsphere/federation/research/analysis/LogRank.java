package org.healthsphere.federation.research.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.specs.Outcome;

/**
 * The test that groups survive alike (Mantel 1966; Peto and Peto 1972), from all sites' counts. The numbers are those of R's
 * {@code survdiff}.
 *
 * @param groups by name
 */
public record LogRank(List<Group> groups, ChiSquared test) {
    public LogRank {
        groups = List.copyOf(groups);
    }

    /**
     * One of the groups.
     *
     * @param observed its events
     * @param expected its events, did all groups survive alike
     */
    public record Group(String name, long patients, long observed, double expected) {}

    /** Compares groups; a fault where there is nothing to compare. */
    public static Outcome<LogRank> of(Map<String, LifeTable> groups) {
        var tables = new TreeMap<>(groups);
        if (tables.size() < 2) {
            return Outcome.failed(Refusals.groups("there must be at least two to compare"));
        }
        if (tables.values().stream().mapToLong(LifeTable::events).sum() == 0) {
            return Outcome.failed(Refusals.noEvents());
        }
        var names = List.copyOf(tables.keySet());
        var sums = new Sums(List.copyOf(tables.values()));
        return switch (Factorization.of(sums.covariance())) {
            case Factorization.Dependent(var group) -> Outcome.failed(Refusals.incomparable(names.get(group)));
            case Factorization.Regular(var cholesky) -> {
                var difference = sums.difference();
                var statistic = difference.dot(cholesky.solve(difference));
                yield Outcome.of(new LogRank(sums.groups(names), new ChiSquared(statistic, names.size() - 1)));
            }
        };
    }

    /** Observed and expected events; the last group follows from the others and is left out of the covariance. */
    private static final class Sums {
        private final List<LifeTable> tables;
        private final double[] expected;
        private final OuterProducts covariance;

        Sums(List<LifeTable> tables) {
            this.tables = tables;
            this.expected = new double[tables.size()];
            this.covariance = new OuterProducts(tables.size() - 1);
            for (var j = 0; j < tables.getFirst().moments().size(); j++) {
                add(j);
            }
        }

        private void add(int point) {
            var all = tables.stream()
                    .map(table -> table.moments().get(point))
                    .reduce(new LifeTable.Moment(0, 0), LifeTable.Moment::plus);
            if (all.events() == 0) {
                return;
            }
            var shares = new double[tables.size()];
            for (var g = 0; g < shares.length; g++) {
                shares[g] = (double) tables.get(g).moments().get(point).atRisk() / all.atRisk();
                expected[g] += all.events() * shares[g];
            }
            if (all.atRisk() > 1) {
                var weight = (double) all.events() * (all.atRisk() - all.events()) / (all.atRisk() - 1);
                for (var g = 0; g < shares.length - 1; g++) {
                    var unit = new double[shares.length];
                    unit[g] = 1;
                    covariance.add(weight * shares[g], Vector.of(unit));
                }
                covariance.add(-weight, Vector.of(shares));
            }
        }

        SymmetricMatrix covariance() {
            return covariance.matrix();
        }

        Vector difference() {
            var difference = new double[tables.size() - 1];
            for (var g = 0; g < difference.length; g++) {
                difference[g] = tables.get(g).events() - expected[g];
            }
            return Vector.of(difference);
        }

        List<Group> groups(List<String> names) {
            var groups = new ArrayList<Group>();
            for (var g = 0; g < expected.length; g++) {
                var table = tables.get(g);
                groups.add(new Group(names.get(g), table.patients(), table.events(), expected[g]));
            }
            return groups;
        }
    }
}
