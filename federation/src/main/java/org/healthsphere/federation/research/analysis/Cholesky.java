package org.healthsphere.federation.research.analysis;

/** The lower triangular factor of a positive definite matrix that was scaled to a unit diagonal; it solves with + − × ÷ only. */
final class Cholesky {
    private final double[][] lower;
    private final double[] scale;

    Cholesky(double[][] lower, double[] scale) {
        this.lower = lower;
        this.scale = scale;
    }

    Vector solve(Vector right) {
        var order = scale.length;
        var solution = new double[order];
        for (var i = 0; i < order; i++) {
            var rest = right.at(i) / scale[i];
            for (var k = 0; k < i; k++) {
                rest -= lower[i][k] * solution[k];
            }
            solution[i] = rest / lower[i][i];
        }
        for (var i = order - 1; i >= 0; i--) {
            for (var k = i + 1; k < order; k++) {
                solution[i] -= lower[k][i] * solution[k];
            }
            solution[i] /= lower[i][i];
        }
        for (var i = 0; i < order; i++) {
            solution[i] /= scale[i];
        }
        return Vector.of(solution);
    }

    /** The inverse of the matrix: the covariance of estimates whose information it is. */
    SymmetricMatrix inverse() {
        var order = scale.length;
        var triangle = new double[SymmetricMatrix.packed(order)];
        var next = 0;
        for (var i = 0; i < order; i++) {
            var unit = new double[order];
            unit[i] = 1;
            var row = solve(Vector.of(unit));
            for (var j = 0; j <= i; j++) {
                triangle[next++] = row.at(j);
            }
        }
        return new SymmetricMatrix(order, Vector.of(triangle));
    }
}
