package org.healthsphere.node.web.me;

import java.util.Set;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Somebody at a hospital, or one of its people in particular, who would ask for the record, and why. */
public record Viewer(Party party, PurposeOfUse purpose) {
    /** What can be tried out. */
    public static final Set<PurposeOfUse> PURPOSES =
            Set.of(PurposeOfUse.TREAT, PurposeOfUse.ETREAT, PurposeOfUse.HRESCH, PurposeOfUse.HOPERAT);

    public Viewer {
        if (!PURPOSES.contains(purpose)) {
            throw new IllegalArgumentException("nobody is shown a record for this: " + purpose);
        }
    }

    /** In which capacity people ask for that reason. */
    public Role role() {
        return switch (purpose) {
            case TREAT, ETREAT -> Role.CLINICIAN;
            case HRESCH -> Role.RESEARCHER;
            case HOPERAT, PUBHLTH -> Role.STEWARD;
            case PATRQT -> Role.PATIENT;
        };
    }
}
