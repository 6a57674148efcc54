package org.healthsphere.federation.research.analysis;

/** Adds up weighted outer products of rows in place; the triangle is laid out as in {@link SymmetricMatrix}. */
final class OuterProducts {
    private final int order;
    private final double[] triangle;

    OuterProducts(int order) {
        this.order = order;
        this.triangle = new double[SymmetricMatrix.packed(order)];
    }

    void add(double weight, Vector row) {
        var next = 0;
        for (var i = 0; i < order; i++) {
            var scaled = weight * row.at(i);
            for (var j = 0; j <= i; j++) {
                triangle[next++] += scaled * row.at(j);
            }
        }
    }

    void add(double times, OuterProducts other) {
        for (var i = 0; i < triangle.length; i++) {
            triangle[i] += times * other.triangle[i];
        }
    }

    void scale(double factor) {
        for (var i = 0; i < triangle.length; i++) {
            triangle[i] *= factor;
        }
    }

    SymmetricMatrix matrix() {
        return new SymmetricMatrix(order, Vector.of(triangle));
    }
}
