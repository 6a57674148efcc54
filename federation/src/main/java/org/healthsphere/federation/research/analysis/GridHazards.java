package org.healthsphere.federation.research.analysis;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A proportional hazards model in which patients of all sites are compared, at the points of a grid. What leaves a site are sums of those who
 * leave the study at each point, so that no difference of two of them tells of fewer patients than leave at one point.
 *
 * @param points of the grid; who is followed beyond the last one leaves after it
 */
public record GridHazards(Ties ties, int terms, int points) {

    /** Which point of the grid a patient leaves at, from 0, and whether with the event. */
    public record Exit(int point, boolean event) {}

    private int block() {
        return 1 + terms + SymmetricMatrix.packed(terms);
    }

    /** How many numbers a site says. */
    public int length() {
        return 1 + terms + block() * (2 * points + 1);
    }

    private int leaving(int point) {
        return 1 + terms + block() * point;
    }

    private int dying(int point) {
        return leaving(points + 1 + point);
    }

    /** One site's sums at coefficients, of the patients of a design in its order. */
    public Vector sums(Design design, List<Exit> exits, Vector coefficients) {
        var sums = new double[length()];
        for (var i = 0; i < exits.size(); i++) {
            var predictor = design.predictor(i, coefficients);
            var row = design.row(i);
            var exit = exits.get(i);
            add(sums, leaving(exit.point()), Math.exp(predictor), row);
            if (exit.event()) {
                add(sums, dying(exit.point()), Math.exp(predictor), row);
                sums[0] += predictor;
                for (var j = 0; j < terms; j++) {
                    sums[1 + j] += row.at(j);
                }
            }
        }
        return Vector.of(sums);
    }

    private void add(double[] sums, int from, double hazard, Vector row) {
        sums[from] += hazard;
        var next = from + 1 + terms;
        for (var i = 0; i < terms; i++) {
            sums[from + 1 + i] += hazard * row.at(i);
            for (var j = 0; j <= i; j++) {
                sums[next++] += hazard * row.at(i) * row.at(j);
            }
        }
    }

    /**
     * The statistics of the model that follow from the sums of all sites.
     *
     * @param deaths at each point
     */
    public SiteStatistics statistics(Vector sums, long rows, long[] deaths) {
        var score = IntStream.range(0, terms).mapToDouble(j -> sums.at(1 + j)).toArray();
        var information = new double[SymmetricMatrix.packed(terms)];
        var logLikelihood = sums.at(0);
        var atRisk = new double[block()];
        add(atRisk, sums, leaving(points));
        for (var point = points - 1; point >= 0; point--) {
            add(atRisk, sums, leaving(point));
            for (var before = 0; before < deaths[point]; before++) {
                var left = without(atRisk, sums, point, ties.gone(before, Math.toIntExact(deaths[point])));
                logLikelihood -= Math.log(left[0]);
                subtract(score, information, left);
            }
        }
        var events =
                IntStream.range(0, points).mapToLong(point -> deaths[point]).sum();
        return new SiteStatistics(
                rows, events, Vector.of(score), new SymmetricMatrix(terms, Vector.of(information)), -2 * logLikelihood);
    }

    private void add(double[] block, Vector sums, int from) {
        for (var i = 0; i < block.length; i++) {
            block[i] += sums.at(from + i);
        }
    }

    /** Those at risk when a share of the dying has left. */
    private double[] without(double[] atRisk, Vector sums, int point, double share) {
        var left = atRisk.clone();
        for (var i = 0; i < left.length; i++) {
            left[i] -= share * sums.at(dying(point) + i);
        }
        return left;
    }

    private void subtract(double[] score, double[] information, double[] left) {
        var next = 0;
        for (var i = 0; i < terms; i++) {
            var mean = left[1 + i] / left[0];
            score[i] -= mean;
            for (var j = 0; j <= i; j++) {
                information[next] += left[1 + terms + next] / left[0] - mean * left[1 + j] / left[0];
                next++;
            }
        }
    }
}
