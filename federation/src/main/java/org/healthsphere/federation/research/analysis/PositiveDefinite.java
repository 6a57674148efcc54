package org.healthsphere.federation.research.analysis;

import java.util.Optional;

/** A symmetric matrix by which equations can be solved. */
public final class PositiveDefinite {
    private final Cholesky cholesky;

    private PositiveDefinite(Cholesky cholesky) {
        this.cholesky = cholesky;
    }

    /** The matrix; nothing where it is not positive definite beyond rounding. */
    public static Optional<PositiveDefinite> of(SymmetricMatrix matrix) {
        return Factorization.of(matrix) instanceof Factorization.Regular(var cholesky)
                ? Optional.of(new PositiveDefinite(cholesky))
                : Optional.empty();
    }

    public Vector solve(Vector right) {
        return cholesky.solve(right);
    }

    public SymmetricMatrix inverse() {
        return cholesky.inverse();
    }
}
