package org.healthsphere.node.web.me;

import org.healthsphere.node.web.view.Hospital;

/**
 * A result of research that this hospital signed, and the patient's part in it.
 *
 * @param asker whose study it is
 * @param isProven whether what is said can be shown by the root of consents that the release carries
 */
public record ResearchPart(String title, Hospital asker, String analysis, Inclusion inclusion, boolean isProven) {

    /** Whether he was among the patients. */
    public enum Inclusion {
        /** In the cohort. */
        COUNTED,
        /** His consent permitted it, but he was not whom it was about. */
        PERMITTED,
        /** His consent did not permit it. */
        LEFT_OUT,
        /** He was not counted, and the roll is no longer here that said why. */
        UNKNOWN
    }
}
