package org.healthsphere.federation.research.outbreak;

import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Vector;

/** A rule by which a week is unusual, in the light of the weeks before it. */
public sealed interface Detection permits Ears, Cusum, Farrington, FlexibleFarrington {
    /** Weeks in a year, for rules that look at the same time of other years. */
    int YEAR = 52;

    /** How many weeks there must be before the first one that is judged. */
    int history();

    /** The earliest week that the judgement of a week can depend on. */
    int reach(int week);

    /**
     * A judgement of each week from one on.
     *
     * @param counts of every week, at least 0
     * @param first counted from 0; at least {@link #history}
     */
    List<Signal> signals(Vector counts, int first);

    /** Judges week by week, each by itself. */
    @FunctionalInterface
    interface Judge {
        Signal of(int week);

        default List<Signal> all(Vector counts, int first) {
            return IntStream.range(first, counts.length()).mapToObj(this::of).toList();
        }
    }
}
