package org.healthsphere.federation.research.plan;

import org.healthsphere.federation.research.privacy.GaussianNoise;

/**
 * Some words of a sum that have the same noise.
 *
 * @param squared the square of the length by which one patient of one site moves them all together
 * @param share what part of the cost of the analysis is theirs, in millionths
 */
public record Part(int words, long squared, long share) {
    static final long WHOLE = 1_000_000;

    /** The only part of an analysis. */
    static Part whole(int words, long squared) {
        return new Part(words, squared, WHOLE);
    }

    /** The noise of these words; a patient known to every member of the roster moves the sum by as much at each. */
    public GaussianNoise noise(StudyPlan plan, long rhoMicros, int members) {
        var terms = plan.safety().terms();
        return new GaussianNoise(
                Math.multiplyExact(rhoMicros, share),
                Math.multiplyExact(squared, Math.multiplyExact((long) members, members)),
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
