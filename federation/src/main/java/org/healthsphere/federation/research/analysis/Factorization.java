package org.healthsphere.federation.research.analysis;

/** What came of factoring an information matrix. */
sealed interface Factorization {

    /**
     * The share of a term that the terms before it leave unexplained, below which it counts as explained by them. Where less is
     * left, fewer than six digits of a coefficient would be right.
     */
    double UNEXPLAINED = 1e-10;

    /**
     * The information tells nothing of its own about a term.
     *
     * @param term counted from 0
     */
    record Dependent(int term) implements Factorization {}

    /** The factor of the matrix, by which equations are solved. */
    record Regular(Cholesky cholesky) implements Factorization {}

    /**
     * Factors the matrix after scaling it to a unit diagonal, so that a column's unit of measure does not matter: a pivot is then
     * one minus the squared multiple correlation of a term with those before it.
     */
    static Factorization of(SymmetricMatrix matrix) {
        var order = matrix.order();
        var lower = new double[order][order];
        var scale = new double[order];
        for (var i = 0; i < order; i++) {
            scale[i] = Math.sqrt(matrix.at(i, i));
            for (var j = 0; j < i; j++) {
                lower[i][j] = (matrix.at(i, j) / (scale[i] * scale[j]) - inner(lower, i, j)) / lower[j][j];
            }
            var pivot = 1 - inner(lower, i, i);
            if (!(scale[i] > 0) || !(pivot > UNEXPLAINED)) {
                return new Dependent(i);
            }
            lower[i][i] = Math.sqrt(pivot);
        }
        return new Regular(new Cholesky(lower, scale));
    }

    private static double inner(double[][] lower, int i, int j) {
        var sum = 0.0;
        for (var k = 0; k < j; k++) {
            sum += lower[i][k] * lower[j][k];
        }
        return sum;
    }
}
