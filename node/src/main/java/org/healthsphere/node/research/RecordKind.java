package org.healthsphere.node.research;

import java.util.Set;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.specs.Coding;

/**
 * What a fact is about, with all that consent may be expressed in.
 *
 * @param about every code by which a consent can hide the resource, as {@link Hidden#codes} has it
 * @param labels its security labels
 */
record RecordKind(Kind kind, Set<Coding> about, Set<Coding> labels) {
    RecordKind {
        about = Set.copyOf(about);
        labels = Set.copyOf(labels);
    }

    boolean isHiddenBy(Hidden hidden) {
        return hidden.all()
                || hidden.types().contains(kind.type().resourceType())
                || labels.stream().anyMatch(hidden.labels()::contains)
                || about.stream().anyMatch(hidden.codes()::contains)
                || PortionsOfFacts.hide(hidden, kind.type().resourceType(), labels, about);
    }
}
