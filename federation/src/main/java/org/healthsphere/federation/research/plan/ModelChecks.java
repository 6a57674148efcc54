package org.healthsphere.federation.research.plan;

import org.healthsphere.federation.research.analysis.Family;
import org.healthsphere.federation.research.plan.Variable.Levelled;

/** The first sum of an exact model, which says whether there are enough patients of every kind. */
final class ModelChecks {
    /** Rows, events and what is not an event, for each coefficient; fewer say more about patients than about the term. */
    private static final int PER_TERM = 10;

    private static final int MISSING = 0;
    private static final int ROWS = 1;
    private static final int EVENTS = 2;
    private static final int SITES_TOO_SMALL = 3;
    private static final int LEVELS = 4;

    private final StudyPlan plan;
    private final Analysis analysis;
    private final int terms;

    ModelChecks(StudyPlan plan, Analysis analysis, int terms) {
        this.plan = plan;
        this.analysis = analysis;
        this.terms = terms;
    }

    private int threshold() {
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) -> threshold;
            case Protection.Noise _ -> throw new IllegalStateException("models with noise have sums of their own");
        };
    }

    int length() {
        return LEVELS
                + analysis.variables()
                        .map(plan::variable)
                        .mapToInt(variable -> variable instanceof Levelled levelled
                                ? levelled.levels().size()
                                : 0)
                        .sum();
    }

    long rows(long[] sum) {
        return sum[ROWS];
    }

    boolean suffice(long[] sum) {
        var least = Math.multiplyExact((long) PER_TERM, terms);
        var enough = sum[ROWS] >= least && sum[EVENTS] >= least && !Refusals.isFew(sum[MISSING], threshold());
        if (analysis instanceof Analysis.Glm glm && glm.family() == Family.BINOMIAL) {
            enough &= sum[ROWS] - sum[EVENTS] >= least;
        }
        for (var i = LEVELS; i < length(); i++) {
            enough &= sum[i] >= threshold();
        }
        return enough && sum[SITES_TOO_SMALL] == 0;
    }

    /** What one site says. */
    long[] of(ModelFrame.Rows rows) {
        var levels = rows.levels();
        var words = new long[length()];
        words[MISSING] = rows.missing();
        words[ROWS] = rows.size();
        words[EVENTS] = rows.events();
        words[SITES_TOO_SMALL] = levels.stream().anyMatch(count -> Refusals.isFew(count, threshold())) ? 1 : 0;
        for (var i = 0; i < levels.size(); i++) {
            words[LEVELS + i] = levels.get(i);
        }
        return words;
    }
}
