package org.healthsphere.federation.research.study;

import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.aggregation.RoundKeys;
import org.healthsphere.federation.research.study.RunMessage.Admitted;
import org.healthsphere.specs.Outcome;

/** Finds out whose keys would make the run fail for the others, so that not they are left out. */
final class RunKeys {
    private RunKeys() {}

    /** Whether a secret can be agreed with these keys: it is tried. */
    static boolean usable(Admitted admitted, StudyMember self) {
        return RoundKeys.generate(self.random()).encapsulate(admitted.keys()) instanceof Outcome.Success<?>;
    }
}
