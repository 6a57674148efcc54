package org.healthsphere.node.web.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.SiteAnswer;

/**
 * A number that was released, or why there is none.
 *
 * @param id random: it says nothing about anybody
 * @param costMicros what was debited, in millionths of rho
 */
public record Release(
        String id,
        CohortQuestion question,
        Answer answer,
        List<SiteAnswer> sites,
        List<SiteCoverage> coverage,
        long costMicros,
        Instant at) {
    public Release {
        coverage = List.copyOf(coverage);
        sites = List.copyOf(sites);
    }

    /** What the question came to. */
    public sealed interface Answer {
        /** With 95 % probability the true number is at most so far from this one. */
        record Count(long value, long margin) implements Answer {}

        /** Fewer than can be told without telling about somebody. */
        record TooFew(int threshold) implements Answer {}
    }

    public Optional<Answer.Count> count() {
        return answer instanceof Answer.Count count ? Optional.of(count) : Optional.empty();
    }

    public Optional<Answer.TooFew> tooFew() {
        return answer instanceof Answer.TooFew few ? Optional.of(few) : Optional.empty();
    }

    public long sitesAnswered() {
        return sites.stream().filter(site -> site.status().isComplete()).count();
    }
}
