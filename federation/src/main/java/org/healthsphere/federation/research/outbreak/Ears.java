package org.healthsphere.federation.research.outbreak;

import java.util.List;
import org.healthsphere.federation.research.analysis.Normal;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * The Early Aberration Reporting System (Hutwagner and others 2003, J Urban Health 80:i89): mean and standard deviation of a few weeks
 * just before. C2 leaves out the two weeks before the one that is judged, and C3 adds up what C2 found in three weeks.
 *
 * @param baseline how many weeks are compared with
 * @param alpha how often an ordinary week may be called unusual
 */
public record Ears(Version version, int baseline, double alpha) implements Detection {
    private static final int GAP = 2;
    private static final int SUMMED = 2;

    /** Which of the three rules. */
    public enum Version {
        C1,
        C2,
        C3
    }

    private int gap() {
        return version == Version.C1 ? 0 : GAP;
    }

    @Override
    public int history() {
        return baseline + gap() + (version == Version.C3 ? SUMMED : 0);
    }

    @Override
    public int reach(int week) {
        return week - history();
    }

    @Override
    public List<Signal> signals(Vector counts, int first) {
        var quantile = Normal.upperQuantile(alpha);
        Judge judge = week -> Signal.above(bound(counts, week, quantile), counts.at(week));
        return judge.all(counts, first);
    }

    private double bound(Vector counts, int week, double quantile) {
        var baseline = baseline(counts, week);
        if (version != Version.C3) {
            return baseline.mean() + quantile * baseline.deviation();
        }
        var before = 0.0;
        for (var back = SUMMED; back > 0; back--) {
            before += Math.max(0, standing(counts, week - back) - 1);
        }
        return Math.max(0, counts.at(week) + baseline.deviation() * (quantile - before));
    }

    /** By how many standard deviations a week is above those before it. */
    private double standing(Vector counts, int week) {
        var baseline = baseline(counts, week);
        return (counts.at(week) - baseline.mean()) / baseline.deviation();
    }

    private record Baseline(double mean, double deviation) {}

    private Baseline baseline(Vector counts, int week) {
        var from = week - gap() - baseline;
        var sum = 0.0;
        for (var i = from; i < from + baseline; i++) {
            sum += counts.at(i);
        }
        var mean = sum / baseline;
        var squares = 0.0;
        for (var i = from; i < from + baseline; i++) {
            squares += (counts.at(i) - mean) * (counts.at(i) - mean);
        }
        return new Baseline(mean, Math.sqrt(squares / (baseline - 1)));
    }
}
