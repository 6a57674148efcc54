package org.healthsphere.node.research;

import java.util.Set;
import org.healthsphere.specs.Coding;

/** What a disease is a kind of, as far as this node's terminology knows. */
@FunctionalInterface
public interface DiseaseKinds {
    /** Of nothing but itself. */
    DiseaseKinds NONE = Set::of;

    /** The disease and all that subsume it. */
    Set<Coding> andAbove(Coding disease);
}
