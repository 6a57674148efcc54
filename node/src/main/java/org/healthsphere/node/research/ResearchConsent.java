package org.healthsphere.node.research;

import java.util.Set;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** What the patients of this hospital allow research at this moment; the release gate knows it. */
public interface ResearchConsent {
    /** {@link org.healthsphere.specs.Fault.Unavailable} when it is not known freshly enough. */
    Outcome<Permission> now(PurposeOfUse purpose, String study);

    /** The same for a study that says what it uses data for: only of those whose consent permits that. */
    default Outcome<Permission> now(PurposeOfUse purpose, String study, Meant meant) {
        return now(purpose, study);
    }

    /**
     * What a study says that it uses data for.
     *
     * @param uses in terms of the DUO
     * @param diseases what research on a disease is about: the disease, and all that it is a kind of
     */
    record Meant(Set<DataUse> uses, Set<Coding> diseases) {
        public Meant {
            uses = Set.copyOf(uses);
            diseases = Set.copyOf(diseases);
        }
    }

    /**
     * What research may use.
     *
     * @param filter whose records, and which of them
     * @param height of the ledger that this rests on
     */
    record Permission(ReleaseFilter filter, long height) {}
}
