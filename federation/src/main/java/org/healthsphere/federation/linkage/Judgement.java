package org.healthsphere.federation.linkage;

import java.util.List;
import org.healthsphere.federation.linkage.Location.Candidate;
import org.healthsphere.federation.linkage.Location.Doubt;
import org.healthsphere.federation.linkage.Location.Doubtful;
import org.healthsphere.federation.linkage.Location.Found;
import org.healthsphere.federation.linkage.Location.Grade;
import org.healthsphere.federation.linkage.Location.Nobody;

/** When a resemblance is a match: the more patients there are, the more of them resemble somebody by chance. */
final class Judgement {
    /** In 2^17 searches for somebody who is not here, one at most is to find another. */
    private static final double MARGIN = 17;

    private static final double CERTAIN = 10;

    /** Below what is needed by this much, nobody has to look at it. */
    private static final double WORTH_A_LOOK = 6;

    private static final int SMALLEST = 4096;

    private final double needed;

    Judgement(int patients) {
        this.needed = needed(patients);
    }

    /** Bits of evidence for a match among so many. */
    static double needed(int patients) {
        return Math.log(Math.max(patients, SMALLEST)) / Math.log(2) + MARGIN;
    }

    /** The candidates come best first. */
    Location of(List<Candidate> candidates) {
        var matches = candidates.stream().filter(c -> c.doubts().isEmpty()).toList();
        if (matches.size() == 1) {
            var match = matches.getFirst();
            return new Found(match, match.bits() >= needed + CERTAIN ? Grade.CERTAIN : Grade.PROBABLE);
        }
        var open = matches.isEmpty()
                ? candidates.stream().filter(this::isWorthALook).toList()
                : matches;
        return open.isEmpty() ? new Nobody() : new Doubtful(open);
    }

    /** Another member of the household is nobody's question. */
    private boolean isWorthALook(Candidate candidate) {
        return candidate.bits() >= needed - WORTH_A_LOOK && !candidate.doubts().contains(Doubt.PERSON_IN_HOUSEHOLD);
    }
}
