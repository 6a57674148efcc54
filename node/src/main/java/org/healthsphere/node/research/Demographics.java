package org.healthsphere.node.research;

import java.util.Set;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Coding;

/** What research may know of the Patient itself. */
record Demographics(
        int bornEarliest, int bornLatest, Sex sex, boolean deceased, Set<String> regions, Set<Coding> labels) {
    Demographics {
        regions = Set.copyOf(regions);
        labels = Set.copyOf(labels);
    }

    boolean isHiddenBy(Hidden hidden) {
        return hidden.all()
                || hidden.types().contains("Patient")
                || labels.stream().anyMatch(hidden.labels()::contains)
                || PortionsOfFacts.hide(hidden, "Patient", labels, Set.of());
    }
}
