package org.healthsphere.federation.research.plan;

import java.util.Arrays;
import org.healthsphere.federation.research.analysis.SymmetricMatrix;

/**
 * A proportional hazards model whose baseline is constant within each step of a grid and common to all hospitals (Holford 1980, Biometrics
 * 36:299). A partial likelihood would let one patient change what is said of all who were at risk with him; here what one contributes is
 * bounded, since his cumulative hazard is cut.
 */
final class NoisyHazards implements Likelihood {
    private static final int STEPS = 4;
    /** A patient's cumulative hazard counts up to here. */
    private static final double MOST_HAZARD = 2;

    private static final double HALF_AN_EVENT = 0.5;
    private static final int PATIENTS = 0;

    private final Analysis.Cox cox;
    private final Analysis.Grid grid;
    private final int terms;
    private final int points;

    NoisyHazards(Analysis.Cox cox, Analysis.Grid grid, ModelFrame frame) {
        this.cox = cox;
        this.grid = grid;
        this.terms = frame.names().size();
        this.points = grid.points();
    }

    @Override
    public int parameters() {
        return points + terms;
    }

    /** By steps at most one event and the cumulative hazard; by terms at most that hazard less one. */
    @Override
    public double gradientBound() {
        return Math.sqrt(1 + MOST_HAZARD * MOST_HAZARD * (1 + terms));
    }

    @Override
    public double curvatureBound() {
        return MOST_HAZARD * Math.sqrt(1 + terms + SymmetricMatrix.packed(terms));
    }

    /** Steps of the grid have to do with each other through terms only. */
    @Override
    public boolean isNothing(int row, int column) {
        return row != column && row < points && column < points;
    }

    @Override
    public int starts() {
        return 1 + 2 * points;
    }

    /** One patient, one event, and part of each step. */
    @Override
    public double startBound() {
        return 2.0 + points;
    }

    @Override
    public int steps() {
        return STEPS;
    }

    @Override
    public double patients(double[] starts) {
        return starts[PATIENTS];
    }

    /** Hazards without regard to any term: events by time at risk. */
    @Override
    public double[] origin(double[] starts) {
        var origin = new double[parameters()];
        for (var point = 0; point < points; point++) {
            origin[point] = StrictMath.log(
                    Math.max(HALF_AN_EVENT, starts[1 + point]) / Math.max(HALF_AN_EVENT, starts[1 + points + point]));
        }
        return origin;
    }

    @Override
    public double dispersion(double[] starts, NoisyFit fit) {
        return 1;
    }

    @Override
    public void each(ModelFrame.Rows rows, double[] at, Visitor visitor) {
        var times = rows.numbers(cox.of());
        var events = rows.ends(cox.of());
        var scaled = rows.scaled();
        for (var i = 0; i < scaled.size(); i++) {
            var starts = starts(times.at(i), events.at(i) == 1);
            var hazards = hazards(starts, scaled.get(i), at);
            visitor.see(starts, gradient(starts, hazards, scaled.get(i)), curvature(hazards, scaled.get(i)));
        }
    }

    /** That there is a patient, in which step the event was, and what part of each step was lived through. */
    private double[] starts(double time, boolean event) {
        var starts = new double[starts()];
        starts[PATIENTS] = 1;
        var last = (int) Math.max(0, Math.ceil(time / grid.width()) - 1);
        for (var point = 0; point < points; point++) {
            starts[1 + points + point] = Math.min(1, Math.max(0, time / grid.width() - point));
        }
        if (event && last < points) {
            starts[1 + last] = 1;
        }
        return starts;
    }

    private double[] hazards(double[] starts, double[] row, double[] at) {
        var predictor = 0.0;
        for (var j = 0; j < terms; j++) {
            predictor += at[points + j] * row[j];
        }
        var hazards = new double[points];
        for (var point = 0; point < points; point++) {
            hazards[point] = starts[1 + points + point] * Math.min(MOST_HAZARD, Math.exp(at[point] + predictor));
        }
        var all = Arrays.stream(hazards).sum();
        return all > MOST_HAZARD
                ? Arrays.stream(hazards)
                        .map(hazard -> hazard * MOST_HAZARD / all)
                        .toArray()
                : hazards;
    }

    private double[] gradient(double[] starts, double[] hazards, double[] row) {
        var gradient = new double[parameters()];
        var surplus = 0.0;
        for (var point = 0; point < points; point++) {
            gradient[point] = starts[1 + point] - hazards[point];
            surplus += gradient[point];
        }
        for (var j = 0; j < terms; j++) {
            gradient[points + j] = surplus * row[j];
        }
        return gradient;
    }

    private double[] curvature(double[] hazards, double[] row) {
        var curvature = new double[SymmetricMatrix.packed(parameters())];
        var all = Arrays.stream(hazards).sum();
        for (var point = 0; point < points; point++) {
            curvature[Likelihood.place(point, point)] = hazards[point];
        }
        for (var j = 0; j < terms; j++) {
            for (var point = 0; point < points; point++) {
                curvature[Likelihood.place(points + j, point)] = hazards[point] * row[j];
            }
            for (var k = 0; k <= j; k++) {
                curvature[Likelihood.place(points + j, points + k)] = all * row[j] * row[k];
            }
        }
        return curvature;
    }
}
