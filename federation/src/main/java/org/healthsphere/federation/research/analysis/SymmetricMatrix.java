package org.healthsphere.federation.research.analysis;

/**
 * A symmetric matrix by its lower triangle, row by row: what a sum of outer products is, without sending half of it twice.
 *
 * @param order how many rows and columns there are
 * @param triangle the entries (0,0), (1,0), (1,1), (2,0) …
 */
public record SymmetricMatrix(int order, Vector triangle) {
    public SymmetricMatrix {
        if (triangle.length() != packed(order)) {
            throw new IllegalArgumentException("a triangle of " + order + " rows has " + packed(order) + " entries");
        }
    }

    public static SymmetricMatrix zeros(int order) {
        return new SymmetricMatrix(order, Vector.zeros(packed(order)));
    }

    public double at(int row, int column) {
        return triangle.at(row >= column ? packed(row) + column : packed(column) + row);
    }

    public SymmetricMatrix plus(SymmetricMatrix other) {
        return new SymmetricMatrix(order, triangle.plus(other.triangle));
    }

    SymmetricMatrix times(double factor) {
        return new SymmetricMatrix(order, triangle.map(entry -> entry * factor));
    }

    /** The quadratic form of a direction. */
    public double along(Vector direction) {
        var sum = 0.0;
        for (var i = 0; i < order; i++) {
            for (var j = 0; j < order; j++) {
                sum += direction.at(i) * at(i, j) * direction.at(j);
            }
        }
        return sum;
    }

    /** How many entries the lower triangle of so many rows has. */
    public static int packed(int rows) {
        return rows * (rows + 1) / 2;
    }
}
