package org.healthsphere.node.fhir;

import java.util.List;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.StoredResource;

/** Sets labels of sensitivity on what is written. */
public interface Labelling {
    /** Sets none. */
    Labelling NONE = new Labelling() {
        @Override
        public List<Write> labelled(Access access, List<Write> writes) {
            return writes;
        }

        @Override
        public void written(List<StoredResource> resources) {
            // Nothing depends on it.
        }
    };

    /** The same writes, with the labels that belong to them. */
    List<Write> labelled(Access access, List<Write> writes);

    /** Hears of what was written: a value set may have changed. */
    void written(List<StoredResource> resources);
}
