package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Optional;
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
        List<String> analyses,
        Optional<String> by,
        boolean objection,
        String document) {
    public ProposalSheet {
        analyses = List.copyOf(analyses);
    }
}
