package org.healthsphere.federation.research.plan;

/**
 * What one patient contributes to a model with noise: a gradient and a curvature whose lengths have bounds that do not depend on anybody's
 * records.
 */
interface Likelihood {
    /** How many parameters there are, those of a baseline included. */
    int parameters();

    /** The greatest length of a patient's gradient; a longer one is shortened. */
    double gradientBound();

    /** The greatest length of the lower triangle of a patient's curvature. */
    double curvatureBound();

    /** Whether an entry of the curvature is nothing, whoever the patients are. */
    default boolean isNothing(int row, int column) {
        return false;
    }

    /** How many numbers are summed before the first step. */
    int starts();

    /** The square of the greatest length of them. */
    double startBound();

    /** How many steps are taken. */
    int steps();

    /** Where the first step is taken from, by the sums of the starts. */
    double[] origin(double[] starts);

    /** How many patients there are, by the same. */
    double patients(double[] starts);

    /** By how much the variance is greater than what the curvature says. */
    double dispersion(double[] starts, NoisyFit fit);

    /** Goes through the patients of a site. */
    void each(ModelFrame.Rows rows, double[] at, Visitor visitor);

    /** Sees one patient after the other; arrays are used again. */
    interface Visitor {
        void see(double[] starts, double[] gradient, double[] curvature);
    }

    /** The place of an entry in a lower triangle, row by row. */
    static int place(int row, int column) {
        return row >= column ? row * (row + 1) / 2 + column : column * (column + 1) / 2 + row;
    }
}
