package org.healthsphere.federation.research.plan;

import org.healthsphere.federation.research.privacy.GaussianNoise;

/**
 * Some words of a sum that have the same noise.
 *
 * @param squared the square of the length by which one patient of one site moves them all together
 * @param share what part of the cost of the analysis is theirs, in millionths
 * @param once whether a patient is counted at one site only, whoever knows him
 */
public record Part(int words, long squared, long share, boolean once) {
    static final long WHOLE = 1_000_000;

    /** Words in which a patient is at each site that knows him. */
    Part(int words, long squared, long share) {
        this(words, squared, share, false);
    }

    /** The only part of an analysis. */
    static Part whole(int words, long squared) {
        return new Part(words, squared, WHOLE);
    }

    /** The noise of these words; a patient who is counted at every member of the roster moves the sum by as much at each. */
    public GaussianNoise noise(StudyPlan plan, long rhoMicros, int members) {
        var terms = plan.safety().terms();
        var times = once ? 1L : members;
        return new GaussianNoise(
                Math.multiplyExact(rhoMicros, share),
                Math.multiplyExact(squared, Math.multiplyExact(times, times)),
                Math.max(1, terms.quorum() - terms.colluders()));
    }

    /**
     * The standard deviation of the noise in each of these words; none in an exact study.
     *
     * @param members of the roster
     * @param shares how many of them are in the sum
     */
    double deviation(StudyPlan plan, int members, int shares) {
        return switch (plan.safety().protection()) {
            case Protection.Exact _ -> 0;
            case Protection.Noise(var rho) -> noise(plan, rho, members).deviation(shares);
        };
    }
}
