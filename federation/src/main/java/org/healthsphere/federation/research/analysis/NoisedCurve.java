package org.healthsphere.federation.research.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How much noise of variance one in each count of those who leave a study moves the logarithm of its survival curve, by the derivatives of that
 * logarithm. A count at a point is also part of who was at risk at every point before.
 */
final class NoisedCurve {
    /** For each point so far, by how much one who leaves there without the event, and with it, moves the curve. */
    private final List<double[]> derivatives = new ArrayList<>();

    private double atRiskSoFar;

    /**
     * The variance of the logarithm of survival after a further point.
     *
     * @param points so many points of the grid are left, this one included; who is followed beyond the last leaves after it
     */
    double after(LifeTable.Moment moment, int points) {
        double left = moment.atRisk() - moment.events();
        var one = left > 0 ? moment.events() / (moment.atRisk() * left) : 0;
        atRiskSoFar += one;
        derivatives.add(new double[] {atRiskSoFar, atRiskSoFar - (left > 0 ? 1 / left : 0)});
        var variance = 2.0 * points * atRiskSoFar * atRiskSoFar;
        for (var each : derivatives) {
            variance += each[0] * each[0] + each[1] * each[1];
        }
        return variance;
    }
}
