package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;

/**
 * A cohort as its page shows it.
 *
 * @param document in its one spelling
 * @param hash by which a release names it
 * @param flow how many patients leave at each step and, at the end, how many stay; nothing when nobody was asked
 */
public record CohortSheet(String document, String hash, Wording steps, Optional<Flow> flow) {
    /**
     * Numbers with noise.
     *
     * @param cells one for each step, and one for those who stay; nothing where there are too few to tell
     * @param margin with 95 % probability a true number is at most so far from the one that is told
     */
    public record Flow(List<Optional<Long>> cells, long margin, List<SiteCoverage> coverage) {
        public Flow {
            cells = List.copyOf(cells);
            coverage = List.copyOf(coverage);
        }

        public long most() {
            return cells.stream().mapToLong(cell -> cell.orElse(0L)).max().orElse(0);
        }
    }
}
