package org.healthsphere.node.web.desk;

import java.util.List;
import org.healthsphere.node.web.view.Hospital;

/**
 * What a study asks of this hospital's patients.
 *
 * @param plan digest of its document
 * @param from where the researcher works
 * @param objection whether the hospital's rules decline it
 */
public record ProposalSheet(
        String plan,
        StudyCard card,
        Hospital from,
        StudySheet.Protection protection,
        Asked asked,
        Votes votes,
        boolean objection,
        String document) {

    /**
     * What is asked.
     *
     * @param cohort in words, a line for each criterion that must hold
     */
    public record Asked(Wording cohort, List<String> analyses) {
        public Asked {
            analyses = List.copyOf(analyses);
        }
    }

    /** How many of the hospital's stewards are for it, and how many it takes. */
    public record Votes(int approving, int needed) {}
}
